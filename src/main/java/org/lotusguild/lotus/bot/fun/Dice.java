package org.lotusguild.lotus.bot.fun;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An expression of dice, and how it is thrown and shown. */
record Dice(List<Term> terms) {
    private static final int SHOWN = 20;

    Dice {
        terms = List.copyOf(terms);
    }

    /** A summand. */
    sealed interface Term {
        boolean minus();
    }

    record Pool(boolean minus, int number, int sides, Optional<Keep> keep) implements Term {}

    record Constant(boolean minus, int value) implements Term {}

    /** Which dice of a pool count; the words of the expression. */
    record Keep(Rule rule, int number) {

        int droppedOf(int dice) {
            return rule.keeps ? dice - number : number;
        }
    }

    enum Rule {
        K("k", true, false),
        KH("kh", true, false),
        KL("kl", true, true),
        DH("dh", false, true),
        DL("dl", false, false);

        private final String word;
        private final boolean keeps;
        private final boolean dropsHighest;

        Rule(String word, boolean keeps, boolean dropsHighest) {
            this.word = word;
            this.keeps = keeps;
            this.dropsHighest = dropsHighest;
        }

        boolean keeps() {
            return keeps;
        }

        static Optional<Rule> of(String word) {
            for (Rule rule : values()) {
                if (rule.word.equals(word)) {
                    return Optional.of(rule);
                }
            }
            return Optional.empty();
        }
    }

    /** One line: the expression, the dice in the order thrown, the sum. */
    String thrown(RandomGenerator random) {
        List<Part> parts = terms.stream().map(term -> thrown(term, random)).toList();
        long sum = parts.stream().mapToLong(Part::value).sum();
        boolean onlySum = dice() > SHOWN || single();
        String shown = onlySum ? "" : joined(parts, " ") + " = ";
        return "🎲 %s: %s%d".formatted(joined(terms.stream().map(Dice::written).toList(), ""), shown, sum);
    }

    private boolean single() {
        return terms.size() == 1
                && terms.getFirst() instanceof Pool pool
                && pool.number() == 1
                && pool.keep().isEmpty();
    }

    private int dice() {
        return terms.stream()
                .mapToInt(term -> switch (term) {
                    case Pool pool -> pool.number();
                    case Constant constant -> 0;
                })
                .sum();
    }

    /** A summand as text. */
    private record Part(boolean minus, String shown, long value) {}

    private static Part thrown(Term term, RandomGenerator random) {
        return switch (term) {
            case Constant(boolean minus, int value) -> new Part(minus, Integer.toString(value), minus ? -value : value);
            case Pool pool -> thrown(pool, random);
        };
    }

    private static Part thrown(Pool pool, RandomGenerator random) {
        int[] dice = random.ints(pool.number(), 1, pool.sides() + 1).toArray();
        Set<Integer> dropped = dropped(dice, pool.keep());
        String shown = IntStream.range(0, dice.length)
                .mapToObj(i -> dropped.contains(i) ? "(" + dice[i] + ")" : Integer.toString(dice[i]))
                .collect(Collectors.joining(", ", "[", "]"));
        long value = IntStream.range(0, dice.length)
                .filter(i -> !dropped.contains(i))
                .mapToLong(i -> dice[i])
                .sum();
        return new Part(pool.minus(), shown, pool.minus() ? -value : value);
    }

    /** Places of the dice that do not count; of equal dice the later ones go. */
    private static Set<Integer> dropped(int[] dice, Optional<Keep> keep) {
        if (keep.isEmpty()) {
            return Set.of();
        }
        Comparator<Integer> byValue = Comparator.comparingInt(i -> dice[i]);
        Comparator<Integer> worstFirst = keep.get().rule().dropsHighest ? byValue.reversed() : byValue;
        return IntStream.range(0, dice.length)
                .boxed()
                .sorted(worstFirst.thenComparing(Comparator.reverseOrder()))
                .limit(keep.get().droppedOf(dice.length))
                .collect(Collectors.toSet());
    }

    private static Part written(Term term) {
        String shown = switch (term) {
            case Constant constant -> Integer.toString(constant.value());
            case Pool pool ->
                (pool.number() == 1 ? "" : pool.number())
                        + "d"
                        + pool.sides()
                        + pool.keep().map(k -> k.rule().word + k.number()).orElse("");
        };
        return new Part(term.minus(), shown, 0);
    }

    private static String joined(List<Part> parts, String blank) {
        StringBuilder words = new StringBuilder();
        for (Part part : parts) {
            String sign = words.isEmpty() ? "" : blank + (part.minus() ? "-" : "+") + blank;
            words.append(sign).append(part.shown());
        }
        return words.toString();
    }
}
