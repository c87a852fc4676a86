package org.lotusguild.lotus.stack.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.config.ConfigReader;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.BotConfig;
import org.lotusguild.lotus.crypto.EncryptionConfig;
import org.lotusguild.lotus.guild.GuildConfig;
import org.lotusguild.lotus.http.HttpConfig;
import org.lotusguild.lotus.matrix.HomeserverConfig;
import org.lotusguild.lotus.stack.tool.Tool;
import org.lotusguild.lotus.store.StoreConfig;
import org.lotusguild.lotus.webhooks.hook.HookConfig;
import org.lotusguild.lotus.webhooks.hook.WebhooksConfig;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;

final class TrialHomeTest {
    private static final String STORE = "url: sqlite:lotus.db";

    private final SecureRandom random = new SecureRandom();

    @TempDir
    Path folder;

    @Test
    void makesEverythingOnceAndKeepsItAfterwards() throws IOException {
        assertThat(home().begun()).isFalse();
        TrialGuild first = home().make(random, STORE);
        Map<String, String> before = files();
        TrialGuild second = home().make(random, STORE);
        assertThat(first.fresh()).isTrue();
        assertThat(second.fresh()).isFalse();
        assertThat(files()).isEqualTo(before);
        assertThat(second.admin()).isEqualTo(first.admin());
        assertThat(home().begun()).isTrue();
    }

    @Test
    void goesOnFromAnyPointOfAnInterruptedRun() throws IOException {
        home().make(random, STORE);
        Map<String, String> whole = files();
        for (String lost : whole.keySet()) {
            Files.delete(folder.resolve(lost));
            TrialGuild again = home().make(random, STORE);
            assertThat(files().keySet()).as("after the loss of " + lost).isEqualTo(whole.keySet());
            assertThat(again.fresh()).isEqualTo(lost.equals("lotus.yaml"));
        }
    }

