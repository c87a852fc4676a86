package org.lotusguild.lotus.bot.game.wordle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Three rows of keys, each three signs wide, with the best that is known of its letter. */
final class Keyboard {
    private static final List<String> ROWS = List.of("qwertyuiop", "asdfghjkl", "zxcvbnm");

    private Keyboard() {}

    static String of(List<Guess> guesses) {
        Map<Character, Mark> best = new HashMap<>();
        for (Guess guess : guesses) {
            for (int i = 0; i < guess.word().length(); i++) {
                best.merge(guess.word().charAt(i), guess.marks().get(i), Keyboard::better);
            }
        }
        return ROWS.stream().map(row -> row(row, best)).collect(Collectors.joining("\n"));
    }

    private static Mark better(Mark a, Mark b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static String row(String letters, Map<Character, Mark> best) {
        return letters.chars()
                .mapToObj(c -> key((char) c, best))
                .collect(Collectors.joining())
                .stripTrailing();
    }

    private static String key(char letter, Map<Character, Mark> best) {
        return switch (best.get(letter)) {
            case null -> " " + letter + " ";
            case EXACT -> "[" + letter + "]";
            case ELSEWHERE -> "(" + letter + ")";
            case NO -> " · ";
        };
    }
}
