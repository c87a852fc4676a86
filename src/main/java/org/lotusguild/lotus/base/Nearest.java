package org.lotusguild.lotus.base;

import java.util.Collection;
import java.util.Optional;

/** Finds the word that a mistyped one was meant to be, by optimal string alignment distance. */
public final class Nearest {
    private static final int SHORTEST = 3;

    private Nearest() {}

    /**
     * The word with the lowest distance, the first of equals. A typed word of three signs may be 1 away, a longer one 2, a
     * shorter one finds nothing (bot.md, section 1).
     */
    public static Optional<String> of(String typed, Collection<String> words) {
        return of(typed, words, typed.length() < SHORTEST ? 0 : typed.length() == SHORTEST ? 1 : 2);
    }

    /** The word with the lowest distance, the first of equals, if it is no further away than allowed. */
    public static Optional<String> of(String typed, Collection<String> words, int allowed) {
        Optional<String> best = Optional.empty();
        int lowest = allowed + 1;
        for (String word : words) {
            boolean far = word.length() < SHORTEST || Math.abs(word.length() - typed.length()) > allowed;
            int distance = far ? lowest : distance(typed, word);
            if (distance < lowest) {
                lowest = distance;
                best = Optional.of(word);
            }
        }
        return best;
    }

    /** Insertions, deletions, changes and swaps of neighbours, each 1. */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, cost, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(String a, String b, int[][] cost, int i, int j) {
        int change = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
