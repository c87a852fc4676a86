package org.lotusguild.lotus.launch;

import java.io.PrintStream;
import org.lotusguild.lotus.stack.trial.Progress;

/** What people read: colours only on a terminal, progress lines for long work. */
final class Console implements Progress {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;

    Console(PrintStream out, PrintStream err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    static Console ofProcess() {
        boolean terminal = System.console() != null && System.console().isTerminal();
        return new Console(System.out, System.err, terminal);
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    void error(String text) {
        err.println(painted("31", "lotus: ") + text);
        err.flush();
    }

    /** What to do about an error. */
    void hint(String text) {
        err.println("       " + text);
        err.flush();
    }

    String strong(String text) {
        return painted("1", text);
    }

    @Override
    public void step(String sentence) {
        line(painted("36", "› ") + sentence);
    }

    /** A line that the next one overwrites; only where it can be. */
    @Override
    public void detail(String words) {
        if (terminal) {
            out.print("\r\u001b[K  " + painted("2", words) + "\r");
            out.flush();
        }
    }

    @Override
    public void warning(String sentence) {
        line(painted("33", "! ") + sentence);
    }

    private String painted(String code, String text) {
        return terminal ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
