package org.lotusguild.lotus.launch.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;

/** A terminal: new lines appear above the one that is being typed. What was typed is kept in memory only. */
public final class TerminalDesk implements Desk {
    private final Terminal terminal;
    private final LineReader reader;
    private final boolean plain;

    TerminalDesk(Terminal terminal, Completer completer, boolean plain) {
        this.terminal = terminal;
        this.plain = plain;
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("lotus")
                .parser(parser())
                .completer(completer)
                // A command of the bot begins with the sign that would call up older lines.
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                // What was said comes back from the homeserver: then it is shown.
                .option(LineReader.Option.ERASE_LINE_ON_FINISH, true)
                .build();
    }

    /** @param plain without bold and faint letters */
    public static TerminalDesk ofProcess(Completer completer, boolean plain) {
        try {
            return new TerminalDesk(
                    TerminalBuilder.builder().system(true).dumb(true).build(), completer, plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is typed is text: an apostrophe opens nothing, a backslash hides nothing. */
    private static DefaultParser parser() {
        DefaultParser parser = new DefaultParser();
        parser.setQuoteChars(new char[0]);
        parser.setEscapeChars(new char[0]);
        return parser;
    }

    @Override
    public Optional<String> next(String prompt) {
        while (true) {
            try {
                return Optional.of(reader.readLine(prompt));
            } catch (UserInterruptException e) {
                if (e.getPartialLine().isEmpty()) {
                    return Optional.empty();
                }
            } catch (EndOfFileException e) {
                return Optional.empty();
            }
        }
    }

    @Override
    public void show(AttributedString text) {
        reader.printAbove(plain ? new AttributedString(text.toString()) : text);
    }

    @Override
    public int width() {
        return Math.max(0, terminal.getWidth());
    }

    @Override
    public boolean unattended() {
        return false;
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
