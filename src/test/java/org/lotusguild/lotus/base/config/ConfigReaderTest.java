package org.lotusguild.lotus.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;

class ConfigReaderTest {
    @TempDir
    private Path home;

    private Path file;

    enum Colour {
        RED,
        DARK_BLUE
    }

    record Pot(@Default("3") int size, Optional<String> plant) {
        Pot {
            if (size < 1) {
                throw new IllegalArgumentException("size: must be at least 1");
            }
            if (size > 100) {
                throw new IllegalArgumentException("too large for any shelf");
            }
        }
    }

    record Garden(
            String name,
            @Default("7") long number,
            @Default("true") boolean open,
            @Default("1h30m") Duration nightTime,
            @Default("plants") Path folder,
            Optional<Secret> gateKey,
            Optional<URI> site,
            @Default("dark-blue") Colour colour,
            Optional<UserId> owner,
            List<RoomId> rooms,
            @Default("[a, b]") List<String> words,
            Map<String, Pot> pots,
            @Default("{}") Pot mainPot,
            Optional<List<String>> visitors,
            @Default("127.0.0.1:80") HostPort at,
            @Default("UTC") ZoneId zone,
            @Default("2026-01-01") LocalDate planted) {}

    @BeforeEach
    void prepare() {
        file = home.resolve("garden.yaml");
    }

    private Garden read(String yaml) throws IOException {
        Files.writeString(file, yaml);
        return reader().read(file, Garden.class);
    }

    private static ConfigReader reader() {
        return new ConfigReader(
                name -> Optional.ofNullable(Map.of("GARDEN_NAME", "Kew", "GATE", "s3sam", "SIZE", "12", "EMPTY", "")
                        .get(name)));
    }

    private List<String> mistakes(String yaml) throws IOException {
        Files.writeString(file, yaml);
        return mistakes();
    }

