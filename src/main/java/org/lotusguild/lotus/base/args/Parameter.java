package org.lotusguild.lotus.base.args;

import java.time.Duration;
import java.util.List;

/** A parameter of a command: its name in the usage line, what it takes, whether it may be left out. */
public record Parameter(String name, Kind kind, boolean required) {

    public static Parameter whole(String name, long min, long max) {
        return new Parameter(name, new Kind.Whole(min, max), true);
    }

    public static Parameter word(String name) {
        return new Parameter(name, new Kind.Word(), true);
    }

    public static Parameter choice(String name, String... of) {
        return new Parameter(name, new Kind.Choice(List.of(of)), true);
    }

    public static Parameter span(String name, Duration min, Duration max) {
        return new Parameter(name, new Kind.Span(min, max), true);
    }

    public static Parameter rest(String name, int max) {
        return new Parameter(name, new Kind.Rest(max), true);
    }

    public Parameter optional() {
        return new Parameter(name, kind, false);
    }

    String usage() {
        String inner = switch (kind) {
            case Kind.Choice(List<String> of) -> String.join("|", of);
            case Kind.Rest rest -> name + "…";
            case Kind.Whole whole -> name;
            case Kind.Word word -> name;
            case Kind.Span span -> name;
        };
        return required ? "<" + inner + ">" : "[" + inner + "]";
    }
}
