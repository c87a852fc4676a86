package org.lotusguild.lotus.stack.fix;

import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.stack.facts.Mask;

/** Whether a line holds, or looks as if it held, something that may not be shown. */
public final class SecretLines implements Predicate<String> {
    private static final Pattern ASSIGNED = Pattern.compile("([A-Za-z_][A-Za-z0-9_.-]*)[\"']?\\s*[=:]\\s*\\S");

    private final UnaryOperator<String> cleaned;

    /** @param cleaned masks the secrets that are known */
    public SecretLines(UnaryOperator<String> cleaned) {
        this.cleaned = cleaned;
    }

    @Override
    public boolean test(String line) {
        if (!cleaned.apply(line).equals(line) || line.contains("PRIVATE KEY")) {
            return true;
        }
        Matcher names = ASSIGNED.matcher(line);
        while (names.find()) {
            if (Mask.names(names.group(1))) {
                return true;
            }
        }
        return false;
    }
}