    private List<String> mistakes() {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> reader().read(file, Garden.class));
        assertThat(refused).isNotNull();
        return refused.problems().stream()
                .map(problem -> problem.line() + ": " + problem.message())
                .toList();
    }

    private void secret(String name, String text, String mode) throws IOException {
        Path secret = home.resolve(name);
        Files.writeString(secret, text);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString(mode));
    }

    @Test
    void fillsInTheDefaults() throws IOException {
        Garden garden = read("name: Eden\n");
        assertThat(garden.name()).isEqualTo("Eden");
        assertThat(garden.number()).isEqualTo(7);
        assertThat(garden.open()).isTrue();
        assertThat(garden.nightTime()).isEqualTo(Duration.ofMinutes(90));
        assertThat(garden.folder()).isEqualTo(home.resolve("plants"));
        assertThat(garden.gateKey()).isEmpty();
        assertThat(garden.colour()).isEqualTo(Colour.DARK_BLUE);
        assertThat(garden.rooms()).isEmpty();
        assertThat(garden.words()).containsExactly("a", "b");
        assertThat(garden.pots()).isEmpty();
        assertThat(garden.mainPot()).isEqualTo(new Pot(3, Optional.empty()));
        assertThat(garden.visitors()).isEmpty();
        assertThat(garden.at()).isEqualTo(new HostPort("127.0.0.1", 80));
        assertThat(garden.zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(garden.planted()).isEqualTo(LocalDate.of(2026, 1, 1));
    }

    @Test
    void readsEveryType() throws IOException {
        Garden garden = read("""
                # A comment.
                name: "Eden: the garden"
                number: 9000000000
                open: false
                night-time: 90s
                folder: ../other
                gate-key: ${GATE}
                site: https://example.org/garden
                colour: red
                owner: "@eve:example.org"
                rooms:
                  - "!one:example.org"
                  - "!twotwotwo"
                words: []
                pots: {b: {size: 5}, a: {plant: rose}}
                main-pot:
                  plant: apple
                visitors: [snake]
                at: "[::1]:8080"
                zone: Europe/Vienna
                """);
        assertThat(garden.name()).isEqualTo("Eden: the garden");
        assertThat(garden.number()).isEqualTo(9_000_000_000L);
        assertThat(garden.open()).isFalse();
        assertThat(garden.folder()).isEqualTo(home.resolveSibling("other"));
        assertThat(garden.gateKey()).hasValue(new Secret("s3sam"));
        assertThat(garden.site()).hasValue(URI.create("https://example.org/garden"));
        assertThat(garden.colour()).isEqualTo(Colour.RED);
        assertThat(garden.owner()).hasValue(UserId.parse("@eve:example.org"));
        assertThat(garden.rooms()).containsExactly(RoomId.parse("!one:example.org"), RoomId.parse("!twotwotwo"));
        assertThat(garden.words()).isEmpty();
        assertThat(garden.pots().keySet()).containsExactly("b", "a");
        assertThat(garden.mainPot().plant()).hasValue("apple");
        assertThat(garden.visitors()).hasValue(List.of("snake"));
        assertThat(garden.at()).isEqualTo(new HostPort("::1", 8080));
    }

    @Test
    void takesWholeValuesFromTheEnvironment() throws IOException {
        Garden garden = read("name: ${GARDEN_NAME}\nmain-pot: {size: \"${SIZE}\"}\n");
        assertThat(garden.name()).isEqualTo("Kew");
        assertThat(garden.mainPot().size()).isEqualTo(12);
    }

    @Test
    void refusesAVariableThatIsUnsetEmptyOrOnlyPartOfTheValue() throws IOException {
        assertThat(mistakes("name: ${NOWHERE}\n"))
                .containsExactly("1: name: the environment variable NOWHERE is not set; set it");
        assertThat(mistakes("name: ${EMPTY}\n"))
                .containsExactly("1: name: the environment variable EMPTY is not set; set it");
        assertThat(mistakes("name: The ${GARDEN_NAME}\n"))
                .containsExactly("1: name: a variable must be the whole value, write ${NAME} alone");
    }

    @Test
    void readsASecretFileWithoutItsLineEnd() throws IOException {
        secret("gate", "s3sam\n", "rw-------");
        assertThat(read("name: Eden\ngate-key: {file: gate}\n").gateKey()).hasValue(new Secret("s3sam"));
        secret("gate", "s3sam\n", "r--------");
        assertThat(read("name: Eden\ngate-key:\n  file: gate\n").gateKey()).hasValue(new Secret("s3sam"));
    }

    @Test
    void refusesASecretFileThatIsAbsentEmptyBinaryLargeOrOpenToOthers() throws IOException {
        String yaml = "name: Eden\ngate-key: {file: gate}\n";
        String path = home.resolve("gate").toString();
        assertThat(mistakes(yaml))
                .containsExactly("2: gate-key: there is no secret file " + path + "; make it, with mode 0600");
        secret("gate", "\n", "rw-------");
        assertThat(mistakes(yaml))
                .containsExactly("2: gate-key: the secret file " + path + " is empty; write the secret into it");
        secret("gate", "s3sam", "rw-r-----");
        assertThat(mistakes(yaml))
                .containsExactly("2: gate-key: others may read the secret file " + path + "; run chmod 600 on it");
        secret("gate", "s3sam", "rw----r--");
        assertThat(mistakes(yaml)).first().asString().contains("chmod 600");
        secret("gate", "x".repeat(70_000), "rw-------");
        assertThat(mistakes(yaml)).first().asString().contains("larger than 64 KiB");
        Files.write(home.resolve("gate"), new byte[] {(byte) 0xff, 1});
        assertThat(mistakes(yaml)).first().asString().contains("no text in UTF-8");
    }

    @Test
    void refusesASecretInTheFileAndDoesNotRepeatIt() throws IOException {
        for (String written : List.of("hunter2", "{files: hunter2}", "[hunter2]", "pre${GATE}hunter2")) {
            assertThat(mistakes("name: Eden\ngate-key: " + written + "\n"))
                    .containsExactly("2: gate-key: a secret never stands here, write {file: path} or ${NAME}");
        }
    }

    @Test
    void showsAllMistakesInTheOrderOfTheFile() throws IOException {
        assertThat(mistakes("""
                nam: Eden
                number: many
                pots:
                  big: {size: 500}
                  small:
                    size: 0
                colour: blue
                rooms: [x, "!ok"]
                """))
                .containsExactly(
                        "1: nam: unknown key; did you mean name?",
                        "1: the key name is missing; add it",
                        "2: number: must be a whole number, not \"many\"",
                        "4: pots.big: too large for any shelf",
                        "6: pots.small.size: must be at least 1",
                        "7: colour: must be one of red, dark-blue",
                        "8: rooms[0]: not a room id, it must begin with !: \"x\"");
    }

    @Test
    void knowsCamelCaseAndUnderscoresForDashes() throws IOException {
        assertThat(mistakes("name: Eden\nnightTime: 1h\nmain_pot: {}\n"))
                .containsExactly(
                        "2: nightTime: unknown key; did you mean night-time?",
                        "3: main_pot: unknown key; did you mean main-pot?");
    }

    @Test
    void listsTheKnownKeysWhereNoneIsNear() throws IOException {
        assertThat(mistakes("name: Eden\nmain-pot: {height: 4}\n"))
                .containsExactly("2: main-pot.height: unknown key; known keys: size, plant");
    }

    @Test
    void refusesWrongShapes() throws IOException {
        assertThat(mistakes("name: [a]\nrooms: x\npots: 5\nmain-pot: [1]\nopen: yes\nnight-time: 90\nzone: Mars\n"))
                .containsExactly(
                        "1: name: must be a single value, not a list or block",
                        "2: rooms: must be a list, write [a, b] or one line a value with - before it",
                        "3: pots: must be a block of keys and values",
                        "4: main-pot: must be a block of keys and values: known keys: size, plant",
                        "5: open: must be true or false, not \"yes\"",
                        "6: night-time: not a duration, write it like 90s, 10m, 2h, 1d or 1h30m",
                        "7: zone: not a time zone, write it like UTC or Europe/Vienna");
        assertThat(mistakes("- a\n- b\n")).first().asString().startsWith("1: must be a block of keys and values");
        assertThat(mistakes("name: Eden\nmain-pot: {size: 99999999999}\n"))
                .containsExactly("2: main-pot.size: must be a number from -2147483648 to 2147483647");
    }

    @Test
    void refusesUserAndPasswordInAnAddress() throws IOException {
        assertThat(mistakes("name: Eden\nsite: https://eve:hunter2@example.org\n"))
                .containsExactly(
                        "2: site: not an address, write it like https://example.org, without user and password");
    }

    @Test
    void refusesAKeyWithoutValueButTakesAnEmptyBlock() throws IOException {
        assertThat(mistakes("name:\n")).containsExactly("1: name: has no value; write one or remove the key");
        assertThat(read("name: Eden\nmain-pot:\n").mainPot()).isEqualTo(new Pot(3, Optional.empty()));
    }

    @Test
    void refusesAKeyGivenTwiceWhereverItIs() throws IOException {
        assertThat(mistakes("name: Eden\npots:\n  a: {}\n  a: {}\nname: Kew\n"))
                .containsExactly(
                        "4: pots.a: is given twice, first in line 3; keep one",
                        "5: name: is given twice, first in line 1; keep one");
    }

    @Test
    void tellsTheLineOfBadYaml() throws IOException {
        assertThat(mistakes("name: Eden\n\tnumber: 3\n")).containsExactly("2: a tab in the indentation; use spaces");
        assertThat(mistakes("name: Eden\nmain-pot:\n\tsize: 3\n"))
                .containsExactly("3: a tab in the indentation; use spaces");
        assertThat(mistakes("number: 3\nname: \"Eden\nopen: true\n"))
                .singleElement()
                .asString()
                .startsWith("2: not YAML: ");
        assertThat(mistakes("number: 3\nwords: [a, b\n")).first().asString().startsWith("2: not YAML: ");
        assertThat(mistakes("name: Eden\n  number: 3\n")).first().asString().startsWith("2: not YAML: ");
        assertThat(mistakes("name: @eden\n")).first().asString().startsWith("1: not YAML: ");
    }

    @Test
    void refusesTwoDocumentsAndNone() throws IOException {
        assertThat(mistakes("name: Eden\n---\nname: Kew\n"))
                .containsExactly("3: a second document; remove the line --- and what follows it");
        assertThat(mistakes("")).containsExactly("1: the file is empty; it needs keys and values");
        assertThat(mistakes("# nothing\n\n")).containsExactly("1: the file is empty; it needs keys and values");
    }

    @Test
    void refusesWhatIsNoTextFile() throws IOException {
        assertThat(mistakes()).containsExactly("0: there is no such file");
        Files.write(file, "name: Eden\nnumber: 1\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(mistakes()).containsExactly("3: is not UTF-8 from here on; save the file as UTF-8");
        assertThat(mistakes("name: Eden\n# \u0007\n")).containsExactly("2: holds a control sign; remove it");
        assertThat(mistakes("#" + "x".repeat(300_000))).first().asString().startsWith("0: is larger than 256 KiB");
        file = home.resolve("folder.yaml");
        Files.createDirectory(file);
        assertThat(mistakes()).containsExactly("0: is no file, but a folder or device");
    }

    @Test
    void takesAByteOrderMark() throws IOException {
        assertThat(read("\uFEFFname: Eden\n").name()).isEqualTo("Eden");
    }

    @Test
    void survivesBombs() throws IOException {
        StringBuilder aliases = new StringBuilder("name: Eden\nx0: &x0 [a, a]\n");
        for (int i = 1; i < 60; i++) {
            aliases.append("x%d: &x%d [*x%d, *x%d]%n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(mistakes(aliases.toString())).containsExactly("1: not YAML: too many aliases; write the values out");
        assertThat(mistakes("name: " + "[".repeat(100_000))).first().asString().startsWith("1: not YAML: ");
        assertThat(mistakes("- ".repeat(100_000) + "a")).first().asString().startsWith("1: ");
        assertThat(mistakes("name: &a [*a]\n")).containsExactly("1: name: must be a single value, not a list or block");
    }

    @Test
    void theExceptionNamesFileAndLine() throws IOException {
        Files.writeString(file, "name: Eden\nopen: 5\n");
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> reader().read(file, Garden.class));
        assertThat(refused).hasMessage(file + ":2: open: must be true or false, not \"5\"");
    }
}
