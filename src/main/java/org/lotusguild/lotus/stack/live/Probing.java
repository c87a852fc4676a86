package org.lotusguild.lotus.stack.live;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.config.HostPort;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.stack.facts.Certificate;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Binding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the guild's TURN server every minute and its certificates every hour, for monitoring: the figures {@code lotus_probe_*}. */
public final class Probing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Probing.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final int CERTIFICATES_EVERY = 60;
    /** An answer that is older says nothing of now. */
    private static final Duration STALE = Duration.ofMinutes(5);

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final double DAY = Duration.ofDays(1).toSeconds();

    /** What is asked; the label {@code check}. */
    public enum Check {
        STUN,
        TURN,
        MATRIX_CERT,
        SERVER_CERT,
        TURN_CERT,
        AUTH_CERT,
        CLIENT_CERT,
        GRAFANA_CERT
    }

    /** How it is asked; the label {@code kind}. */
    public enum Kind {
        STUN,
        TURN,
        TLS
    }

    /** A part of the way; the label {@code step}. */
    public enum Step {
        BINDING,
        ALLOCATE
    }

    /**
     * What there is to ask.
     *
     * @param turn over UDP, where the guild has a TURN server
     * @param secret of TURN, asked for each time, for it may be another one by then; without it only STUN is asked
     * @param certificates who shows them
     */
    public record Targets(
            Optional<HostPort> turn, Supplier<Optional<Secret>> secret, Map<Check, HostPort> certificates) {
        public Targets {
            certificates = Map.copyOf(certificates);
        }
    }

    /** The last answer. */
    private record Seen(boolean up, Duration took, Instant at) {}

    private final Targets targets;
    private final Clock clock;
    private final Pause pause;
    private final Stun stun;
    private final TurnGrant turn;
    private final Handshakes handshakes;
    private final Map<Check, Seen> seen = new ConcurrentHashMap<>();
    private final Map<Check, Certificate> shown = new ConcurrentHashMap<>();
    private final Set<Check> broken = ConcurrentHashMap.newKeySet();
    private Optional<Thread> thread = Optional.empty();

    public Probing(Targets targets, Clock clock, SecureRandom random, Pause pause) {
        this.targets = targets;
        this.clock = clock;
        this.pause = pause;
        this.stun = new Stun(random, clock);
        this.turn = new TurnGrant(random, clock);
        this.handshakes = new Handshakes(random);
    }

    /** Registers the figures. What was not asked, or did not answer, has no number but for {@code lotus_probe_up}. */
    public Probing on(Metrics metrics) {
        metrics.gauges(
                "lotus_probe_up",
                "Whether the last question was answered as it should be",
                new Metrics.Label<>("check", Check.class),
                new Metrics.Label<>("kind", Kind.class),
                (check, kind) -> check.name().equals(kind.name()) ? up(check) : OptionalDouble.empty());
        metrics.gauges(
                "lotus_probe_seconds",
                "How long the last good answer took",
                new Metrics.Label<>("check", Check.class),
                new Metrics.Label<>("step", Step.class),
                (check, step) -> step == step(check) ? seconds(check) : OptionalDouble.empty());
        metrics.gauges(
                "lotus_probe_cert_days",
                "Days until the certificate ends that was shown last",
                new Metrics.Label<>("check", Check.class),
                new Metrics.Label<>("kind", Kind.class),
                (check, kind) -> kind == Kind.TLS ? days(check) : OptionalDouble.empty());
        return this;
    }

    private static Step step(Check check) {
        return check == Check.TURN ? Step.ALLOCATE : Step.BINDING;
    }

    private OptionalDouble up(Check check) {
        return last(check).map(last -> OptionalDouble.of(last.up() ? 1 : 0)).orElse(OptionalDouble.empty());
    }

    private OptionalDouble seconds(Check check) {
        return last(check)
                .filter(Seen::up)
                .map(last -> OptionalDouble.of(last.took().toNanos() / 1e9))
                .orElse(OptionalDouble.empty());
    }

    private Optional<Seen> last(Check check) {
        Instant limit = clock.instant().minus(STALE);
        return Optional.ofNullable(seen.get(check)).filter(last -> last.at().isAfter(limit));
    }

    private OptionalDouble days(Check check) {
        return left(check)
                .map(left -> OptionalDouble.of(left.toSeconds() / DAY))
                .orElse(OptionalDouble.empty());
    }

    /** How long the certificate is good that was shown last; negative if it has ended. */
    public Optional<Duration> left(Check check) {
        return Optional.ofNullable(shown.get(check)).map(last -> Duration.between(clock.instant(), last.notAfter()));
    }

    public Probing start() {
        thread = Optional.of(Thread.ofVirtual().name("probes").start(this::run));
        return this;
    }

    private void run() {
        try {
            for (int round = 0; ; round++) {
                ask();
                if (round % CERTIFICATES_EVERY == 0) {
                    look();
                }
                pause.take(EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The TURN server. */
    void ask() {
        targets.turn().ifPresent(at -> {
            guarded(Check.STUN, () -> {
                Binding binding = stun.ask(at.host(), at.port());
                note(Check.STUN, binding.failure(), binding.took());
            });
            guarded(Check.TURN, () -> relay(at));
        });
    }

    private void relay(HostPort at) {
        Optional<Secret> secret = targets.secret().get();
        if (secret.isEmpty()) {
            seen.remove(Check.TURN);
            return;
        }
        TurnGrant.Grant grant = turn.ask(at.host(), at.port(), secret.get());
        note(Check.TURN, grant.failure(), grant.took());
    }

    /** Whatever breaks, the other questions are asked, and the old answer counts no more. */
    private void guarded(Check check, Runnable question) {
        try {
            question.run();
            broken.remove(check);
        } catch (RuntimeException | Error defect) {
            seen.put(check, new Seen(false, Duration.ZERO, clock.instant()));
            if (broken.add(check)) {
                LOG.atError()
                        .addKeyValue("check", check)
                        .setCause(defect)
                        .log("a probe could not ask; it is tried again and again");
            }
        }
    }

    private void note(Check check, String failure, Duration took) {
        boolean up = failure.isEmpty();
        Seen before = seen.put(check, new Seen(up, took, clock.instant()));
        if (!up && (before == null || before.up())) {
            LOG.atWarn().addKeyValue("check", check).addKeyValue("why", failure).log("a probe got no good answer");
        }
    }

    /** The certificates; one that is not shown keeps its last number, which goes down by itself. */
    void look() {
        targets.certificates()
                .forEach((check, at) -> guarded(
                        check,
                        () -> handshakes
                                .ask(at.host(), at.port())
                                .certificate()
                                .ifPresent(certificate -> shown.put(check, certificate))));
    }

    @Override
    public void close() throws InterruptedException {
        if (thread.isPresent()) {
            thread.get().interrupt();
            thread.get().join(PATIENCE);
        }
    }
}
