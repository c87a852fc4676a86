package org.lotusguild.lotus.crypto.machine;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.Tx;

/** Whose device lists we follow. */
final class TrackStore {
    private final long account;

    /**
     * @param dirty the list must be queried before it is used
     * @param sequence grows with each sign of a change: an answer to an older question does not clean
     * @param attempts questions in a row that brought no list
     */
    record Tracked(boolean dirty, long sequence, long attempts, Instant retryAt) {
        /** Followed from now on, never asked for. */
        static Tracked unseen() {
            return new Tracked(true, 1, 0, Instant.EPOCH);
        }
    }

    TrackStore(long account) {
        this.account = account;
    }

    Map<UserId, Tracked> all(Tx tx) {
        Map<UserId, Tracked> all = new HashMap<>();
        tx.sql("select user_id, dirty, sequence, attempts, retry_at from crypto_tracked where account = :account")
                .bind("account", account)
                .list(row -> all.put(
                        new UserId(row.text("user_id")),
                        new Tracked(
                                row.flag("dirty"),
                                row.number("sequence"),
                                row.number("attempts"),
                                row.instant("retry_at"))));
        return all;
    }

    void save(Tx tx, UserId user, Tracked tracked) {
        tx.sql("""
                        insert into crypto_tracked (account, user_id, dirty, sequence, attempts, retry_at)
                        values (:account, :user, :dirty, :sequence, :attempts, :retry)
                        on conflict (account, user_id) do update set dirty = excluded.dirty,
                            sequence = excluded.sequence, attempts = excluded.attempts, retry_at = excluded.retry_at
                        """)
                .bind("account", account)
                .bind("user", user)
                .bind("dirty", tracked.dirty())
                .bind("sequence", tracked.sequence())
                .bind("attempts", tracked.attempts())
                .bind("retry", tracked.retryAt())
                .update();
    }

    void delete(Tx tx, UserId user) {
        tx.sql("delete from crypto_tracked where account = :account and user_id = :user")
                .bind("account", account)
                .bind("user", user)
                .update();
    }
}
