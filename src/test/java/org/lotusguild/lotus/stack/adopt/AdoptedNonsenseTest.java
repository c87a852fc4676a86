package org.lotusguild.lotus.stack.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.config.ConfigReader;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Fixtures;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.read.Inventory;
import org.lotusguild.lotus.stack.read.NameLists;
import org.lotusguild.lotus.stack.read.Reading;

/** Whatever stands in the files: a plan, or a sentence that says why there is none. */
class AdoptedNonsenseTest {
    private static final List<String> WORDS = List.of(
            "",
            "99999",
            "-1",
            "[]",
            "{}",
            "null",
            "true",
            "a: b",
            "\"",
            "'",
            "0.0.0.0",
            "::",
            "x".repeat(300),
            "{a: [b]}",
            "é",
            "$x;",
            "}");
    private static final int ROUNDS = 24;

    private final List<Origin> origins = Inventory.of(List.of(Fixtures.LEGACY)).origins();

    /** A few lines of a few files are gone, doubled, or say something else. */
    private static Origin changed(Origin origin, Random random) {
        List<String> lines = new ArrayList<>(origin.lines());
        for (int i = 0; i < 3 && !lines.isEmpty(); i++) {
            int at = random.nextInt(lines.size());
            String line = lines.get(at);
            int sign = Math.max(line.indexOf(':'), line.indexOf('='));
            switch (random.nextInt(4)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(at, line);
                default -> lines.set(at, line.substring(0, sign + 1) + " " + WORDS.get(random.nextInt(WORDS.size())));
            }
        }
        return new Origin(origin.file(), origin.path(), lines, origin.access(), origin.inGit());
    }

    private static @Nullable Throwable adopt(List<Origin> files, Told told) {
        Facts facts = Reading.read(files, NameLists.read())
                .facts(Fixtures.NOW, told, NameLists.read(), Map.of(), Set.of(), List.of());
        Installation it = new Installation(facts, Audit.run(facts, Selection.ALL, List.of(), 0), files);
        return catchThrowable(() -> {
            Adoption adoption = Adoption.of(it, new ConfigReader(name -> Optional.empty()), Legacy.TODAY);
            assertThat(adoption.yaml()).doesNotContain("fake-");
            Legacy.plan(adoption.yaml());
        });
    }

    @Test
    void makesAPlanOrSaysWhyThereIsNone() {
        int plans = 0;
        // Of hundreds of seeds the last one was the one that found something: a key that is a list, and again a block.
        for (int seed :
                IntStream.concat(IntStream.range(0, ROUNDS), IntStream.of(134)).toArray()) {
            Random random = new Random(seed);
            List<Origin> files = origins.stream()
                    .map(origin -> random.nextInt(3) == 0 ? changed(origin, random) : origin)
                    .toList();
            Throwable thrown = adopt(files, seed % 2 == 0 ? Fixtures.told() : Told.nothing());
            if (thrown == null) {
                plans++;
            } else {
                assertThat(thrown)
                        .as("seed " + seed)
                        .isInstanceOf(StackTrouble.class)
                        .hasMessageNotContaining("fake-");
            }
        }
        assertThat(plans).isGreaterThan(ROUNDS / 3);
    }
}
