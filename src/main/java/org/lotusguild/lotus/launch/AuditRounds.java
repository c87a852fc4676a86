package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.lotusguild.lotus.base.HostName;
import org.lotusguild.lotus.base.config.ConfigException;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.stack.audit.LastAudit;
import org.lotusguild.lotus.stack.audit.News;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.check.Severity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a day at the configuration of the servers on this machine. What came of it is in the figures, also after a restart;
 * what is new since the round before, or gone, is told in one message.
 */
final class AuditRounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditRounds.class);
    /** When the start of the program is over. */
    private static final Duration FIRST = Duration.ofMinutes(5);

    private static final Duration EVERY = Duration.ofHours(24);
    private static final Duration LOOK = Duration.ofMinutes(30);
    private static final Duration ENDING = Duration.ofSeconds(2);
    private static final Severity TOLD_FROM = Severity.MEDIUM;

    private final Path home;
    private final World world;
    private final Function<Instant, Optional<Report>> audit;
    private final AtomicReference<LastAudit> last;
    private final String host = HostName.here();
    private String complaint = "";
    private Consumer<String> desk = line -> {};
    private final Thread thread = Thread.ofVirtual().name("audit").unstarted(this::run);

    /**
     * @param home keeps what was found last
     * @param audit at a moment; empty where there is nothing to look at
     */
    AuditRounds(Path home, World world, Function<Instant, Optional<Report>> audit) {
        this.home = home;
        this.world = world;
        this.audit = audit;
        this.last = new AtomicReference<>(LastAudit.read(home));
        register(world.metrics());
    }

    private void register(Metrics metrics) {
        metrics.gauges(
                "lotus_audit_findings",
                "What the last audit of the servers on this machine found",
                new Metrics.Label<>("severity", Severity.class),
                severity -> last.get().count(severity));
        metrics.gauge(
                "lotus_audit_last_run_timestamp_seconds",
                "When the servers on this machine were last audited, 0 for never",
                () -> last.get().when());
    }

    /** @param to where those who run the guild hear of it */
    void start(Consumer<String> to) {
        this.desk = to;
        thread.start();
    }

    private void run() {
        try {
            world.pause().take(FIRST);
            while (true) {
                look();
                world.pause().take(LOOK);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            Instant now = world.clock().instant();
            if (due(now)) {
                audit.apply(now).ifPresent(this::note);
                complaint = "";
            }
        } catch (ConfigException e) {
            complain(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            LOG.atError().setCause(e).log("the servers could not be audited; it is tried again");
        }
    }

    /** Of a file that a person broke: nothing is audited until it is mended. Told once. */
    private void complain(String what) {
        LOG.atWarn().addKeyValue("why", what).log("the servers are not audited");
        if (!what.equals(complaint)) {
            complaint = what;
            desk.accept(host + ": the servers are not audited any more. " + what);
        }
    }

    /** A last time that is still to come was that of a clock that went wrong. */
    private boolean due(Instant now) {
        Duration since = Duration.between(last.get().time(), now);
        return since.isNegative() || since.compareTo(EVERY) >= 0;
    }

    private void note(Report report) {
        LastAudit before = last.get();
        LastAudit found = before.next(report);
        News news = found.since(before, TOLD_FROM);
        try {
            // First kept, then told: a crash between costs a message, and never tells one twice.
            found.write(home);
            last.set(found);
            if (!news.none()) {
                desk.accept(news.text(host));
            }
            LOG.atInfo()
                    .addKeyValue("findings", found.findings().size())
                    .addKeyValue("new", news.appeared().size())
                    .addKeyValue("gone", news.gone().size())
                    .log("audited the servers");
        } catch (IOException e) {
            LOG.atError().setCause(e).log("what the audit found could not be kept; it is done again");
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join(ENDING);
    }
}
