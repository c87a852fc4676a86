package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.render.HostFacts;
import org.lotusguild.lotus.stack.render.Samples;

/** What an audit on the machine of the backups knows of them, with the facts that are rendered. */
class LastBackupTest {
    @TempDir
    Path folder;

    private Path shelf;
    private Path facts;

    @BeforeEach
    void lay() throws IOException {
        shelf = Files.createDirectories(folder.resolve("backups"));
        Plan plan = Samples.planOf(
                Samples.text("one-host").replace("  contacts:", "  backups: {path: " + shelf + "}\n  contacts:"));
        facts = Files.writeString(folder.resolve("facts.yaml"), HostFacts.text(plan));
        Files.writeString(folder.resolve("homeserver.yaml"), "server_name: example.org\nlisteners: []\n");
    }

    private String audited() {
        Captured captured = new Captured();
        captured.run(
                "audit",
                folder.resolve("homeserver.yaml").toString(),
                "--facts",
                facts.toString(),
                "--only",
                "PG-008",
                "--format",
                "json",
                "--home",
                folder.resolve("guild").toString());
        assertThat(captured.err()).isEmpty();
        return captured.out();
    }

    private void last(Duration made, Duration proven) throws IOException {
        Instant now = Instant.now();
        Files.writeString(shelf.resolve("last.json"), """
                {"success": %d, "verified": %d, "failure": 0, "name": "one", "bytes": 1000}
                """.formatted(
                        now.minus(made).getEpochSecond(), now.minus(proven).getEpochSecond()));
    }

    @Test
    void nothingIsKnownBeforeTheFirstOne() {
        assertThat(audited()).contains("PG-008", "when the newest dump was made is not told");
    }

    @Test
    void aFreshOneThatWasProvenIsWell() throws IOException {
        last(Duration.ofHours(3), Duration.ofDays(4));
        assertThat(audited()).doesNotContain("PG-008");
    }

    @Test
    void anOldOneIsFound() throws IOException {
        last(Duration.ofHours(50), Duration.ofDays(4));
        assertThat(audited()).contains("PG-008", "the newest dump is ");
    }
}
