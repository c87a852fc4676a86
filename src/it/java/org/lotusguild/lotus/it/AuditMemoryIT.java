package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code lotus audit} with the memory that the launcher gives it: too much to read is told, and the rest is judged. */
@Timeout(180)
final class AuditMemoryIT {
    private static final int MOST = 8 << 20;

    @TempDir
    private Path folder;

    private void file(String name, String begin, String again) throws IOException {
        Path file = folder.resolve("etc").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, begin + again.repeat((MOST - begin.length()) / again.length()));
    }

    @Test
    void saysOfEachFileThatHoldsTooMuchAndJudgesTheOthers() throws IOException {
        file("a/homeserver.yaml", "server_name: example.org\nlisteners: []\n", "k: {a: [1, 2, 3], b: [4, 5, 6, 7, 8, 9], c: [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]}\n");
        file("b/nginx/a.conf", "server {}\n", "a;");
        file("c/pg_hba.conf", "local ", "a ");
        file("d/tables.sql", "select 1;", "x;");
        Files.createDirectories(folder.resolve("etc/e"));
        Files.writeString(folder.resolve("etc/e/turnserver.conf"), "no-auth\n");
        file("f/postgresql.conf", "work_mem = 4MB\n", "a=1\n");

        Ran ran = Ran.of(
                folder,
                Duration.ofSeconds(120),
                List.of(
                        "env",
                        "LOTUS_BUILD=never",
                        Tools.launcher().toString(),
                        "audit",
                        "etc",
                        "--home",
                        "no-home",
                        "--only",
                        "FILE-001,TRN-004"));

        assertThat(ran.code()).as(ran.output()).isEqualTo(1);
        assertThat(ran.output())
                .contains("a/homeserver.yaml:", "b/nginx/a.conf:", "c/pg_hba.conf", "d/tables.sql", "f/postgresql.conf")
                .contains("TRN-004")
                .doesNotContain("OutOfMemoryError");
    }
}
