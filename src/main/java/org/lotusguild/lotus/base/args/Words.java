package org.lotusguild.lotus.base.args;

/**
 * Reads a line word by word: split at white space; {@code "…"} and {@code “…”} keep words together, with {@code \"} and
 * {@code \\} inside.
 */
final class Words {

    record Word(String text, boolean quoted) {}

    private final String line;
    private int at;

    Words(String line) {
        this.line = line;
        skipBlanks();
    }

    boolean done() {
        return at == line.length();
    }

    boolean startsWith(String beginning) {
        return line.startsWith(beginning, at);
    }

    /** Everything that is left, as it stands. */
    String rest() {
        String rest = line.substring(at).stripTrailing();
        at = line.length();
        return rest;
    }

    Word next() throws WrongArgument {
        char first = line.charAt(at);
        Word word = switch (first) {
            case '"' -> quoted('"');
            case '“' -> quoted('”');
            default -> plain();
        };
        skipBlanks();
        return word;
    }

    private Word plain() {
        int start = at;
        while (!done() && !Character.isWhitespace(line.charAt(at))) {
            at++;
        }
        return new Word(line.substring(start, at), false);
    }

    private Word quoted(char end) throws WrongArgument {
        StringBuilder text = new StringBuilder();
        for (at++; !done(); at++) {
            char c = line.charAt(at);
            if (c == end) {
                at++;
                return new Word(text.toString(), true);
            }
            if (c == '\\' && at + 1 < line.length() && "\"\\".indexOf(line.charAt(at + 1)) >= 0) {
                at++;
            }
            text.append(line.charAt(at));
        }
        throw new WrongArgument("a quote is not closed.");
    }

    private void skipBlanks() {
        while (!done() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
    }
}
