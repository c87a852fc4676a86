package org.lotusguild.lotus.launch;

import java.io.PrintStream;

/** What people read: colours only on a terminal, progress lines for long work. */
final class Console {
    private static final String RESET = "\u001b[0m";

    private final PrintStream out;
    private final PrintStream err;
    private final boolean colours;

    Console(PrintStream out, PrintStream err, boolean colours) {
        this.out = out;
        this.err = err;
        this.colours = colours;
    }

    static Console ofProcess(boolean plain) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        return new Console(System.out, System.err, terminal && !plain);
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    void blank() {
        line("");
    }

    /** One step of long work. */
    void step(String text) {
        line(painted("36", "› ") + text);
    }

    void good(String text) {
        line(painted("32", "✓ ") + text);
    }

    void error(String text) {
        err.println(painted("31", "lotus: ") + text);
        err.flush();
    }

    String strong(String text) {
        return painted("1", text);
    }

    private String painted(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + RESET : text;
    }
}