    @Test
    void showsSecretsToTheirOwnerOnly() throws IOException {
        home().make(random, STORE);
        assertThat(permissions("secrets")).isEqualTo("rwx------");
        assertThat(permissions("synapse")).isEqualTo("rwx------");
        assertThat(permissions("registration.yaml")).isEqualTo("rw-------");
        try (Stream<Path> secrets = Files.list(folder.resolve("secrets"))) {
            assertThat(secrets)
                    .hasSizeGreaterThan(5)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void keepsSecretsOutOfTheFilesThatPeopleShow() throws IOException {
        home().make(random, STORE);
        String shown = read("lotus.yaml") + read("synapse/homeserver.yaml");
        for (String secret : List.of("vault-key", "macaroon", "form", "registration-shared", "admin-password")) {
            assertThat(shown).doesNotContain(read("secrets/" + secret).strip());
        }
    }

    @Test
    void showsGitItsConfigurationAlone() throws IOException {
        git("init", "-q");
        home().make(random, STORE);
        Files.createFile(folder.resolve("lotus.db-wal"));
        git("add", "-A");
        assertThat(git("ls-files").lines()).containsExactly(".gitignore", "lotus.yaml");
    }

    private String git(String... words) {
        Tool.Outcome outcome = Tool.of(Stream.concat(Stream.of("git", "-C", folder.toString()), Stream.of(words))
                        .toArray(String[]::new))
                .run();
        assertThat(outcome.ok()).as(outcome.words()).isTrue();
        return outcome.out();
    }

    @Test
    void registersLotusAsTheSpecificationSays() throws IOException {
        home().make(random, STORE);
        JsonNode registration = yaml("registration.yaml");
        assertThat(registration.propertyNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "url",
                        "as_token",
                        "hs_token",
                        "sender_localpart",
                        "rate_limited",
                        "io.element.msc4190",
                        "namespaces");
        assertThat(registration.get("url").isNull()).isTrue();
        assertThat(registration.get("as_token").stringValue()).matches("[A-Za-z0-9]{64}");
        assertThat(registration.get("hs_token")).isNotEqualTo(registration.get("as_token"));
        assertThat(registration.get("sender_localpart").stringValue()).isEqualTo("lotus-service");
        assertThat(registration.get("rate_limited").booleanValue()).isFalse();
        assertThat(registration.at("/namespaces/users/0/regex").stringValue()).isEqualTo("@lotus:lotus\\.test");
        assertThat(registration.at("/namespaces/users/1/regex").stringValue()).isEqualTo("@hook_.*:lotus\\.test");
    }

    @Test
    void makesAKeyOf32BytesForTheVault() throws IOException {
        home().make(random, STORE);
        assertThat(Base64.getDecoder().decode(read("secrets/vault-key").strip()))
                .hasSize(32);
    }

    @Test
    void writesAConfigurationThatLotusReads() {
        TrialGuild guild = home().make(random, STORE);
        Whole read = new ConfigReader(name -> Optional.empty()).read(guild.configuration(), Whole.class);
        assertThat(read.homeserver().url()).isEqualTo(guild.url());
        assertThat(read.homeserver().serverName()).isEqualTo(guild.serverName());
        assertThat(read.homeserver().registration()).contains(guild.registration());
        assertThat(read.encryption().keyBytes()).hasSize(32);
        assertThat(read.http().bind()).isNotEqualTo(read.http().internal());
        assertThat(read.bot()).isPresent();
        assertThat(read.webhooks().hooks()).extracting(HookConfig::name).containsExactly("spam", "commands");
        assertThat(read.guild().admins()).containsExactly(guild.admin().user());
        assertThat(read.guild().members()).containsExactly(guild.guest().user());
        assertThat(read.guild().rooms()).containsOnlyKeys("general", "commands", "management", "spam");
        assertThat(read.guild().rooms()).allSatisfy((key, room) -> {
            assertThat(room.encryption()).as(key).isEqualTo(!key.equals("spam"));
            assertThat(room.join() == GuildConfig.Join.INVITE).as(key).isEqualTo(key.equals("management"));
        });
    }

    /** The blocks of the file, as {@code launch} reads them. */
    private record Whole(
            HomeserverConfig homeserver,
            StoreConfig store,
            HttpConfig http,
            EncryptionConfig encryption,
            Optional<BotConfig> bot,
            GuildConfig guild,
            WebhooksConfig webhooks) {}

    @Test
    void namesOnePortInBothFiles() throws IOException {
        TrialGuild guild = home().make(random, STORE);
        assertThat(yaml("synapse/homeserver.yaml").at("/listeners/0/port").intValue())
                .isEqualTo(guild.url().getPort());
        assertThat(yaml("lotus.yaml").at("/homeserver/url").stringValue())
                .isEqualTo(guild.url().toString());
    }

    @Test
    void keepsThePortOfTheFirstRunThoughSomebodyHoldsItNow() throws IOException {
        TrialGuild first = home().make(random, STORE);
        try (ServerSocket other = new ServerSocket(first.url().getPort(), 1, InetAddress.getLoopbackAddress())) {
            Files.delete(folder.resolve("lotus.yaml"));
            assertThat(home().make(random, STORE).url()).isEqualTo(first.url());
            assertThat(yaml("lotus.yaml").at("/homeserver/url").stringValue()).endsWith(":" + other.getLocalPort());
        }
    }

    @Test
    void followsAHomeserverThatItsOwnerGaveAnotherNameAndPort() throws IOException {
        home().make(random, STORE);
        Path configuration = folder.resolve("synapse/homeserver.yaml");
        Files.writeString(
                configuration,
                Files.readString(configuration)
                        .replaceAll("(?m)^server_name:.*", "server_name: example.org # mine")
                        .replaceAll("(?m)^public_baseurl:.*", "public_baseurl: http://127.0.0.1:4711"));
        TrialGuild guild = home().make(random, STORE);
        assertThat(guild.url()).hasToString("http://127.0.0.1:4711");
        assertThat(guild.guest().user()).hasToString("@guest:example.org");
    }

    @Test
    void refusesAHomeserverThatIsNotOfThisMachine() throws IOException {
        home().make(random, STORE);
        Path configuration = folder.resolve("synapse/homeserver.yaml");
        Files.writeString(
                configuration, Files.readString(configuration).replace("http://127.0.0.1", "https://example.org"));
        assertThatThrownBy(() -> home().make(random, STORE))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("homeserver.yaml");
    }

    @Test
    void bringsTheProgramsOwnFileUpToDate() throws IOException {
        home().make(random, STORE);
        Files.writeString(folder.resolve("synapse/run.py"), "print('of an older Lotus')");
        home().make(random, STORE);
        assertThat(read("synapse/run.py")).contains("runpy.run_module(");
    }

    private TrialHome home() {
        return new TrialHome(folder);
    }

    private Map<String, String> files() throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            Map<String, String> all = new TreeMap<>();
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                all.put(folder.relativize(file).toString(), Files.readString(file));
            }
            return all;
        }
    }

    private String read(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    private JsonNode yaml(String file) throws IOException {
        return Json.tree(new Load(LoadSettings.builder().build()).loadFromString(read(file)));
    }

    private String permissions(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
    }
}
