package org.lotusguild.lotus.base.yaml;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A single value as it was written.
 *
 * @param text without quotes
 * @param quoted whether it is a text whatever it looks like: {@code "12"}
 */
public record YamlScalar(int line, String path, String text, boolean quoted) implements YamlNode {
    private static final Set<String> UP = Set.of("true", "yes", "on");
    private static final Set<String> DOWN = Set.of("false", "no", "off");
    private static final Set<String> NOTHING = Set.of("", "~", "null");
    private static final Pattern WHOLE = Pattern.compile("[-+]?(?:0|[1-9][0-9_]{0,17})");
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(?:[0-9][0-9_]*(?:\\.[0-9_]*)?|\\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?");

    /** Nothing was written behind the key, or the word for it. */
    public boolean isNull() {
        return !quoted && NOTHING.contains(text.toLowerCase(Locale.ROOT));
    }

    /** A flag, in the words of YAML 1.1 (yes, on, true). */
    public Optional<Boolean> flag() {
        String word = quoted ? "" : text.toLowerCase(Locale.ROOT);
        return UP.contains(word) ? Optional.of(true) : DOWN.contains(word) ? Optional.of(false) : Optional.empty();
    }

    /** A whole number that was not quoted. */
    public OptionalLong whole() {
        return !quoted && WHOLE.matcher(text).matches()
                ? OptionalLong.of(Long.parseLong(text.replace("_", "")))
                : OptionalLong.empty();
    }

    /** A number that was not quoted. */
    public OptionalDouble number() {
        return !quoted && NUMBER.matcher(text).matches()
                ? OptionalDouble.of(Double.parseDouble(text.replace("_", "")))
                : OptionalDouble.empty();
    }

    /** Whether a program that loads the file gets a text, not a number, flag or nothing. */
    public boolean isText() {
        return quoted || !(isNull() || flag().isPresent() || number().isPresent());
    }
}
