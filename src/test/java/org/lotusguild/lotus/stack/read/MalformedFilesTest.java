package org.lotusguild.lotus.stack.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Fixtures;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.Unread;

/** Nonsense of every kind: a line that says so, never an exception. */
class MalformedFilesTest {
    private static final KeyLists NAMES = NameLists.read();
    private static final int MIB = 1 << 20;

    @TempDir
    private Path folder;

    static Stream<Arguments> corpus() {
        String bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
                + IntStream.range(1, 9)
                        .mapToObj(i -> "%c: &%c [%s]"
                                .formatted('a' + i, 'a' + i, ("*" + (char) ('a' + i - 1) + ", ").repeat(9) + "x"))
                        .reduce("", (one, other) -> one + other + "\n");
        return Stream.of(
                Arguments.of("an open bracket", "homeserver.yaml", "server_name: [a,\n", 1),
                Arguments.of("a tab", "homeserver.yaml", "x:\n\ty: 1\n", 2),
                Arguments.of("an open quote", "homeserver.yaml", "a: \"x\nb: 1\n", 2),
                Arguments.of("two documents", "homeserver.yaml", "a: 1\n---\nb: 1\n", 3),
                Arguments.of("a bomb of aliases", "homeserver.yaml", bomb, -1),
                Arguments.of("an alias of itself", "homeserver.yaml", "a: &a [*a]\n", -1),
                Arguments.of("an unknown alias", "homeserver.yaml", "a: *nothing\n", 1),
                Arguments.of("deep brackets", "homeserver.yaml", "a: " + "[".repeat(200_000), -1),
                Arguments.of("deep blocks", "homeserver.yaml", deepBlocks(), -1),
                Arguments.of("a control sign", "homeserver.yaml", "a: \u0001\n", -1),
                Arguments.of("broken JSON", "config.json", "{\"homeserverList\": [\"a\", }\n", 1),
                Arguments.of("an open block", "nginx/a.conf", "server {\n  listen 80;\n", -1),
                Arguments.of("a brace too many", "nginx/a.conf", "server { }\n}\n", 2),
                Arguments.of("no semicolon", "nginx/a.conf", "server {\n  listen 80\n}\n", 2),
                Arguments.of("an open quote in nginx", "nginx/a.conf", "server {\n  return 200 'x;\n}\n", 2),
                Arguments.of("deep blocks in nginx", "nginx/a.conf", "http {".repeat(100_000), -1),
                Arguments.of("a lonely semicolon", "nginx/a.conf", "server {\n;\n}", 2),
                Arguments.of("half a rule", "pg_hba.conf", "host all all\n", 1));
    }

