package org.lotusguild.lotus.matrix;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.lotusguild.lotus.base.metric.Counter;
import org.lotusguild.lotus.base.metric.Counters;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.base.metric.Metrics.Label;
import org.lotusguild.lotus.store.StoreException;

/** What the accounts of a process count, all together. */
public final class Figures {
    private final Counters<Sync> syncs;
    private final Counters<Send> sends;
    private final Counter skipped;
    private final List<Account> accounts = new CopyOnWriteArrayList<>();

    /** What came of a request to {@code /sync}. */
    public enum Sync {
        ANSWERED,
        FAILED
    }

    /** What came of events on their way. */
    public enum Send {
        SENT,
        REFUSED,
        DROPPED,
        /** Not sent yet: the homeserver was away or unwell. */
        RETRIED,
        /** Not sent yet: the homeserver asked us to wait. */
        LIMITED,
        /** Not taken: too many wait already. */
        QUEUE_FULL
    }

    /**
     * An account that is open.
     *
     * @param silence since its last good answer to sync
     * @param waiting events on their way
     */
    public record Account(Supplier<Duration> silence, LongSupplier waiting) {}

    public Figures(Metrics metrics) {
        syncs = metrics.counters(
                "lotus_matrix_sync_total", "Answers to sync and failures", new Label<>("outcome", Sync.class));
        sends = metrics.counters(
                "lotus_matrix_send_total", "What came of events on their way", new Label<>("outcome", Send.class));
        skipped = metrics.counter("lotus_matrix_skipped_total", "What came from the homeserver and could not be used");
        metrics.gauge(
                "lotus_matrix_sync_silence_seconds",
                "Since the last good answer to sync; of the account that has waited longest",
                () -> accounts.stream()
                        .mapToLong(account -> account.silence().get().toSeconds())
                        .max()
                        .orElse(0));
        metrics.gauge("lotus_matrix_send_waiting", "Events on their way, of all accounts", this::waiting);
    }

    public void count(Sync outcome) {
        syncs.of(outcome).add();
    }

    public void count(Send outcome) {
        sends.of(outcome).add();
    }

    public void countSkipped() {
        skipped.add();
    }

    public void opened(Account account) {
        accounts.add(account);
    }

    public void closed(Account account) {
        accounts.remove(account);
    }

    /** No number while the database cannot say: the other figures are read all the same. */
    private double waiting() {
        try {
            return accounts.stream()
                    .mapToLong(account -> account.waiting().getAsLong())
                    .sum();
        } catch (StoreException e) {
            return Double.NaN;
        }
    }
}
