package org.lotusguild.lotus.bot.basic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks all services at once, 2 s each, and remembers the answers for 10 s. */
public final class ServiceStates {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final List<ServiceCheck> checks;
    private final Clock clock;
    private final Map<String, String> errors = new HashMap<>();
    private List<State> last = List.of();
    private Instant asked = Instant.MIN;

    public ServiceStates(List<ServiceCheck> checks, Clock clock) {
        this.checks = List.copyOf(checks);
        this.clock = clock;
    }

    /**
     * How a service was when it was asked last.
     *
     * @param lastError what was wrong when something was; empty if nothing was yet
     */
    public record State(String name, String address, ServiceCheck.Reading reading, String lastError) {}

    public synchronized List<State> now() {
        if (asked.equals(Instant.MIN) || clock.instant().isAfter(asked.plus(FRESH))) {
            last = ask();
            asked = clock.instant();
        }
        return last;
    }

    private List<State> ask() {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Future<ServiceCheck.Reading>> answers =
                    checks.stream().map(c -> threads.submit(c::check)).toList();
            long end = System.nanoTime() + LIMIT.toNanos();
            List<State> states = new ArrayList<>();
            for (int i = 0; i < checks.size(); i++) {
                states.add(state(checks.get(i), answers.get(i), end));
            }
            return List.copyOf(states);
        } finally {
            threads.shutdownNow(); // not close(): a look-up of a name does not end when it is interrupted
        }
    }

    private State state(ServiceCheck check, Future<ServiceCheck.Reading> answer, long end) {
        ServiceCheck.Reading reading = reading(answer, end);
        if (reading instanceof ServiceCheck.Down(String why)) {
            boolean broke = answer.state() == Future.State.FAILED;
            errors.put(
                    check.name(), broke ? String.valueOf(answer.exceptionNow().getMessage()) : why);
        }
        return new State(check.name(), check.address(), reading, errors.getOrDefault(check.name(), ""));
    }

    private static ServiceCheck.Reading reading(Future<ServiceCheck.Reading> answer, long end) {
        try {
            return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new ServiceCheck.Down("no answer in 2 s");
        } catch (ExecutionException e) {
            return new ServiceCheck.Down("the check failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ServiceCheck.Down("stopped");
        }
    }
}
