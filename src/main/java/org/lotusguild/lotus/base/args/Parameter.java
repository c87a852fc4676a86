package org.lotusguild.lotus.base.args;

import java.time.Duration;
import java.util.List;

/**
 * A parameter of a command: its name in the usage line, what it takes, whether it may be left out.
 *
 * @param missing what is said where it is left out and must not be
 */
public record Parameter(String name, Kind kind, boolean required, String missing) {

    private Parameter(String name, Kind kind) {
        this(name, kind, true, "<%s> is missing.".formatted(name));
    }

    public static Parameter whole(String name, long min, long max) {
        return new Parameter(name, new Kind.Whole(min, max));
    }

    public static Parameter word(String name) {
        return new Parameter(name, new Kind.Word());
    }

    public static Parameter choice(String name, String... of) {
        return new Parameter(name, new Kind.Choice(List.of(of)));
    }

    public static Parameter span(String name, Duration min, Duration max) {
        return new Parameter(name, new Kind.Span(min, max));
    }

    public static Parameter rest(String name, int max) {
        return new Parameter(name, new Kind.Rest(max, true));
    }

    /** The rest of the line, for something with blanks in it that is no prose: {@code 2d6 + 3}. */
    public static Parameter expression(String name, int max) {
        return new Parameter(name, new Kind.Rest(max, false));
    }

    public Parameter optional() {
        return new Parameter(name, kind, false, missing);
    }

    /** The sentence for who left it out. */
    public Parameter orSay(String sentence) {
        return new Parameter(name, kind, required, sentence);
    }

    String usage() {
        String inner = switch (kind) {
            case Kind.Choice(List<String> of) -> String.join("|", of);
            case Kind.Rest rest -> rest.prose() ? name + "…" : name;
            case Kind.Whole whole -> name;
            case Kind.Word word -> name;
            case Kind.Span span -> name;
        };
        return required ? "<" + inner + ">" : "[" + inner + "]";
    }
}
