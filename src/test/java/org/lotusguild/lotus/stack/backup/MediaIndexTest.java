package org.lotusguild.lotus.stack.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaIndexTest {
    private static final String DIGEST = "0".repeat(64);

    @TempDir
    Path backup;

    private List<String> paths(String... paths) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String path : paths) {
            lines.add("7 " + DIGEST + " " + path);
        }
        Files.write(backup.resolve("MEDIA"), lines);
        List<String> read = new ArrayList<>();
        MediaIndex.each(backup, line -> read.add(line.path()));
        return read;
    }

    @Test
    void readsEachPath() throws IOException {
        assertThat(paths("local_content/a b", "local_content/..c/d.."))
                .containsExactly("local_content/a b", "local_content/..c/d..");
    }

    /** A restore writes there as root. */
    @ParameterizedTest
    @ValueSource(strings = {"/etc/x", "../x", "a/../../x", "a/..", ".."})
    void takesNoPathThatLeadsOutOfTheFolder(String path) {
        assertThatExceptionOfType(BackupException.class)
                .isThrownBy(() -> paths("local_content/a", path))
                .withMessageEndingWith("MEDIA is damaged");
    }
}
