package org.lotusguild.lotus.launch.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jline.utils.AttributedString;

/** Lines in, lines out: for scripts. No prompt, no colours, no breaking of lines. */
public final class PipedDesk implements Desk {
    private final BufferedReader in;
    private final PrintStream out;

    public PipedDesk(Reader in, PrintStream out) {
        this.in = new BufferedReader(in);
        this.out = out;
    }

    @Override
    public Optional<String> next(String prompt) {
        try {
            return Optional.ofNullable(in.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void show(AttributedString text) {
        out.println(text);
        out.flush();
    }

    @Override
    public int width() {
        return 0;
    }

    @Override
    public boolean unattended() {
        return true;
    }

    @Override
    public void close() {}
}
