package org.lotusguild.lotus.webhooks.redact;

import java.util.regex.Pattern;

/** Takes out of strangers' text what no room may read: addresses of people, and keys. */
public final class Mask {
    /** Each begins at a border and gives nothing back, so that a text of a million letters costs no more than reading it, and no depth of the stack. */
    private static final Pattern MAIL =
            Pattern.compile("(?<![\\p{L}\\p{N}._%+-])[\\p{L}\\p{N}._%+-]++@[\\p{L}\\p{N}-]++"
                    + "(?:\\.[\\p{N}-]++(?!\\p{L}))*+\\.[\\p{N}-]*+\\p{L}[\\p{L}\\p{N}-]*+(?:\\.[\\p{L}\\p{N}-]++)*+");

    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^\\s/@?#]++@(?=[^\\s/@])");
    private static final Pattern TOKEN =
            Pattern.compile("(?<![\\w.-])eyJ[\\w-]{8,}+\\.[\\w-]++(?:\\.[\\w-]*+)?|(?<=Bearer )[^\\s\"']++");
    private static final Pattern KEY = Pattern.compile("-----BEGIN [A-Z ]++-----[^-]*+(?:-----END [A-Z ]++-----)?");

    private Mask() {}

    /** The same text, with what was taken out named. */
    public static String text(String text) {
        String shown = text;
        if (shown.indexOf('@') >= 0) {
            shown = USER_INFO.matcher(shown).replaceAll("");
            shown = MAIL.matcher(shown).replaceAll("(e-mail)");
        }
        shown = TOKEN.matcher(shown).replaceAll("(key)");
        return KEY.matcher(shown).replaceAll("(key)");
    }
}
