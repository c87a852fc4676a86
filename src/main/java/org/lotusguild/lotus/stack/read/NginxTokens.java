package org.lotusguild.lotus.stack.read;

/** The words and signs of a file of nginx, one after the other. */
final class NginxTokens {
    private static final String BLANK = " \t\r\n";

    private final String text;
    private int at;
    private int line = 1;
    private int tokenLine = 1;
    private boolean quoted;

    NginxTokens(String text) {
        this.text = text;
    }

    /** The line of the last token. */
    int line() {
        return tokenLine;
    }

    /** Whether the last token is one of <code>; { }</code>, and no word in quotes that looks like one. */
    boolean isSign(String token) {
        return !quoted && (";".equals(token) || "{".equals(token) || "}".equals(token));
    }

    /** The next token; empty at the end of the file (a word in quotes may be empty too, see {@link #atEnd}). */
    String next() {
        skipBlanks();
        tokenLine = line;
        quoted = false;
        if (at >= text.length()) {
            return "";
        }
        char sign = text.charAt(at);
        if (sign == ';' || sign == '{' || sign == '}') {
            at++;
            return String.valueOf(sign);
        }
        return sign == '\'' || sign == '"' ? quoted(sign) : word();
    }

    boolean atEnd() {
        skipBlanks();
        return at >= text.length();
    }

    /** Leaves out a block of Lua, up to the brace that closes it; the opening one was read. Braces in its texts and comments are none. */
    void skipForeignBlock() {
        int depth = 1;
        while (at < text.length() && depth > 0) {
            char sign = text.charAt(at);
            if (sign == '\'' || sign == '"') {
                quoted(sign);
            } else if (text.startsWith("[[", at)) {
                skipTo("]]");
            } else if (text.startsWith("--", at)) {
                skipTo(text.startsWith("--[[", at) ? "]]" : "\n");
            } else {
                depth += sign == '{' ? 1 : sign == '}' ? -1 : 0;
                step();
            }
        }
    }

    /** Behind these signs, or to the end. */
    private void skipTo(String signs) {
        int end = text.indexOf(signs, at);
        int last = end < 0 ? text.length() : end + signs.length();
        while (at < last) {
            step();
        }
    }

    private void skipBlanks() {
        while (at < text.length()) {
            char sign = text.charAt(at);
            if (sign == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (BLANK.indexOf(sign) >= 0) {
                step();
            } else {
                return;
            }
        }
    }

    private String quoted(char quote) {
        quoted = true;
        StringBuilder word = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                step();
            }
            word.append(text.charAt(at));
            step();
        }
        if (at >= text.length()) {
            throw new Malformed(tokenLine, "a quote opens here and never closes");
        }
        at++;
        return word.toString();
    }

    /** As nginx has it: a word goes on over a closing brace, and over an opening one right behind a dollar sign. */
    private String word() {
        int begin = at;
        while (at < text.length()) {
            char sign = text.charAt(at);
            if (sign == '\\' && at + 1 < text.length() || text.startsWith("${", at)) {
                step();
            } else if (BLANK.indexOf(sign) >= 0 || sign == ';' || sign == '{') {
                break;
            }
            step();
        }
        return text.substring(begin, at);
    }

    private void step() {
        line += text.charAt(at) == '\n' ? 1 : 0;
        at++;
    }
}
