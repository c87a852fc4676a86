package org.lotusguild.lotus.webhooks.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Senders that want to know what became of their post before they are answered. Whoever delivers says so here; where that is another
 * process nobody does, and the sender is told that his post waits.
 */
public final class Waiting {
    private final Map<String, CompletableFuture<Outcome>> expected = new ConcurrentHashMap<>();

    /** What became of a post. */
    public sealed interface Outcome {}

    /**
     * It is in its rooms, or nobody wants it.
     *
     * @param answer what a script wants the sender to be told
     * @param transformFailed whether the script gave nothing and the built-in message was posted
     */
    public record Delivered(Optional<Answer> answer, boolean transformFailed) implements Outcome {
        public static final Delivered PLAIN = new Delivered(Optional.empty(), false);
    }

    /** It comes later: a room refuses it for now, or it is night. */
    public record Later() implements Outcome {}

    /** It could not be delivered, and is kept. */
    public record Dead() implements Outcome {}

    /** An answer in a script's words. */
    public record Answer(int status, String contentType, String body) {}

    /** One sender's wish to wait. */
    public final class Ticket implements AutoCloseable {
        private final String delivery;
        private final CompletableFuture<Outcome> outcome;

        private Ticket(String delivery, CompletableFuture<Outcome> outcome) {
            this.delivery = delivery;
            this.outcome = outcome;
        }

        /** Empty if it takes longer. */
        public Optional<Outcome> await(Duration limit) {
            try {
                return Optional.of(outcome.get(limit.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException | ExecutionException e) {
                return Optional.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }

        @Override
        public void close() {
            expected.remove(delivery);
        }
    }

    /** Before the post is stored: it may be delivered at once. */
    public Ticket expect(String delivery) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        expected.put(delivery, outcome);
        return new Ticket(delivery, outcome);
    }

    /** The post is out of the courier's hands. */
    public void settle(String delivery, Outcome outcome) {
        CompletableFuture<Outcome> waits = expected.get(delivery);
        if (waits != null) {
            waits.complete(outcome);
        }
    }
}
