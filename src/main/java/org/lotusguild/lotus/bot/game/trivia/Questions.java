package org.lotusguild.lotus.bot.game.trivia;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All questions by category, in the order in which they were read. */
public final class Questions {
    /** A question returns when so much of its category was asked since. */
    private static final int FRESH_PERCENT = 80;

    private final Map<String, List<Question>> byCategory = new LinkedHashMap<>();

    /** @param all without two of the same words */
    public Questions(List<Question> all) {
        all.forEach(q ->
                byCategory.computeIfAbsent(q.category(), c -> new ArrayList<>()).add(q));
    }

    /**
     * Reads one question a line.
     *
     * @param file as it is named where a line is wrong
     * @throws IllegalArgumentException names file and line
     */
    public static List<Question> read(String file, Stream<String> lines) {
        List<Question> all = new ArrayList<>();
        Set<String> texts = new HashSet<>();
        int number = 0;
        for (String line : lines.toList()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                Question question = Question.read(line);
                if (!texts.add(question.text())) {
                    throw new IllegalArgumentException("the question is there twice");
                }
                all.add(question);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("%s:%d: %s".formatted(file, number, e.getMessage()), e);
            }
        }
        return all;
    }

    public List<String> categories() {
        return List.copyOf(byCategory.keySet());
    }

    public int size(String category) {
        return byCategory.getOrDefault(category, List.of()).size();
    }

    /** The category that somebody means: its name, or a beginning that only one has. */
    public Optional<String> category(String typed) {
        String word = typed.toLowerCase(Locale.ROOT);
        if (byCategory.containsKey(word)) {
            return Optional.of(word);
        }
        List<String> fit =
                byCategory.keySet().stream().filter(c -> c.startsWith(word)).toList();
        return fit.size() == 1 ? Optional.of(fit.getFirst()) : Optional.empty();
    }

    /**
     * Draws one that was not asked lately.
     *
     * @param category of any if absent
     * @param asked texts of questions, the last asked first
     */
    public Question drawn(Optional<String> category, List<String> asked, RandomGenerator random) {
        List<Question> fresh = categories().stream()
                .filter(c -> category.isEmpty() || category.get().equals(c))
                .flatMap(c -> fresh(byCategory.getOrDefault(c, List.of()), asked))
                .toList();
        return fresh.get(random.nextInt(fresh.size()));
    }

    private static Stream<Question> fresh(List<Question> questions, List<String> asked) {
        Set<String> texts = questions.stream().map(Question::text).collect(Collectors.toSet());
        long most = Math.min(questions.size() - 1L, (questions.size() * (long) FRESH_PERCENT + 99) / 100);
        Set<String> lately = asked.stream().filter(texts::contains).limit(most).collect(Collectors.toSet());
        return questions.stream().filter(q -> !lately.contains(q.text()));
    }
}
