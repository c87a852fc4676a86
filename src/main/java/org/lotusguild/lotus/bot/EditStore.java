package org.lotusguild.lotus.bot;

import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.store.Tx;

/** Own edits, and which messages they changed. */
final class EditStore {
    private final UserId account;

    EditStore(UserId account) {
        this.account = account;
    }

    void note(Tx tx, Incoming.Edit edit, Instant now) {
        tx.sql("""
                insert into bot_edit (account, event_id, original, seen_at) values (:account, :event, :original, :now)
                on conflict do nothing""")
                .bind("account", account)
                .bind("event", edit.meta().id())
                .bind("original", edit.target())
                .bind("now", now)
                .update();
    }

    Optional<EventId> original(Tx tx, EventId edit) {
        return tx.sql("select original from bot_edit where account = :account and event_id = :edit")
                .bind("account", account)
                .bind("edit", edit)
                .first(row -> EventId.parse(row.text("original")));
    }

    void forgetBefore(Tx tx, Instant limit) {
        tx.sql("delete from bot_edit where account = :account and seen_at < :limit")
                .bind("account", account)
                .bind("limit", limit)
                .update();
    }
}
