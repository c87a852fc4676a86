package org.lotusguild.lotus.stack.watch;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which figures an expression asks for. */
public final class FigureNames {
    private static final Pattern NOT_NAMES = Pattern.compile(
            "\\{[^}]*}|\\[[^\\]]*]|\"[^\"]*\"|\\b(?:by|on|without|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern NAME = Pattern.compile("(?<![\\w:.])[a-z_:][a-z0-9_:A-Z]*(?!\\w|\\s*\\()");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

    private FigureNames() {}

    public static Set<String> of(String expression) {
        String bare = NOT_NAMES.matcher(expression).replaceAll(" ");
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAME.matcher(bare);
        while (matcher.find()) {
            if (!WORDS.contains(matcher.group())) {
                names.add(matcher.group());
            }
        }
        return names;
    }
}
