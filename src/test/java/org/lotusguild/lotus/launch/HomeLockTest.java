package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One {@code up} on a home. */
class HomeLockTest {
    @TempDir
    private Path folder;

    @Test
    void letsOneInAndNamesIt() throws IOException {
        Home home = new Home(folder);
        try (HomeLock first = HomeLock.take(home).orElseThrow()) {
            assertThat(HomeLock.take(home)).isEmpty();
            assertThat(HomeLock.holder(home)).contains(ProcessHandle.current());
        }
        assertThat(HomeLock.holder(home)).isEmpty();
        HomeLock.take(home).orElseThrow().close();
    }

    @Test
    void doesNotTakeALaterProcessOfTheSameNumberForTheHolder() throws IOException {
        Files.writeString(folder.resolve("up.lock"), ProcessHandle.current().pid() + " 1");
        assertThat(HomeLock.holder(new Home(folder))).isEmpty();
        Files.writeString(folder.resolve("up.lock"), "no number");
        assertThat(HomeLock.holder(new Home(folder))).isEmpty();
    }

    @Test
    void saysThatTheHomeCannotBeUsed() {
        Failure failure = catchThrowableOfType(
                Failure.class,
                () -> HomeLock.take(new Home(folder.resolve("missing").resolve("home"))));
        assertThat(failure).hasMessageContaining("there is no such file");
        assertThat(failure.exitCode()).isEqualTo(ExitCode.MACHINE);
    }
}
