package org.lotusguild.lotus.bot;

import java.util.regex.Pattern;

/** A name under {@code bot.commands}. Whether there is such a command is known only where all are put together. */
public record CommandName(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");

    /** @throws IllegalArgumentException if no command could be called so */
    public static CommandName parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "no command can have this name; write it in small letters, without prefix");
        }
        return new CommandName(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
