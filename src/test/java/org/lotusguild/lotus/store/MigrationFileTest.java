package org.lotusguild.lotus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MigrationFileTest {
    @TempDir
    Path folder;

    private URI jar(String... names) throws IOException {
        Path file = folder.resolve("a jar with spaces.jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
            jar.putNextEntry(new JarEntry("db/room/"));
            for (String name : names) {
                jar.putNextEntry(new JarEntry("db/room/" + name));
                jar.write(("-- " + name + "\r\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return URI.create("jar:" + file.toUri() + "!/db/room");
    }

    @Test
    void readsTheFilesOfAJar() throws IOException {
        List<MigrationFile> files = MigrationFile.in(jar("0002_more.sql", "0001_first.sql"), "room");
        assertThat(files)
                .containsExactlyInAnyOrder(
                        new MigrationFile("room", 1, "first", "-- 0001_first.sql\n"),
                        new MigrationFile("room", 2, "more", "-- 0002_more.sql\n"));
    }

    @Test
    void refusesANameThatIsNone() throws IOException {
        URI jar = jar("1_first.sql");
        assertThatThrownBy(() -> MigrationFile.in(jar, "room"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("1_first.sql");
    }

    @Test
    void aRoomWithoutMigrationsIsADefect() {
        assertThatThrownBy(() -> MigrationFile.of("nowhere")).isInstanceOf(StoreException.class);
    }

    @Test
    void theChecksumIsOfTheTextAndNotOfTheLineEnds() {
        assertThat(new MigrationFile("a", 1, "x", "select 1;\n").checksum())
                .hasSize(64)
                .isNotEqualTo(new MigrationFile("a", 1, "x", "select 2;\n").checksum());
    }
}
