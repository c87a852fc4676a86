package org.lotusguild.lotus.matrix.api;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.Backoff;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.http.HttpFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats by the table of errors: what was limited always, what failed without a known outcome only if it may be repeated.
 * Goes on for 5 minutes in all, then the failure is the caller's.
 */
final class Retrier {
    private static final Logger LOG = LoggerFactory.getLogger(Retrier.class);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Pause pause;
    private final Backoff backoff;

    Retrier(Pause pause, RandomGenerator random) {
        this.pause = pause;
        this.backoff = Backoff.ofCalls(random);
    }

    <T> T run(Request request, Supplier<T> attempt) {
        Duration spent = Duration.ZERO;
        for (int failures = 1; ; failures++) {
            RuntimeException failure;
            Optional<Duration> wait;
            long begun = System.nanoTime();
            try {
                return attempt.get();
            } catch (MatrixException e) {
                failure = e;
                wait = afterRefusal(e, request, failures);
            } catch (HttpFailure e) {
                failure = e;
                wait = afterFailure(e, request, failures);
            }
            spent = spent.plusNanos(System.nanoTime() - begun).plus(wait.orElse(Duration.ZERO));
            if (wait.isEmpty() || spent.compareTo(LIMIT) > 0) {
                throw failure;
            }
            sleep(request, wait.get(), failure);
        }
    }

    private Optional<Duration> afterRefusal(MatrixException refusal, Request request, int failures) {
        if (refusal.limited()) {
            return refusal.retryAfter().or(() -> Optional.of(backoff.after(failures)));
        }
        return refusal.unwell() && request.repeatable() ? Optional.of(backoff.after(failures)) : Optional.empty();
    }

    private Optional<Duration> afterFailure(HttpFailure failure, Request request, int failures) {
        boolean passing = switch (failure.kind()) {
            case CONNECT, TIMEOUT, BROKEN -> true;
            case TOO_LARGE, ADDRESS, INTERRUPTED -> false;
        };
        return passing && request.repeatable() ? Optional.of(backoff.after(failures)) : Optional.empty();
    }

    private void sleep(Request request, Duration wait, RuntimeException why) {
        LOG.atInfo()
                .addKeyValue("request", request.method() + " " + request.path())
                .addKeyValue("wait_ms", wait.toMillis())
                .addKeyValue("why", why.getMessage())
                .log("the homeserver could not do it now; waiting");
        try {
            pause.take(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpFailure(HttpFailure.Kind.INTERRUPTED, "asked to stop while waiting", e);
        }
    }
}
