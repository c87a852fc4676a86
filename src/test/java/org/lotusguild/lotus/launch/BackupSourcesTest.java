package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.backup.Sources;

/** What of a home belongs into its backup. */
class BackupSourcesTest {
    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void lay() throws IOException {
        home = Files.createDirectories(folder.resolve("guild"));
        for (String file : new String[] {
            "secrets/vault-key",
            "registration.yaml",
            "fortunes.txt",
            "questions/ours.jsonl",
            "avatars/grafana.png",
            "transforms/alerts.js"
        }) {
            Files.createDirectories(home.resolve(file).getParent());
            Files.writeString(home.resolve(file), "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
        }
        Files.setPosixFilePermissions(home.resolve("secrets/vault-key"), PosixFilePermissions.fromString("rw-------"));
        Files.writeString(home.resolve("lotus.yaml"), """
                homeserver: {url: "http://127.0.0.1:1", server-name: lotus.test, registration: registration.yaml}
                bot:
                  fortune: {file: fortunes.txt}
                  trivia: {files: [questions/ours.jsonl]}
                webhooks:
                  senders: {grafana: {avatar: avatars/grafana.png}}
                  hooks: [{name: alerts, rooms: [{room: "#a:lotus.test"}], transform: {file: transforms/alerts.js}}]
                """);
    }

    private Sources found() {
        return new BackupSources(new Home(home), Optional.empty()).found();
    }

    @Test
    void areAllFilesThatTheConfigurationNames() {
        Sources found = found();
        assertThat(found.files())
                .containsExactlyInAnyOrder(
                        home.resolve("lotus.yaml"),
                        home.resolve("registration.yaml"),
                        home.resolve("fortunes.txt"),
                        home.resolve("questions/ours.jsonl"),
                        home.resolve("avatars/grafana.png"),
                        home.resolve("transforms/alerts.js"));
        assertThat(found.missing()).isEmpty();
    }

    @Test
    void tellWhichOfThemAreMissing() throws IOException {
        Files.delete(home.resolve("avatars/grafana.png"));
        assertThat(found().files()).doesNotContain(home.resolve("avatars/grafana.png"));
        assertThat(found().missing())
                .singleElement()
                .asString()
                .isEqualTo(home.resolve("avatars/grafana.png")
                        + ", which lotus.yaml names, is not there, or this user may not read it");
    }
}
