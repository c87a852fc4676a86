package org.lotusguild.lotus.stack.read;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.Setting;
import org.lotusguild.lotus.stack.facts.SettingsFile;

/** Files of one setting a line. */
final class Settings {
    private static final Pattern ESCAPE = Pattern.compile("''|\\\\([0-7]{1,3}|.)");
    private static final int ASCII = 0x80;

    private Settings() {}

    /** postgresql.conf ({@code key = 'value' # comment}, the sign may be missing) and sysctl ({@code -key = value}). */
    static SettingsFile read(Origin origin, Kind kind) {
        List<Setting> settings = new ArrayList<>();
        for (int i = 0; i < origin.lines().size(); i++) {
            String line = origin.lines().get(i).strip();
            boolean comment = line.startsWith("#") || line.startsWith(";");
            if (!line.isEmpty() && !comment) {
                settings.add(
                        split(i + 1, line.startsWith("-") ? line.substring(1).strip() : line));
            }
        }
        return new SettingsFile(origin, kind, settings);
    }

    private static Setting split(int number, String line) {
        int end = 0;
        while (end < line.length() && line.charAt(end) != '=' && !Character.isWhitespace(line.charAt(end))) {
            end++;
        }
        String rest = line.substring(end).strip();
        return setting(
                number,
                line.substring(0, end),
                rest.startsWith("=") ? rest.substring(1).strip() : rest,
                '\'');
    }

    /** @param rest what stands behind the key: a value, perhaps in these quotes, perhaps with a comment behind it */
    static Setting setting(int line, String key, String rest, char quote) {
        if (!rest.isEmpty() && rest.charAt(0) == quote) {
            int close = close(rest, quote);
            String inside = plain(close < 0 ? rest.substring(1) : rest.substring(1, close), quote);
            return new Setting(line, key, inside, true, close < 0 ? "" : comment(rest.substring(close + 1)));
        }
        int sign = rest.startsWith("#") ? 0 : Math.max(rest.indexOf(" #"), rest.indexOf("\t#"));
        String value = sign < 0 ? rest : rest.substring(0, sign);
        return new Setting(line, key, value.strip(), false, sign < 0 ? "" : comment(rest.substring(sign)));
    }

    /** Where the quotes end: in single quotes a doubled one, or one behind a backslash, is part of the value. */
    private static int close(String rest, char quote) {
        for (int i = 1; i < rest.length(); i++) {
            boolean escape = quote == '\'' && rest.charAt(i) == '\\';
            boolean doubled = quote == '\'' && rest.startsWith("''", i);
            if (escape || doubled) {
                i++;
            } else if (rest.charAt(i) == quote) {
                return i;
            }
        }
        return -1;
    }

    /** As PostgreSQL reads it: a doubled quote is one, and behind a backslash stand the signs of C. */
    private static String plain(String inside, char quote) {
        return quote == '\''
                ? ESCAPE.matcher(inside).replaceAll(found -> Matcher.quoteReplacement(sign(found.group(1))))
                : inside;
    }

    /** @param code behind the backslash; absent for a doubled quote */
    private static String sign(@Nullable String code) {
        if (code == null) {
            return "'";
        }
        return switch (code.charAt(0)) {
            case 'b' -> "\b";
            case 'f' -> "\f";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(Integer.parseInt(code, 8));
            default -> code;
        };
    }

    /** Beyond ASCII it is a byte of an encoding that nobody knows here. */
    private static String octal(int code) {
        return code < ASCII ? Character.toString(code) : "\uFFFD";
    }

    private static String comment(String rest) {
        String bare = rest.strip();
        return bare.startsWith("#") ? bare.substring(1).strip() : "";
    }
}
