package org.lotusguild.lotus.stack.read;

/** A file is not what its kind asks for. The message quotes nothing of it. */
public final class Malformed extends RuntimeException {
    private final int line;

    /** @param line from 1; 0 if the whole is meant */
    Malformed(int line, String message) {
        super(message);
        this.line = line;
    }

    /** From 1; 0 if the whole is meant. */
    public int line() {
        return line;
    }
}
