package org.lotusguild.lotus.stack.check;

import java.util.List;

/**
 * A change of the lines of one file: those from {@code first} to {@code last} (from 1, both included) become {@code lines}.
 * If {@code last} is one below {@code first}, nothing is taken away and the lines are put before {@code first}.
 *
 * @param file as findings show it
 */
public record Edit(String file, int first, int last, List<String> lines) {
    public Edit {
        lines = List.copyOf(lines);
        if (first < 1 || last < first - 1) {
            throw new IllegalArgumentException("lines " + first + " to " + last);
        }
    }

    public static Edit replace(String file, int line, String with) {
        return new Edit(file, line, line, List.of(with));
    }

    public static Edit remove(String file, int first, int last) {
        return new Edit(file, first, last, List.of());
    }

    public static Edit insert(String file, int before, List<String> lines) {
        return new Edit(file, before, before - 1, lines);
    }
}
