package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.base.config.ConfigException;
import org.lotusguild.lotus.base.config.ConfigReader;

/** What people get wrong in {@code lotus.yaml}: each mistake is shown with file, line and remedy. */
class ConfigMistakesTest {
    private static final String GOOD = """
            homeserver:
              url: https://example.org
              server-name: example.org
              registration: registration.yaml
            """;

    @TempDir
    private Path home;

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectory(home.resolve("secrets"));
        secret("vault-key", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=", "rw-------");
        secret("short-key", "MDEyMzQ1", "rw-------");
        secret("open", "hunter2", "rw-r--r--");
        secret("empty", "\n", "rw-------");
    }

    private void secret(String name, String text, String mode) throws IOException {
        Path file = Files.writeString(home.resolve("secrets").resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    /** The file, and what is said after {@code lotus.yaml:}; HOME stands for the folder. */
    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(GOOD + "bott:\n  prefix: '?'\n", "5: bott: unknown key; did you mean bot?"),
                mistake(GOOD + "bot:\n  prefx: '?'\n", "6: bot.prefx: unknown key; did you mean prefix?"),
                mistake(GOOD + "bot:\n  maxAge: 1m\n", "6: bot.maxAge: unknown key; did you mean max-age?"),
                mistake(
                        GOOD + "http:\n  port: 80\n",
                        "6: http.port: unknown key; known keys: bind, internal, public-url, trusted-proxies"),
                mistake(
                        GOOD + "bot:\n  limits:\n    room: 5\n    calller: off\n",
                        "7: bot.limits.room: not a limit, write off, \"30 per 1m\" or \"5 burst, 1 per 6s\"",
                        "8: bot.limits.calller: unknown key; did you mean caller?"),
                mistake(
                        GOOD + "bot:\n  commands:\n    \"!ping\": {enabled: false}\n    ping: {enabledd: false}\n",
                        "7: bot.commands.!ping: no command can have this name; write it in small letters, without prefix",
                        "8: bot.commands.ping.enabledd: unknown key; did you mean enabled?"),
                mistake("bot: {}\n", "1: the key homeserver is missing; add it"),
                mistake(
                        "# mine\n\nhomeserver:\n  url: https://example.org\n  registration: r.yaml\n",
                        "3: homeserver: the key server-name is missing; add it"),
                mistake(
                        "homeserver:\n  url: https://example.org\n  server-name: example.org\n",
                        "1: homeserver: needs either registration (an own server) or login (an ordinary account)"),
                mistake(
                        "homeserver:\n  url: example.org\n  server-name: example.org\n  registration: r.yaml\n",
                        "2: homeserver.url: not an address, write it like https://example.org,"
                                + " without user and password"),
                mistake(
                        "homeserver:\n  url: matrix://example.org\n  server-name: example.org\n  registration: r.yaml\n",
                        "2: homeserver.url: must begin with https:// (or http://)"),
                mistake(
                        "homeserver:\n  url: https://example.org\n  server-name: https://example.org\n"
                                + "  registration: r.yaml\n",
                        "3: homeserver.server-name: must be a host name, for example example.org"),
                mistake(
                        "homeserver:\n  url: https://example.org\n  server-name: example.org\n  login:\n"
                                + "    user: lotus\n    password: hunter2\n",
                        "5: homeserver.login.user: not a user id, it must begin with @: \"lotus\"",
                        "6: homeserver.login.password: a secret never stands here, write {file: path} or ${NAME}"),
                mistake(
                        "homeserver:\n  url: https://example.org\n  server-name: example.org\n  login:\n"
                                + "    user: \"@lotus:example.org\"\n    password: ${LOTUS_PASSWORD}\n",
                        "6: homeserver.login.password: the environment variable LOTUS_PASSWORD is not set; set it"),
                mistake(
                        GOOD + "encryption:\n  key: {file: secrets/vaultkey}\n",
                        "6: encryption.key: there is no secret file HOME/secrets/vaultkey; make it, with mode 0600"),
                mistake(
                        GOOD + "encryption:\n  key: {file: secrets/short-key}\n",
                        "6: encryption.key: must be 32 bytes in base64; make one with:"
                                + " head -c 32 /dev/urandom | base64"),
                mistake(
                        GOOD + "store:\n  password: {file: secrets/open}\n",
                        "6: store.password: others may read the secret file HOME/secrets/open; run chmod 600 on it"),
                mistake(
                        GOOD + "store:\n  password: {file: secrets/empty}\n",
                        "6: store.password: the secret file HOME/secrets/empty is empty; write the secret into it"),
                mistake(
                        GOOD + "store:\n  url: mysql://localhost/lotus\n",
                        "6: store.url: must be sqlite:<path> or postgresql://user@host:port/database"),
                mistake(
                        GOOD + "store:\n  url: postgresql://lotus:hunter2@localhost/lotus\n",
                        "6: store.url: holds a password; take it out and use the key password"),
                mistake(
                        GOOD + "encryption:\n  share-with: cross-sigend\n",
                        "6: encryption.share-with: must be one of all, cross-signed, verified;"
                                + " did you mean cross-signed?"),
                mistake(
                        GOOD + "encryption:\n  commands-need-signed-device: yes\n",
                        "6: encryption.commands-need-signed-device: must be true or false, not \"yes\""),
                mistake(
                        GOOD + "http:\n  bind: 8090\n",
                        "6: http.bind: not an address, write host:port, for example 127.0.0.1:8090"),
                mistake(GOOD + "http:\n  bind: 127.0.0.1:80900\n", "6: http.bind: the port must be 0 to 65535"),
                mistake(GOOD + "http:\n  internal: 127.0.0.1:8090\n", "6: http.internal: must differ from bind"),
                mistake(
                        GOOD + "http:\n  trusted-proxies: [10.0.0.0/33]\n",
                        "6: http.trusted-proxies: \"10.0.0.0/33\" is no address and no network,"
                                + " write 10.0.0.1 or 10.0.0.0/8"),
                mistake(
                        GOOD + "bot:\n  max-age: 120\n",
                        "6: bot.max-age: not a duration, write it like 90s, 10m, 2h, 1d or 1h30m"),
                mistake(GOOD + "bot:\n  max-age: 2d\n", "6: bot.max-age: must be more than 0s and at most 1d"),
                mistake(GOOD + "bot:\n  prefix: lotus\n", "6: bot.prefix: must be 1 to 3 signs without blanks"),
                mistake(GOOD + "bot:\n  prefix: !\n", "6: bot.prefix: must be 1 to 3 signs without blanks"),
                mistake(
                        GOOD + "bot:\n  zone: Vienna\n",
                        "6: bot.zone: not a time zone, write it like UTC or Europe/Vienna"),
                mistake(
                        GOOD + "bot:\n  ignore: \"@hookshot*:*\"\n",
                        "6: bot.ignore: must be a list, write [a, b] or one line a value with - before it"),
                mistake(
                        GOOD + "bot:\n  commands:\n    health: {power-level: high}\n",
                        "7: bot.commands.health.power-level: must be a whole number, not \"high\""),
                mistake(
                        GOOD + "guild:\n  rooms:\n    General: {name: General}\n  name: Us\n",
                        "6: guild.rooms: \"General\" is no key, write small letters, digits and dashes"
                                + " (\"space\" is the space itself)"),
                mistake(
                        GOOD + "guild:\n  name: Us\n  rooms:\n    general:\n      topic: All\n",
                        "8: guild.rooms.general: the key name is missing; add it"),
                mistake(
                        GOOD + "guild:\n  name: Us\n  admins:\n    - \"@a:example.org\"\n    - b\n",
                        "9: guild.admins[1]: not a user id, it must begin with @: \"b\""),
                mistake(GOOD + "store: {}\nstore: {}\n", "6: store: is given twice, first in line 5; keep one"),
                mistake(GOOD + "store:\n\turl: x\n", "6: a tab in the indentation; use spaces"),
                mistake(
                        GOOD + "bot:\n  prefix: \"!\n  max-age: 2m\n",
                        "6: not YAML: found unexpected end of stream; check indentation, colons and quotes here and in"
                                + " the line above"),
                mistake(GOOD + "---\nbot: {}\n", "6: a second document; remove the line --- and what follows it"),
                mistake("", "1: the file is empty; it needs keys and values"),
                mistake(
                        "lotus\n",
                        "1: must be a block of keys and values: known keys: homeserver, store, http, encryption, bot,"
                                + " guild, webhooks, stack, client"));
    }

    private static Arguments mistake(String yaml, String... said) {
        return Arguments.of(yaml, said);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void isShownWithFileLineAndRemedy(String yaml, String[] said) throws IOException {
        Path file = Files.writeString(home.resolve("lotus.yaml"), yaml);
        ConfigReader reader = new ConfigReader(name -> Optional.empty());
        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> reader.read(file, LotusConfig.class));
        String expected = Stream.of(said)
                .map(each -> file + ":" + each.replace("HOME", home.toString()))
                .collect(java.util.stream.Collectors.joining("\n"));
        assertThat(refused).isNotNull().hasMessage(expected);
        assertThat(refused.getMessage()).doesNotContain("hunter2");
    }

    @Test
    void theDefaultsNeedTheirFilesToo() throws IOException {
        Files.delete(home.resolve("secrets/vault-key"));
        Path file = Files.writeString(home.resolve("lotus.yaml"), "\n" + GOOD);
        ConfigReader reader = new ConfigReader(name -> Optional.empty());
        assertThat(catchThrowableOfType(ConfigException.class, () -> reader.read(file, LotusConfig.class)))
                .hasMessage(file + ":2: encryption.key: there is no secret file " + home
                        + "/secrets/vault-key; make it, with mode 0600");
    }
}
