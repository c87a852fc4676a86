package org.lotusguild.lotus.base.yaml;

/** The text is no YAML, or goes beyond a limit of the reader. The message names the mistake and never quotes the text. */
public final class MalformedYaml extends RuntimeException {
    private final int line;

    MalformedYaml(int line, String message) {
        super(message);
        this.line = line;
    }

    /** From 1; 0 if the whole is meant. */
    public int line() {
        return line;
    }
}
