package org.lotusguild.lotus.stack.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.stack.trial.fake.FakePython;

final class PythonEnvironmentTest {
    private static final String GOOD = "touch \"$here/../synapse\"";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Pause pause = time -> now.updateAndGet(t -> t.plus(time));

    @TempDir
    Path folder;

    private FakePython python;

    @BeforeEach
    void makePath() throws IOException {
        python = new FakePython(Files.createDirectories(folder.resolve("path")));
    }

    @Test
    void installsThePinnedSynapseOnce() {
        python.maker("python3", GOOD);
        Path first = environment().python();
        assertThat(first).isEqualTo(cache().resolve("current/bin/python")).exists();
        assertThat(environment().python()).isEqualTo(first);
        assertThat(python.calls()).hasSize(2).first().isEqualTo("venv");
        assertThat(python.calls().getLast())
                .contains("matrix-synapse==" + PythonEnvironment.SYNAPSE)
                .contains("--constraint");
    }

    @Test
    void beginsAnewAfterAnInterruptedInstallationAndClearsItAway() throws IOException {
        python.maker("python3", "exit 1");
        assertThatThrownBy(() -> environment().python()).isInstanceOf(TrialException.class);
        assertThat(builds()).isEqualTo(1);
        now.updateAndGet(t -> t.plusSeconds(1));
        python.maker("python3", GOOD);
        assertThat(environment().python()).exists();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainWhenTheSystemsPythonChangedUnderneath() throws IOException {
        python.maker("python3", GOOD);
        environment().python();
        Files.delete(cache().resolve("current/synapse"));
        now.updateAndGet(t -> t.plusSeconds(1));
        environment().python();
        assertThat(python.calls()).filteredOn("venv"::equals).hasSize(2);
    }

    @Test
    void saysThatTheNetworkIsMissing() {
        python.maker(
                "python3",
                "echo 'WARNING: Retrying: NewConnectionError: [Errno -3] Temporary failure in name resolution'\n"
                        + "echo 'ERROR: No matching distribution found for matrix-synapse'; exit 1");
        assertFails("network", "it goes on from here");
    }

    @Test
    void saysThatTheDiskIsFull() {
        python.maker("python3", "echo 'ERROR: [Errno 28] No space left on device'; exit 1");
        assertFails("disk became full", "500 MB");
    }

    @Test
    void showsTheLastLinesOfATroubleThatItDoesNotKnow() {
        python.maker("python3", "echo 'ERROR: the moon is in the wrong place'; exit 7");
        assertFails("the moon is in the wrong place", "install.log");
    }

    @Test
    void waitsForAnotherInstallationAndGivesUpAtLast() {
        python.maker("python3", GOOD);
        Path lock = cache().resolve("lock");
        HomeFiles.folder(cache());
        try (FolderLock other = FolderLock.take(lock, Duration.ZERO, now::get, pause, Progress.silent())) {
            assertFails("Another Lotus has been installing", lock.toString());
        }
        assertThat(environment().python()).exists();
    }

    private void assertFails(String message, String remedy) {
        assertThatThrownBy(() -> environment().python())
                .isInstanceOfSatisfying(
                        TrialException.class, e -> assertThat(e.remedy()).contains(remedy))
                .hasMessageContaining(message);
    }

    private PythonEnvironment environment() {
        Map<String, String> variables =
                Map.of("PATH", folder.resolve("path").toString(), "XDG_CACHE_HOME", folder.toString());
        InstantSource clock = now::get;
        return new PythonEnvironment(name -> Optional.ofNullable(variables.get(name)), clock, pause, Progress.silent());
    }

    private Path cache() {
        return folder.resolve("lotus/synapse-" + PythonEnvironment.SYNAPSE);
    }

    private long builds() throws IOException {
        try (Stream<Path> all = Files.list(cache())) {
            return all.filter(p -> p.getFileName().toString().startsWith("build-"))
                    .count();
        }
    }
}
