package org.lotusguild.lotus.stack.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a psql of a few lines; {@code PostgresBackupIT} has the real one. */
@Timeout(30)
class SnapshotTest {
    private static final PostgresAddress AT =
            new PostgresAddress("127.0.0.1", 1, "synapse", "synapse", Optional.empty());
    private static final String WARNS = """
            echo 'WARNING:  database "synapse" has a collation version mismatch' >&2
            echo 'DETAIL:  It was made with 2.31, but the system has 2.36.' >&2
            """;

    @TempDir
    Path folder;

    private PostgresTools psql(String script) throws IOException {
        Path file = Files.writeString(folder.resolve("psql"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return new PostgresTools(folder, 15);
    }

    @Test
    void isNotNamedByWhatTheServerWarnsOf() throws IOException {
        PostgresTools tools = psql(WARNS + """
                while read -r line; do
                  case "$line" in
                    *pg_export_snapshot*) echo 00000003-0000001B-1 ;;
                    *) echo 'NOTICE:  it is late' >&2; echo 42 ;;
                  esac
                done
                """);
        try (Snapshot snapshot = Snapshot.open(tools, AT)) {
            assertThat(snapshot.id()).isEqualTo("00000003-0000001B-1");
            assertThat(snapshot.number("select count(*) as n from events")).isEqualTo(42);
        }
    }

    @Test
    void saysWhyItCouldNotBeHad() throws IOException {
        PostgresTools tools = psql(WARNS + """
                echo 'ERROR:  cannot export a snapshot during recovery' >&2
                exit 3
                """);
        assertThatExceptionOfType(BackupException.class)
                .isThrownBy(() -> Snapshot.open(tools, AT))
                .withMessageContaining("cannot export a snapshot during recovery");
    }
}
