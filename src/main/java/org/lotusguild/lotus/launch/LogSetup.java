package org.lotusguild.lotus.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Where the log goes: a file of the home (10 MB, four old ones kept), or standard error for a service manager. */
final class LogSetup {
    /**
     * One event, one line: what others wrote (a homeserver's error, an id) cannot begin a line of its own, nor write control
     * characters into the terminal of who reads the log. A trace is indented for the same reason.
     */
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{0}"
            + " %replace(%msg %kvp){'[\\p{Cntrl}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]', '?'}%n"
            + "%replace(%ex){'\\R(?=.)', '\n  '}%nopex";

    private LogSetup() {}

    static void toFile(Path folder) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setContext(context);
        file.setFile(folder.resolve("lotus.log").toString());
        file.setEncoder(encoder(context));
        FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
        window.setContext(context);
        window.setParent(file);
        window.setFileNamePattern(folder.resolve("lotus.%i.log").toString());
        window.setMinIndex(1);
        window.setMaxIndex(4);
        window.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(FileSize.valueOf("10MB"));
        size.start();
        file.setRollingPolicy(window);
        file.setTriggeringPolicy(size);
        file.start();
        use(context, file, Level.INFO);
    }

    static void toStandardError(Level level) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        toStandardError(context, encoder(context), level);
    }

    static void toStandardError(LoggerContext context, Encoder<ILoggingEvent> encoder, Level level) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        use(context, console, level);
    }

    static PatternLayoutEncoder encoder(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        return encoder;
    }

    private static void use(LoggerContext context, Appender<ILoggingEvent> appender, Level level) {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(appender);
        root.setLevel(level);
    }
}
