package org.lotusguild.lotus.stack.facts;

import java.util.List;

/** A file of SQL. */
public record SqlFile(Origin origin, List<Statement> statements) implements Document {
    public SqlFile {
        statements = List.copyOf(statements);
    }

    /**
     * A statement without its semicolon; comments in it are blanks, so that every sign stands where it stood.
     *
     * @param line of its first word
     */
    public record Statement(int line, String text) {
        /** The line of the sign at this offset of the text. */
        public int lineAt(int offset) {
            return line
                    + (int) text.substring(0, offset)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
        }
    }

    @Override
    public Kind kind() {
        return Kind.SQL;
    }
}
