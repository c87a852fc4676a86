package org.lotusguild.lotus.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** From version 12 on the id of a room names no server, so nobody takes one apart. */
class RoomIdsTest {
    private static final Pattern TAKEN_APART = Pattern.compile(
            "(?i)room\\w*(?:\\(\\))?\\.(?:value|toString)\\(\\)\\s*\\.(?:split|indexOf|lastIndexOf|substring|replaceFirst)\\(");

    @Test
    void nobodyLooksForAServerInThem() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<String> found = files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(RoomIdsTest::takenApart)
                    .toList();
            assertThat(found).isEmpty();
        }
        assertThat(Files.readString(Path.of("src/main/java/org/lotusguild/lotus/base/id/RoomId.java")))
                .doesNotContain("server()");
    }

    private static Stream<String> takenApart(Path file) {
        try {
            return TAKEN_APART
                    .matcher(Files.readString(file))
                    .results()
                    .map(found -> file.getFileName() + ": " + found.group());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoDidSoWouldBeFound() {
        assertThat(TAKEN_APART.matcher("target.room().value().split(\":\")").find())
                .isTrue();
        assertThat(TAKEN_APART.matcher("roomId.value().substring(1)").find()).isTrue();
        assertThat(TAKEN_APART.matcher("user.value().substring(1)").find()).isFalse();
    }
}
