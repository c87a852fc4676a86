package org.lotusguild.lotus.launch;

import java.io.PrintStream;
import java.io.PrintWriter;
import org.lotusguild.lotus.launch.chat.Harmless;
import org.lotusguild.lotus.stack.trial.Progress;

/** What people read: colours only on a terminal, progress lines for long work. */
final class Console implements Progress {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private volatile boolean detailed;

    Console(PrintStream out, PrintStream err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    static Console ofProcess() {
        boolean terminal = System.console() != null && System.console().isTerminal();
        return new Console(System.out, System.err, terminal);
    }

    /** Whether somebody sits there: both what is typed and what is printed is a terminal's. */
    boolean interactive() {
        return terminal;
    }

    PrintWriter outWriter() {
        return new PrintWriter(out, true);
    }

    PrintWriter errWriter() {
        return new PrintWriter(err, true);
    }

    void line(String text) {
        out.println(overDetail() + text);
        out.flush();
    }

    void error(String text) {
        err.println(overDetail() + painted("31", "lotus: ") + Harmless.text(text));
        err.flush();
    }

    /** What to do about an error. */
    void hint(String text) {
        err.println("       " + Harmless.text(text));
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
            out.print("\r\u001b[K  " + painted("2", Harmless.text(words)) + "\r");
            out.flush();
            detailed = true;
        }
    }

    @Override
    public void warning(String sentence) {
        line(painted("33", "! ") + Harmless.text(sentence));
    }

    /** The rest of a detail must not stand behind the next line. */
    private String overDetail() {
        boolean was = detailed;
        detailed = false;
        return was ? "\u001b[K" : "";
    }

    private String painted(String code, String text) {
        return terminal ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
