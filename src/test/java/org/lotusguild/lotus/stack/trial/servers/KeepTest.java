package org.lotusguild.lotus.stack.trial.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.trial.Template;

/** {@code keep.py}, which keeps a program of others. */
final class KeepTest {
    @TempDir
    Path folder;

    private Process kept(Path program) throws IOException {
        Path script = Files.writeString(folder.resolve("keep.py"), Template.plain("keep.py"));
        return new ProcessBuilder("python3", "-I", script.toString(), "SIGTERM", "/bin/sh", program.toString()).start();
    }

    /** A wish to end that came while the program started was the end of its keeper alone, some times in ten. */
    @Test
    void endsItsProgramHoweverEarlyItIsToldTo() throws Exception {
        Path program = Files.writeString(folder.resolve("program"), """
                trap 'echo ended >> %1$s; exit 0' TERM
                kill -TERM $PPID
                i=0
                while [ $i -lt 200 ]; do sleep 0.05; i=$((i + 1)); done
                echo orphaned >> %1$s
                """.formatted(folder.resolve("heard")));
        for (int i = 0; i < 10; i++) {
            assertThat(kept(program).waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(folder.resolve("heard")).content().isEqualTo("ended\n".repeat(10));
    }

    @Test
    void endsItsProgramWhenLotusIsGone() throws Exception {
        Path program = Files.writeString(
                folder.resolve("program"), """
                trap 'echo ended > %s; exit 3' TERM
                : > %s
                while :; do sleep 0.05; done
                """.formatted(folder.resolve("heard"), folder.resolve("runs")));
        Process keeper = kept(program);
        for (int i = 0; i < 600 && !Files.exists(folder.resolve("runs")); i++) {
            assertThat(keeper.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
        }
        keeper.getOutputStream().close(); // what the kernel does when Lotus ends
        assertThat(keeper.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keeper.exitValue()).isEqualTo(3);
        assertThat(folder.resolve("heard")).hasContent("ended");
    }
}
