package org.lotusguild.lotus.bot.minecraft;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the server's line about one name means. */
sealed interface Verdict {

    /** @param name in the server's spelling */
    record Added(String name) implements Verdict {}

    record Already() implements Verdict {}

    record Removed() implements Verdict {}

    record NotThere() implements Verdict {}

    record NoAccount() implements Verdict {}

    record Other(String line) implements Verdict {}

    static Verdict of(String line, String asked) {
        Matcher added = Words.ADDED.matcher(line);
        if (added.matches() && added.group(1).equalsIgnoreCase(asked)) {
            return new Added(added.group(1));
        }
        Matcher removed = Words.REMOVED.matcher(line);
        if (removed.matches() && removed.group(1).equalsIgnoreCase(asked)) {
            return new Removed();
        }
        return switch (line) {
            case "Player is already whitelisted" -> new Already();
            case "Player is not whitelisted" -> new NotThere();
            case "That player does not exist" -> new NoAccount();
            default -> new Other(line);
        };
    }

    /** The lines that hold a name. */
    final class Words {
        private static final Pattern ADDED = Pattern.compile("Added (\\w{3,16}) to the whitelist");
        private static final Pattern REMOVED = Pattern.compile("Removed (\\w{3,16}) from the whitelist");

        private Words() {}
    }
}
