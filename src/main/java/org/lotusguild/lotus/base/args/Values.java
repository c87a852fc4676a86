package org.lotusguild.lotus.base.args;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.lotusguild.lotus.base.Durations;

/** One word → one typed value. */
final class Values {
    private Values() {}

    static Object of(Parameter parameter, String text) throws WrongArgument {
        return switch (parameter.kind()) {
            case Kind.Whole(long min, long max) -> whole(parameter.name(), text, min, max);
            case Kind.Word() -> text;
            case Kind.Choice(List<String> of) -> choice(text, of);
            case Kind.Span(Duration min, Duration max) -> span(parameter.name(), text, min, max);
            case Kind.Rest(int max, boolean prose) -> rest(parameter.name(), text, max);
        };
    }

    private static long whole(String name, String text, long min, long max) throws WrongArgument {
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new WrongArgument("%s is not a whole number.".formatted(Typed.quoted(text)));
        }
        if (value < min || value > max) {
            throw new WrongArgument("%s must be %d to %d.".formatted(name, min, max));
        }
        return value;
    }

    private static String choice(String text, List<String> of) throws WrongArgument {
        String typed = text.toLowerCase(Locale.ROOT);
        if (of.contains(typed)) {
            return typed;
        }
        List<String> beginnings = of.stream().filter(c -> c.startsWith(typed)).toList();
        if (beginnings.size() == 1) {
            return beginnings.getFirst();
        }
        throw new WrongArgument("%s is none of %s.".formatted(Typed.quoted(text), String.join(", ", of)));
    }

    private static Duration span(String name, String text, Duration min, Duration max) throws WrongArgument {
        Duration value;
        try {
            value = Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new WrongArgument(
                    "cannot read %s as a time, write 90s, 10m, 2h or 1d.".formatted(Typed.quoted(text)));
        }
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new WrongArgument(
                    "%s must be %s to %s.".formatted(name, Durations.written(min), Durations.written(max)));
        }
        return value;
    }

    private static String rest(String name, String text, int max) throws WrongArgument {
        if (text.codePointCount(0, text.length()) > max) {
            throw new WrongArgument("<%s> must have at most %d signs.".formatted(name, max));
        }
        return text;
    }
}
