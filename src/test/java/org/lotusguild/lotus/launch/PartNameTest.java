package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.config.ConfigReader;

/** {@code lotus up --only}. */
class PartNameTest {
    private static final String OWN = "registration: r.yaml";
    private static final String LOGIN = "login: {user: \"@lotus:example.org\", password: \"${PASSWORD}\"}";

    @TempDir
    private Path folder;

    private LotusConfig config(String account, String blocks) throws IOException {
        Path file = Files.writeString(folder.resolve("lotus.yaml"), """
                homeserver: {url: "https://example.org", server-name: example.org, %s}
                encryption: {key: "${KEY}"}
                """.formatted(account) + blocks);
        return new ConfigReader(name -> Optional.of("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="))
                .read(file, LotusConfig.class);
    }

    private Set<PartName> chosen(LotusConfig config, String... words) {
        return PartName.chosen(PartName.parse(List.of(words)), config, folder.resolve("lotus.yaml"));
    }

    @Test
    void withoutAListEverythingOfTheFileRuns() throws IOException {
        assertThat(chosen(config(OWN, "bot: {}\nwebhooks: {}\n"))).containsExactlyInAnyOrder(PartName.values());
        assertThat(chosen(config(OWN, "webhooks: {}\n"))).containsExactly(PartName.WEBHOOKS);
        assertThat(chosen(config(OWN, ""))).isEmpty();
    }

    @Test
    void aListNamesWhatRuns() throws IOException {
        LotusConfig both = config(OWN, "bot: {}\nwebhooks: {}\n");
        assertThat(chosen(both, "webhooks")).containsExactly(PartName.WEBHOOKS);
        assertThat(chosen(both, "bot")).containsExactly(PartName.BOT);
        assertThat(chosen(both, "bot", " webhooks")).containsExactlyInAnyOrder(PartName.values());
    }

    @Test
    void anUnknownPartIsRefusedWithTheListOfParts() {
        assertThatThrownBy(() -> PartName.parse(List.of("bot", "hooks")))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure).hasMessage("there is no part \"hooks\" that runs by itself");
                    assertThat(failure.remedy()).startsWith("Parts are bot, webhooks");
                    assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
                });
    }

    @Test
    void aPartThatTheFileHasNotIsRefused() throws IOException {
        LotusConfig bot = config(OWN, "bot: {}\n");
        assertThatThrownBy(() -> chosen(bot, "webhooks"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("lotus.yaml has no block webhooks");
    }

    @Test
    void hooksThatSpeakThroughTheBotsLoginRunWithTheBot() throws IOException {
        LotusConfig both = config(LOGIN, "bot: {}\nwebhooks: {}\n");
        assertThatThrownBy(() -> chosen(both, "webhooks"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.remedy()).contains("--only bot,webhooks"));
        assertThat(chosen(both, "bot", "webhooks")).hasSize(2);
        assertThat(chosen(config(LOGIN, "webhooks: {}\n"), "webhooks")).containsExactly(PartName.WEBHOOKS);
    }

    @Test
    void aTrialRunsWhole() {
        Captured captured = new Captured();
        assertThat(captured.run("up", "--only", "webhooks", "--home", folder.toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(captured.err()).contains("a trial runs whole");
        assertThat(folder).isEmptyDirectory();
    }
}
