package org.lotusguild.lotus.bot.game.wordle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A guess with its marks.
 *
 * @param word five letters a–z
 */
public record Guess(String word, List<Mark> marks) {
    static final int LENGTH = 5;

    public Guess {
        marks = List.copyOf(marks);
        if (word.length() != marks.size()) {
            throw new IllegalArgumentException("a mark for each letter");
        }
    }

    /**
     * Two passes: exact letters first, then from left to right those that are elsewhere, as long as the answer has such letters
     * left.
     */
    public static Guess evaluated(String word, String answer) {
        List<Mark> marks = new ArrayList<>(Collections.nCopies(word.length(), Mark.NO));
        int[] left = new int[128];
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) == answer.charAt(i)) {
                marks.set(i, Mark.EXACT);
            } else {
                left[answer.charAt(i)]++;
            }
        }
        for (int i = 0; i < word.length(); i++) {
            if (marks.get(i) == Mark.NO && left[word.charAt(i)]-- > 0) {
                marks.set(i, Mark.ELSEWHERE);
            }
        }
        return new Guess(word, marks);
    }

    public boolean solved() {
        return marks.stream().allMatch(mark -> mark == Mark.EXACT);
    }

    /** How often the letter is known to be in the answer, at least. */
    int found(char letter) {
        int found = 0;
        for (int i = 0; i < word.length(); i++) {
            found += word.charAt(i) == letter && marks.get(i) != Mark.NO ? 1 : 0;
        }
        return found;
    }
}
