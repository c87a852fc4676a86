package org.lotusguild.lotus.bot;

import java.util.Collection;
import java.util.Optional;

/** Finds the command that a mistyped name was meant to be, by optimal string alignment distance. */
final class Nearest {
    private static final int SHORTEST = 3;

    private Nearest() {}

    /** The name with the lowest distance within what the typed length allows; the first of equals. */
    static Optional<String> of(String typed, Collection<String> names) {
        int allowed = typed.length() < SHORTEST ? 0 : typed.length() == SHORTEST ? 1 : 2;
        String best = "";
        int lowest = allowed + 1;
        for (String name : names) {
            int distance = name.length() < SHORTEST ? lowest : distance(typed, name);
            if (distance < lowest) {
                lowest = distance;
                best = name;
            }
        }
        return lowest <= allowed ? Optional.of(best) : Optional.empty();
    }

    /** Insertions, deletions, changes and swaps of neighbours, each 1. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
