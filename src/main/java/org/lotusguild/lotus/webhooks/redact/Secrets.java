package org.lotusguild.lotus.webhooks.redact;

import java.util.regex.Pattern;

/** What looks like something that a room must not read, by its name or by itself. */
public final class Secrets {
    private static final Pattern KEY = Pattern.compile(
            "pass|secret|token|api.?key|auth|cookie|session|signature|private.?key|e?-?mail|telegram|discord|avatar",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern JWT = Pattern.compile("[\\w-]{10,}+\\.[\\w-]{10,}+\\.[\\w-]{10,}+");
    private static final Pattern MAIL = Pattern.compile("[^\\s@<>\"/:]++@[^\\s@<>\"]+\\.\\p{L}[^\\s@<>\"]*");
    private static final Pattern RANDOM =
            Pattern.compile("(?=.*\\d)(?=.*[A-Za-z])[A-Za-z0-9+/_=-]{32,}+", Pattern.DOTALL);
    /** Matches addresses without a query, too: what it has read once it does not read again. */
    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s?#]++)(?:[?#]\\S*+)?+");

    private static final int LONGEST = 10_000;

    private Secrets() {}

    /** Whether a field of this name holds something that is nobody's business. */
    public static boolean key(String name) {
        return KEY.matcher(name).find();
    }

    /** Whether the whole value is a key, an address of a person or so many random signs. */
    public static boolean value(String raw) {
        String text = raw.strip();
        return text.contains("-----BEGIN ")
                || (text.length() <= LONGEST
                        && (JWT.matcher(text).matches()
                                || MAIL.matcher(text).matches()
                                || RANDOM.matcher(text).matches()));
    }

    /** Addresses without what stands behind their path. */
    public static String withoutQueries(String text) {
        return QUERY.matcher(text).replaceAll("$1");
    }
}
