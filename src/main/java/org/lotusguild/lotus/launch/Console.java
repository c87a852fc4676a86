package org.lotusguild.lotus.launch;

import java.io.PrintStream;
import java.io.PrintWriter;
import org.lotusguild.lotus.stack.trial.Progress;

/** What people read: colours only on a terminal, progress lines for long work. */
final class Console implements Progress {
    /** Joins emoji; alone it hides nothing. */
    private static final int JOINER = 0x200d;

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
        err.println(overDetail() + painted("31", "lotus: ") + harmless(text));
        err.flush();
    }

    /** What to do about an error. */
    void hint(String text) {
        err.println("       " + harmless(text));
        err.flush();
    }

    /** What others wrote: a terminal obeys control characters, so none is left but the ends of lines. */
    static String harmless(String text) {
        return text.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !hidden(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean hidden(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.FORMAT && c != JOINER;
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
            out.print("\r\u001b[K  " + painted("2", harmless(words)) + "\r");
            out.flush();
            detailed = true;
        }
    }

    @Override
    public void warning(String sentence) {
        line(painted("33", "! ") + harmless(sentence));
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
