package org.lotusguild.lotus.stack.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
    private static final Pattern HUNK = Pattern.compile("@@ -(\\d+),(\\d+) \\+(\\d+),(\\d+) @@");

    private static String text(List<Integer> numbers) {
        return numbers.stream().map(n -> "line " + n + "\n").collect(Collectors.joining());
    }

    /** As {@code patch} does it. */
    private static List<String> patched(List<String> before, List<String> diff) {
        List<String> after = new ArrayList<>();
        int at = 0;
        for (String line : diff.subList(2, diff.size())) {
            Matcher hunk = HUNK.matcher(line);
            if (hunk.matches()) {
                int start = Integer.parseInt(hunk.group(1)) - (hunk.group(2).equals("0") ? 0 : 1);
                after.addAll(before.subList(at, start));
                at = start;
            } else if (line.startsWith("+")) {
                after.add(line.substring(1));
            } else {
                assertThat(before.get(at)).isEqualTo(line.substring(1));
                at++;
                if (line.startsWith(" ")) {
                    after.add(line.substring(1));
                }
            }
        }
        after.addAll(before.subList(at, before.size()));
        return after;
    }

    @Test
    void leadsFromOneTextToTheOther() {
        qt().forAll(
                        lists().of(integers().between(1, 6)).ofSizeBetween(0, 30),
                        lists().of(integers().between(1, 6)).ofSizeBetween(0, 30))
                .checkAssert((before, after) -> {
                    List<String> diff = UnifiedDiff.of(text(before), text(after), "a", "b");
                    if (before.equals(after)) {
                        assertThat(diff).isEmpty();
                    } else {
                        assertThat(patched(text(before).lines().toList(), diff))
                                .isEqualTo(text(after).lines().toList());
                    }
                });
    }

    @Test
    void showsThreeLinesAround() {
        assertThat(UnifiedDiff.of("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", "old", "new"))
                .containsExactly(
                        "--- old", "+++ new", "@@ -2,7 +2,7 @@", " 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8");
    }

    @Test
    void showsNoLineThatNobodyMayRead() {
        assertThat(UnifiedDiff.of(
                        "1\n2\nsecret\n4\n5\n6\n7\n8\nsecret\n10\n",
                        "1\n2\nsecret\n4\nfive\n6\n7\neight\nsecret\nten\n",
                        "old",
                        "new",
                        line -> line.startsWith("secret")))
                .containsExactly(
                        "--- old",
                        "+++ new",
                        "@@ -5,4 +5,4 @@",
                        "-5",
                        "+five",
                        " 6",
                        " 7",
                        "-8",
                        "+eight",
                        "@@ -10,1 +10,1 @@",
                        "-10",
                        "+ten");
    }

    @Test
    void saysThatTheLastLineHasNoEnd() {
        assertThat(UnifiedDiff.of("1\n2", "1\n2\n", "old", "new"))
                .containsExactly(
                        "--- old", "+++ new", "@@ -1,2 +1,2 @@", " 1", "-2", "\\ No newline at end of file", "+2");
    }
}
