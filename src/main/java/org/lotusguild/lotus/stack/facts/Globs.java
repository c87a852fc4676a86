package org.lotusguild.lotus.stack.facts;

import java.util.regex.Pattern;

/** Patterns of file names: {@code *} within a folder, {@code **} across folders, {@code ?} one sign. */
public final class Globs {
    private Globs() {}

    public static boolean fits(String pattern, String file) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char sign = pattern.charAt(i);
            if (sign == '*' && i + 1 < pattern.length() && pattern.charAt(i + 1) == '*') {
                regex.append(".*");
                i++;
            } else if (sign == '*') {
                regex.append("[^/]*");
            } else if (sign == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(String.valueOf(sign)));
            }
        }
        return Pattern.compile(regex.toString()).matcher(file).matches();
    }
}