    private static String deepBlocks() {
        StringBuilder text = new StringBuilder("server_name: x\n");
        for (int i = 0; i < 100; i++) {
            text.append(" ".repeat(i)).append("a:\n");
        }
        return text.toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void saysWhatIsWrongWithTheFile(String what, String file, String text, int line) throws IOException {
        Path at = folder.resolve(file);
        Files.createDirectories(at.getParent());
        Files.writeString(at, text);
        Facts facts = facts(folder);
        assertThat(facts.unread()).singleElement().satisfies((Unread unread) -> {
            assertThat(unread.where().file()).isEqualTo(file);
            assertThat(unread.because()).isNotBlank().hasSizeLessThan(160).doesNotContain("Exception");
            if (line >= 0) {
                assertThat(unread.where().line()).isEqualTo(line);
            }
        });
        Report report = Audit.run(facts, Selection.ALL, List.of(), 0);
        assertThat(report.unknown()).isEqualTo(1);
    }

    private static Facts facts(Path... targets) {
        return Fixtures.facts(Told.nothing(), targets);
    }

    @Test
    void outlivesFilesThatIncludeEachOther() throws IOException {
        Path nginx = Files.createDirectories(folder.resolve("nginx"));
        Files.writeString(nginx.resolve("nginx.conf"), "http { include conf.d/*.conf; }\n");
        Files.createDirectories(nginx.resolve("conf.d"));
        Files.writeString(nginx.resolve("conf.d/a.conf"), "server { include b.conf; }\n");
        Files.writeString(
                nginx.resolve("conf.d/b.conf"), "location / { include " + nginx.resolve("conf.d/a.conf") + "; }\n");
        assertThat(facts(folder).unread()).extracting(Unread::because).containsOnly("nginx: the file includes itself");
    }

    @Test
    void outlivesFoldersThatHoldThemselvesAndNamesThatLeadNowhere() throws IOException {
        Files.writeString(folder.resolve("homeserver.yaml"), "server_name: example.org\nlisteners: []\n");
        Files.createSymbolicLink(folder.resolve("again"), folder);
        Files.createSymbolicLink(folder.resolve("nowhere.conf"), Path.of("/nonexistent/file"));
        Path deep = folder;
        for (int i = 0; i < 20; i++) {
            deep = Files.createDirectory(deep.resolve("d"));
        }
        Facts facts = facts(folder);
        assertThat(facts.documents()).hasSize(1);
        assertThat(facts.unread())
                .singleElement()
                .satisfies(unread -> assertThat(unread.because()).isEqualTo("folders deeper than 16 are not read"));
    }

    @Test
    void saysThatAFileIsBinaryTooLargeOrForeign() throws IOException {
        Files.write(folder.resolve("homeserver.yaml"), new byte[] {'a', ':', 0, 1});
        Files.write(folder.resolve("latin.conf"), "server { } # caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(folder.resolve("large.yaml"), new byte[8 * MIB + 1]);
        Files.write(folder.resolve("picture"), new byte[] {0, 1, 2});
        assertThat(facts(folder).unread())
                .extracting(unread -> unread.where().file() + ": " + unread.because())
                .containsExactlyInAnyOrder(
                        "homeserver.yaml: is no text in UTF-8",
                        "latin.conf: is no text in UTF-8",
                        "large.yaml: is larger than 8 MiB, which is no configuration");
    }

    /** Files of all kinds, each with bytes changed, lines lost and doubled: whatever comes out, it comes out. */
    @Test
    void outlivesWhateverBecomesOfTheFilesOfARealInstallation() throws IOException {
        Random chance = new Random(7);
        List<Path> files;
        try (Stream<Path> all = Files.walk(Fixtures.LEGACY)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (int round = 0; round < 40; round++) {
            List<Origin> origins = new ArrayList<>();
            for (Path file : files) {
                String name = Fixtures.LEGACY.relativize(file).toString();
                origins.add(new Origin(
                        name,
                        "/x/" + name,
                        mangled(Files.readString(file), chance).lines().toList(),
                        Optional.empty(),
                        false));
            }
            String seed = String.format(Locale.ROOT, "round %d", round);
            assertThatCode(() -> {
                        Facts facts = Reading.read(origins, NAMES)
                                .facts(Fixtures.NOW, Fixtures.told(), NAMES, Map.of(), Set.of(), List.of());
                        Audit.run(facts, Selection.ALL, List.of(), 0);
                    })
                    .as(seed)
                    .doesNotThrowAnyException();
        }
    }

    private static String mangled(String text, Random chance) {
        StringBuilder out = new StringBuilder(text);
        int changes = 1 + chance.nextInt(4);
        for (int i = 0; i < changes && out.length() > 2; i++) {
            int at = chance.nextInt(out.length() - 1);
            int end = Math.min(out.length(), at + chance.nextInt(30));
            switch (chance.nextInt(5)) {
                case 0 -> out.setCharAt(at, "{}[]:;\"'#\\*&-=%<>".charAt(chance.nextInt(17)));
                case 1 -> out.delete(at, end);
                case 2 -> out.insert(at, out.substring(at, end));
                case 3 -> out.insert(at, '\n');
                default -> out.setLength(at + 1);
            }
        }
        return out.toString();
    }
}
