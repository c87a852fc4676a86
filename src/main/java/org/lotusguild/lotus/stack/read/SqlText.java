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

    private static final Pattern ROWS_FOLLOW = Pattern.compile("(?is)copy\\s.*\\sfrom\\s+stdin\\b.*");
    private static final Pattern ROWS_END = Pattern.compile("(?m)^\\\\\\.$");

    private final String text;
    private final char[] bare;
    private final List<SqlFile.Statement> statements = new ArrayList<>();
    private int at;
    private int begin;
    private int counted;
    private int line = 1;

    private SqlText(String text) {
        this.text = text;
        this.bare = text.toCharArray();
    }

    /** @throws Malformed if a text or a comment never ends: nobody knows then what is a statement */
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
                blank(behindComment());
            } else if (sign == '\'' || sign == '"') {
                at = behindQuotes(sign);
            } else if (sign == '$') {
                skipDollars();
            } else if (sign == ';') {
                boolean rows = end();
                at = rows ? behindRows() : at + 1;
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

    /** PostgreSQL's comments nest. */
    private int behindComment() {
        int depth = 1;
        for (int i = at + 2; i < text.length(); i++) {
            if (text.startsWith("/*", i)) {
                depth++;
                i++;
            } else if (text.startsWith("*/", i)) {
                depth--;
                i++;
                if (depth == 0) {
                    return i + 1;
                }
            }
        }
        throw new Malformed(line(at), "a comment begins here and never ends");
    }

    /** In {@code E'…'} a backslash takes the sign behind it along. */
    private int behindQuotes(char quote) {
        boolean escapes = quote == '\'' && at > 0 && "eE".indexOf(text.charAt(at - 1)) >= 0 && !inWord(at - 2);
        for (int i = at + 1; i < text.length(); i++) {
            if (escapes && text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == quote) {
                return i + 1;
            }
        }
        throw new Malformed(line(at), "a quote opens here and never closes");
    }

    private boolean inWord(int before) {
        return before >= 0 && (Character.isLetterOrDigit(text.charAt(before)) || text.charAt(before) == '_');
    }

    private void skipDollars() {
        Matcher tag = DOLLAR.matcher(text).region(at, text.length());
        if (!tag.lookingAt()) {
            at++;
            return;
        }
        int close = text.indexOf(tag.group(), tag.end());
        if (close < 0) {
            throw new Malformed(line(at), "a text begins here with " + tag.group() + " and never ends");
        }
        at = close + tag.group().length();
    }

    /** What {@code psql} sends as rows is no SQL. */
    private int behindRows() {
        Matcher end = ROWS_END.matcher(text);
        return end.find(at) ? end.end() : text.length();
    }

    /** Ends a statement; whether rows follow it. */
    private boolean end() {
        int first = begin;
        while (first < at && Character.isWhitespace(bare[first])) {
            first++;
        }
        if (first < at) {
            SqlFile.Statement statement = new SqlFile.Statement(line(first), new String(bare, first, at - first));
            statements.add(statement);
            return ROWS_FOLLOW.matcher(statement.text()).matches();
        }
        return false;
    }

    /** Of a place that is not before one that was asked for already. */
    private int line(int place) {
        for (; counted < place; counted++) {
            line += text.charAt(counted) == '\n' ? 1 : 0;
        }
        return line;
    }
}
