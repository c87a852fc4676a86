package org.lotusguild.lotus.stack.diff;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** Two texts → the lines that differ, with three around them, as {@code diff -u} shows them. */
public final class UnifiedDiff {
    private static final int AROUND = 3;
    /** Beyond this many pairs of lines, everything counts as changed: such a file is not one that we write. */
    private static final long MOST_PAIRS = 16_000_000;

    /**
     * One line of the comparison.
     *
     * @param sign blank, - or +
     */
    private record Edit(char sign, String line) {}

    private UnifiedDiff() {}

    /** No lines if the texts are the same. */
    public static List<String> of(String before, String after, String nameBefore, String nameAfter) {
        return of(before, after, nameBefore, nameAfter, line -> false);
    }

    /**
     * The same, without lines that nobody may read: what is shown around a change ends before them.
     *
     * @param hidden whether a line may not be shown, unless it is changed
     */
    public static List<String> of(
            String before, String after, String nameBefore, String nameAfter, Predicate<String> hidden) {
        List<Edit> edits = edits(lines(before), lines(after));
        List<String> out = new ArrayList<>();
        if (edits.stream().allMatch(edit -> edit.sign() == ' ')) {
            return out;
        }
        out.add("--- " + nameBefore);
        out.add("+++ " + nameAfter);
        int at = 0;
        int done = 0;
        while ((at = nextChange(edits, at)) < edits.size()) {
            int last = lastChange(edits, at, hidden);
            int to = Math.min(edits.size(), last + 1 + shown(edits, last + 1, 1, hidden));
            int lead = Math.min(shown(edits, at - 1, -1, hidden), at - done);
            // With fewer lines behind than before the change, patch looks for it at the end of the file only.
            int around = to < edits.size() ? Math.min(lead, to - 1 - last) : lead;
            hunk(edits, at - around, to, out);
            at = to;
            done = to;
        }
        return out;
    }

    /** With their ends, so that a last line without one differs from one that has it. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int next = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(from, next));
            from = next;
        }
        return lines;
    }

    /** How many lines from here on, in this direction, may be shown around a change. */
    private static int shown(List<Edit> edits, int from, int step, Predicate<String> hidden) {
        int shown = 0;
        for (int at = from; shown < AROUND && at >= 0 && at < edits.size(); at += step) {
            if (edits.get(at).sign() != ' ' || hidden.test(edits.get(at).line())) {
                break;
            }
            shown++;
        }
        return shown;
    }

    private static int nextChange(List<Edit> edits, int from) {
        int at = from;
        while (at < edits.size() && edits.get(at).sign() == ' ') {
            at++;
        }
        return at;
    }

    /** The last change that is near enough to stand in one hunk with the first. */
    private static int lastChange(List<Edit> edits, int first, Predicate<String> hidden) {
        int last = first;
        for (int at = first; at < edits.size() && at - last <= 2 * AROUND; at++) {
            if (edits.get(at).sign() != ' ') {
                last = at;
            } else if (hidden.test(edits.get(at).line())) {
                break;
            }
        }
        return last;
    }

    private static void hunk(List<Edit> edits, int from, int to, List<String> out) {
        List<Edit> hunk = edits.subList(from, to);
        long startBefore = 1 + count(edits.subList(0, from), '+');
        long startAfter = 1 + count(edits.subList(0, from), '-');
        long before = count(hunk, '+');
        long after = count(hunk, '-');
        out.add("@@ -" + (before == 0 ? startBefore - 1 : startBefore) + "," + before + " +"
                + (after == 0 ? startAfter - 1 : startAfter) + "," + after + " @@");
        hunk.forEach(edit -> line(edit, out));
    }

    private static void line(Edit edit, List<String> out) {
        if (edit.line().endsWith("\n")) {
            out.add(edit.sign() + edit.line().substring(0, edit.line().length() - 1));
        } else {
            out.add(edit.sign() + edit.line());
            out.add("\\ No newline at end of file");
        }
    }

    /** How many lines of one side there are: those that are not only on the other. */
    private static long count(List<Edit> edits, char notThese) {
        return edits.stream().filter(edit -> edit.sign() != notThese).count();
    }

    private static List<Edit> edits(List<String> before, List<String> after) {
        int head = 0;
        while (head < Math.min(before.size(), after.size()) && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(before.size(), after.size()) - head
                && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        List<Edit> edits = new ArrayList<>();
        before.subList(0, head).forEach(line -> edits.add(new Edit(' ', line)));
        edits.addAll(middle(before.subList(head, before.size() - tail), after.subList(head, after.size() - tail)));
        before.subList(before.size() - tail, before.size()).forEach(line -> edits.add(new Edit(' ', line)));
        return edits;
    }

    /** By the longest common subsequence, read from the end. */
    private static List<Edit> middle(List<String> before, List<String> after) {
        int[][] common = (long) before.size() * after.size() > MOST_PAIRS ? new int[0][0] : common(before, after);
        List<Edit> edits = new ArrayList<>();
        int i = before.size();
        int j = after.size();
        while (i > 0 || j > 0) {
            boolean same =
                    common.length > 0 && i > 0 && j > 0 && before.get(i - 1).equals(after.get(j - 1));
            if (same) {
                edits.add(new Edit(' ', before.get(--i)));
                j--;
            } else if (j > 0 && (i == 0 || common.length == 0 || common[i][j - 1] >= common[i - 1][j])) {
                edits.add(new Edit('+', after.get(--j)));
            } else {
                edits.add(new Edit('-', before.get(--i)));
            }
        }
        Collections.reverse(edits);
        return edits;
    }

    private static int[][] common(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = 1; i <= before.size(); i++) {
            for (int j = 1; j <= after.size(); j++) {
                common[i][j] = before.get(i - 1).equals(after.get(j - 1))
                        ? common[i - 1][j - 1] + 1
                        : Math.max(common[i - 1][j], common[i][j - 1]);
            }
        }
        return common;
    }
}
