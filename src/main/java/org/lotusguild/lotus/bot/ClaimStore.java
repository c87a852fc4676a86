package org.lotusguild.lotus.bot;

import java.time.Instant;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.Tx;

/** Which triggers were answered: a claim and its answer commit together, so a trigger is answered once. */
final class ClaimStore {
    private final UserId account;

    ClaimStore(UserId account) {
        this.account = account;
    }

    /** False if the event was claimed before. */
    boolean claim(Tx tx, EventId event, Instant now) {
        return tx.sql("""
                        insert into bot_claim (account, event_id, claimed_at) values (:account, :event, :now)
                        on conflict do nothing""")
                        .bind("account", account)
                        .bind("event", event)
                        .bind("now", now)
                        .update()
                == 1;
    }

    boolean claimed(Tx tx, EventId event) {
        return tx.sql("select event_id from bot_claim where account = :account and event_id = :event")
                .bind("account", account)
                .bind("event", event)
                .first(row -> row.text("event_id"))
                .isPresent();
    }

    /** Whether anything was answered of late, by any account. */
    static boolean any(Tx tx) {
        return tx.sql("select event_id from bot_claim limit 1")
                .first(row -> row.text("event_id"))
                .isPresent();
    }

    int forgetBefore(Tx tx, Instant limit) {
        return tx.sql("delete from bot_claim where account = :account and claimed_at < :limit")
                .bind("account", account)
                .bind("limit", limit)
                .update();
    }
}
