package org.lotusguild.lotus.base;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** What the program logs while a test listens. */
public final class HeardLog implements AutoCloseable {
    private final ListAppender<ILoggingEvent> heard = new ListAppender<>();
    private final Logger all = (Logger) LoggerFactory.getLogger("org.lotusguild.lotus");
    private final Optional<Level> before = Optional.ofNullable(all.getLevel());

    /** @param level what is less grave is not logged */
    public HeardLog(Level level) {
        all.setLevel(level);
        heard.start();
        all.addAppender(heard);
    }

    /** The lines whose message begins so, with their values. */
    public List<String> lines(String beginning) {
        return copy().stream()
                .filter(event -> event.getFormattedMessage().startsWith(beginning))
                .map(HeardLog::line)
                .toList();
    }

    public List<String> errors() {
        return copy().stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
                .map(HeardLog::line)
                .toList();
    }

    private static String line(ILoggingEvent event) {
        Optional<String> cause = Optional.ofNullable(event.getThrowableProxy())
                .map(thrown -> thrown.getClassName() + ": " + thrown.getMessage());
        return event.getFormattedMessage() + " " + event.getKeyValuePairs()
                + cause.map(" "::concat).orElse("");
    }

    private List<ILoggingEvent> copy() {
        synchronized (heard) {
            return List.copyOf(heard.list);
        }
    }

    @Override
    public void close() {
        all.detachAppender(heard);
        all.setLevel(before.orElse(null));
    }
}
