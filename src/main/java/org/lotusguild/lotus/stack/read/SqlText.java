package org.lotusguild.lotus.stack.read;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.SqlFile;

/** SQL → statements, with their lines. */
final class SqlText {
    private static final Pattern DOLLAR = Pattern.compile("\\$[A-Za-z_]*\\$");

    private final String text;
    private final char[] bare;
    private final List<SqlFile.Statement> statements = new ArrayList<>();
    private int at;
    private int begin;

    private SqlText(String text) {
        this.text = text;
        this.bare = text.toCharArray();
    }

    static SqlFile read(Origin origin) {
        SqlText reader = new SqlText(String.join("\n", origin.lines()));
        reader.split();
        return new SqlFile(origin, reader.statements);
    }

    private void split() {
        while (at < text.length()) {
            char sign = text.charAt(at);
            if (text.startsWith("--", at) || sign == '\\' && startsLine()) {
                blank(endOfLine());
            } else if (text.startsWith("/*", at)) {
                int close = text.indexOf("*/", at + 2);
                blank(close < 0 ? text.length() : close + 2);
            } else if (sign == '\'' || sign == '"') {
                int close = text.indexOf(sign, at + 1);
                at = close < 0 ? text.length() : close + 1;
            } else if (sign == '$') {
                skipDollars();
            } else if (sign == ';') {
                end();
                at++;
                begin = at;
            } else {
                at++;
            }
        }
        end();
    }

    private boolean startsLine() {
        return at == 0 || text.charAt(at - 1) == '\n';
    }

    private int endOfLine() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    private void blank(int to) {
        for (; at < to; at++) {
            bare[at] = bare[at] == '\n' ? '\n' : ' ';
        }
    }

    private void skipDollars() {
        Matcher tag = DOLLAR.matcher(text).region(at, text.length());
        if (!tag.lookingAt()) {
            at++;
            return;
        }
        int close = text.indexOf(tag.group(), tag.end());
        at = close < 0 ? text.length() : close + tag.group().length();
    }

    private void end() {
        int first = begin;
        while (first < at && Character.isWhitespace(bare[first])) {
            first++;
        }
        if (first < at) {
            int line = 1
                    + (int) text.substring(0, first)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            statements.add(new SqlFile.Statement(line, new String(bare, first, at - first)));
        }
    }
}
