package org.lotusguild.lotus.stack.check;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression of Python's {@code re} in the words of {@link Pattern}. Differences that matter in filters: names of groups with
 * an underscore, a {@code [} within a class, a lone <code>{</code>, <code>{,n}</code> and {@code \Z}.
 */
final class PythonRegex {
    private static final Pattern GROUP = Pattern.compile("\\(\\?P<(\\w+)>");
    private static final Pattern BACK = Pattern.compile("\\(\\?P=(\\w+)\\)");
    private static final Pattern REPEAT = Pattern.compile("\\{(\\d*)(,?)(\\d*)}");

    private final String text;
    private final Map<String, String> names = new HashMap<>();
    private final StringBuilder out = new StringBuilder();
    private int at;
    private boolean inClass;

    private PythonRegex(String text) {
        this.text = text;
    }

    static String toJava(String python) {
        return new PythonRegex(python).translated();
    }

    private String translated() {
        while (at < text.length()) {
            char sign = text.charAt(at);
            if (sign == '\\' && at + 1 < text.length()) {
                out.append(text.charAt(at + 1) == 'Z' ? "\\z" : text.substring(at, at + 2));
                at += 2;
            } else if (inClass) {
                inClass(sign);
            } else {
                outside(sign);
            }
        }
        return out.toString();
    }

    private void inClass(char sign) {
        inClass = sign != ']';
        out.append(sign == '[' || sign == '&' ? "\\" + sign : String.valueOf(sign));
        at++;
    }

    private void outside(char sign) {
        if (sign == '[') {
            open();
        } else if (sign == '(' && group()) {
            return;
        } else if (sign == '{') {
            repeat();
        } else {
            out.append(sign);
            at++;
        }
    }

    /** A bracket right behind the opening one is one of the signs. */
    private void open() {
        inClass = true;
        out.append('[');
        at++;
        if (at < text.length() && text.charAt(at) == '^') {
            out.append('^');
            at++;
        }
        if (at < text.length() && text.charAt(at) == ']') {
            out.append("\\]");
            at++;
        }
    }

    private boolean group() {
        Matcher named = GROUP.matcher(text).region(at, text.length());
        if (named.lookingAt()) {
            out.append("(?<").append(name(named.group(1))).append('>');
            at = named.end();
            return true;
        }
        Matcher back = BACK.matcher(text).region(at, text.length());
        if (back.lookingAt()) {
            out.append("\\k<").append(name(back.group(1))).append('>');
            at = back.end();
            return true;
        }
        return false;
    }

    private String name(String python) {
        boolean plain = python.chars().allMatch(Character::isLetterOrDigit) && !Character.isDigit(python.charAt(0));
        return plain ? python : names.computeIfAbsent(python, unknown -> "py" + names.size());
    }

    private void repeat() {
        Matcher count = REPEAT.matcher(text).region(at, text.length());
        boolean repeats = count.lookingAt()
                && !(count.group(1).isEmpty() && count.group(3).isEmpty());
        if (!repeats) {
            out.append("\\{");
            at++;
            return;
        }
        out.append('{')
                .append(count.group(1).isEmpty() ? "0" : count.group(1))
                .append(count.group(2))
                .append(count.group(3))
                .append('}');
        at = count.end();
    }
}
