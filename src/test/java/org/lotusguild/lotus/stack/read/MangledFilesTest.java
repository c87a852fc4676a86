package org.lotusguild.lotus.stack.read;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Fixtures;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.Origin;

/** The files of a real installation, mangled: whatever comes out, it comes out. */
class MangledFilesTest {
    private static final KeyLists NAMES = NameLists.read();
    private static final int LONG = 50_000;

    /** A file of each kind with a line of fifty thousand signs: the time grows with the length, not with its square. */
    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void outlivesLongLinesInFilesOfEveryKind() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(Fixtures.LEGACY)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (String filler : List.of(" ", "a", "\"", "{", "1.", "a=", "[", "\\")) {
            String more = filler.repeat(LONG / filler.length());
            List<Origin> origins = new ArrayList<>();
            for (Path file : files) {
                String name = Fixtures.LEGACY.relativize(file).toString();
                List<String> lines = new ArrayList<>(Files.readAllLines(file));
                lines.set(lines.size() / 2, lines.get(lines.size() / 2) + more);
                lines.add("location x" + more);
                origins.add(new Origin(name, "/x/" + name, lines, Optional.empty(), false));
            }
            assertThatCode(() -> Audit.run(
                            Reading.read(origins, NAMES)
                                    .facts(Fixtures.NOW, Fixtures.told(), NAMES, Map.of(), Set.of(), List.of()),
                            Selection.ALL,
                            List.of(),
                            0))
                    .as(filler)
                    .doesNotThrowAnyException();
        }
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
