package org.lotusguild.lotus.stack.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeftoversTest {
    @TempDir
    Path folder;

    @Test
    void endsWhatIsWrittenDownAndNobodyElse() throws IOException {
        Process left = new ProcessBuilder("sleep", "60").start();
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            Leftovers leftovers = new Leftovers(folder.resolve("a.processes"));
            leftovers.end();
            leftovers.note(Stream.of(left.toHandle()));
            // A number that was used again: its process began at another time.
            Files.writeString(
                    folder.resolve("a.processes"),
                    Files.readString(folder.resolve("a.processes")) + other.pid() + " 1000\nnonsense\n\n");
            new Leftovers(folder.resolve("a.processes")).end();
            assertThat(left.isAlive()).isFalse();
            assertThat(other.isAlive()).isTrue();
            assertThat(folder.resolve("a.processes")).doesNotExist();
        } finally {
            left.destroyForcibly();
            other.destroyForcibly();
        }
    }
}
