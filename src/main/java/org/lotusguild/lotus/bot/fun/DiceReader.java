package org.lotusguild.lotus.bot.fun;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.args.Typed;

/**
 * Reads {@code expr = term *(("+" / "-") term)}, {@code term = [N] "d" S [keep] / integer},
 * {@code keep = ("k" / "kh" / "kl" / "dh" / "dl") K}; a bare number is the sides of one die; {@code adv} or {@code dis} behind a
 * single die throws two and keeps the better or worse one (bot.md, section 8).
 */
final class DiceReader {
    private static final int MOST_DICE = 100;
    private static final int MOST_SIDES = 1_000;
    private static final int MOST_TERMS = 10;
    private static final int LARGEST_CONSTANT = 100_000;
    private static final Pattern TERM =
            Pattern.compile("\\s*(?:(\\d*)\\s*d\\s*(\\d+|%)(?:\\s*(kh|kl|k|dh|dl)\\s*(\\d+))?|(\\d+))\\s*");
    private static final Pattern EDGE = Pattern.compile("\\s*1?\\s*d\\s*(\\d+|%)\\s*(adv|dis)\\s*");
    private static final Pattern SIDES = Pattern.compile("\\s*(\\d+|%)\\s*");

    /** What became of the text. */
    sealed interface Result {}

    record Read(Dice dice) implements Result {}

    /** It is an expression, but too large. */
    record TooMuch(String why) implements Result {}

    record Unreadable(String why) implements Result {}

    private static final class Broken extends Exception {
        private final Result result;

        Broken(Result result) {
            super(null, null, false, false);
            this.result = result;
        }
    }

    private final String typed;
    private int dice;

    private DiceReader(String typed) {
        this.typed = typed;
    }

    static Result read(String text) {
        try {
            return new Read(new Dice(new DiceReader(text).terms(text.toLowerCase(Locale.ROOT))));
        } catch (Broken e) {
            return e.result;
        }
    }

    private List<Dice.Term> terms(String text) throws Broken {
        Matcher bare = SIDES.matcher(text);
        if (bare.matches()) {
            return List.of(pool(false, 1, sides(bare.group(1)), Optional.empty()));
        }
        Matcher edge = EDGE.matcher(text);
        if (edge.matches()) {
            Dice.Rule rule = edge.group(2).equals("adv") ? Dice.Rule.KH : Dice.Rule.KL;
            return List.of(pool(false, 2, sides(edge.group(1)), Optional.of(new Dice.Keep(rule, 1))));
        }
        return sum(text);
    }

    private List<Dice.Term> sum(String text) throws Broken {
        List<Dice.Term> terms = new ArrayList<>();
        Matcher term = TERM.matcher(text);
        boolean minus = false;
        for (int at = 0; ; at = term.end() + 1) {
            if (!term.region(at, text.length()).lookingAt()) {
                throw unreadable();
            }
            terms.add(term(term, minus));
            if (term.end() == text.length()) {
                return terms;
            }
            char sign = text.charAt(term.end());
            if (sign != '+' && sign != '-') {
                throw unreadable();
            }
            if (terms.size() == MOST_TERMS) {
                throw tooMuch("at most 10 terms.");
            }
            minus = sign == '-';
        }
    }

    private Dice.Term term(Matcher term, boolean minus) throws Broken {
        if (term.group(5) != null) {
            int value = number(term.group(5));
            if (value > LARGEST_CONSTANT) {
                throw tooMuch("a constant is at most 100,000.");
            }
            return new Dice.Constant(minus, value);
        }
        int number = term.group(1).isEmpty() ? 1 : number(term.group(1));
        Optional<Dice.Keep> keep = Optional.empty();
        if (term.group(3) != null) {
            Dice.Rule rule = Dice.Rule.of(term.group(3)).orElseThrow();
            keep = Optional.of(new Dice.Keep(rule, number(term.group(4))));
        }
        return pool(minus, number, sides(term.group(2)), keep);
    }

    private Dice.Pool pool(boolean minus, int number, int sides, Optional<Dice.Keep> keep) throws Broken {
        if (number == 0) {
            throw unreadable();
        }
        if (sides < 2 || sides > MOST_SIDES) {
            throw tooMuch("a die has 2 to 1000 sides.");
        }
        if (number > MOST_DICE - dice) {
            throw tooMuch("at most 100 dice.");
        }
        dice += number;
        if (keep.isPresent() && (keep.get().number() < 1 || keep.get().number() > number)) {
            String verb = keep.get().rule().keeps() ? "keep" : "drop";
            throw tooMuch("cannot %s %d of %d dice.".formatted(verb, keep.get().number(), number));
        }
        return new Dice.Pool(minus, number, sides, keep);
    }

    private static int sides(String text) {
        return text.equals("%") ? 100 : number(text);
    }

    /** Numbers with more digits than matter are all too large. */
    private static int number(String digits) {
        return digits.length() > 8 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    private Broken unreadable() {
        return new Broken(new Unreadable("cannot read %s.".formatted(Typed.quoted(typed))));
    }

    private static Broken tooMuch(String why) {
        return new Broken(new TooMuch(why));
    }
}
