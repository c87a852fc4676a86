package org.lotusguild.lotus.bot.game.wordle;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words that can be the answer, and words that can be guessed; every answer can be guessed. */
public final class WordLists {
    private static final Pattern WORD = Pattern.compile("[a-z]{5}");

    private final List<String> answers;
    private final Set<String> valid;

    /** @throws IllegalArgumentException if a line is no word of five letters, an answer stands twice, or there is none */
    public WordLists(List<String> answers, List<String> more) {
        this.answers = List.copyOf(answers);
        this.valid = Stream.concat(answers.stream(), more.stream()).collect(Collectors.toUnmodifiableSet());
        for (String word : valid) {
            if (!isWord(word)) {
                throw new IllegalArgumentException("in a list of the word game, not five letters a–z: " + word);
            }
        }
        if (answers.isEmpty() || new HashSet<>(answers).size() != answers.size()) {
            throw new IllegalArgumentException("the answers of the word game must be some, none twice");
        }
    }

    public static boolean isWord(String text) {
        return WORD.matcher(text).matches();
    }

    List<String> answers() {
        return answers;
    }

    boolean knows(String word) {
        return valid.contains(word);
    }
}
