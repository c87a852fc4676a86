package org.lotusguild.lotus.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Until the program knows its home: only what somebody must see. See {@link LogSetup}. The library finds it by the list of
 * services; a file would say the same, and every start would set up a parser of XML to read it.
 */
public final class FirstLogs extends ContextAwareBase implements Configurator {
    private static final String PATTERN = "%-5level %logger{0} %msg %kvp%n";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (FirstLogs.class.getResource("/logback-test.xml") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY; // tests have a file of their own
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        LogSetup.toStandardError(context, encoder, Level.ERROR);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
