package org.lotusguild.lotus.crypto.machine;

import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.Decrypted.Reason;
import org.lotusguild.lotus.store.Tx;

/** Notices of others that a room key does not come. */
final class WithheldStore {
    private final long account;

    record Notice(Reason reason, UserId sender) {}

    WithheldStore(long account) {
        this.account = account;
    }

    /** @param room empty, with the sender's identity key as session, for a notice about all sessions of a device */
    Optional<Notice> find(Tx tx, String room, String sessionId) {
        return tx.sql("""
                        select code, sender from crypto_withheld
                        where account = :account and room = :room and session_id = :session
                        """)
                .bind("account", account)
                .bind("room", room)
                .bind("session", sessionId)
                .first(row -> new Notice(Reason.valueOf(row.text("code")), new UserId(row.text("sender"))));
    }

    void save(Tx tx, String room, String sessionId, Notice notice, Instant now) {
        tx.sql("""
                        insert into crypto_withheld (account, room, session_id, code, sender, received_at)
                        values (:account, :room, :session, :code, :sender, :now)
                        on conflict (account, room, session_id) do update set code = excluded.code,
                            sender = excluded.sender, received_at = excluded.received_at
                        """)
                .bind("account", account)
                .bind("room", room)
                .bind("session", sessionId)
                .bind("code", notice.reason().name())
                .bind("sender", notice.sender())
                .bind("now", now)
                .update();
    }

    void delete(Tx tx, String room, String sessionId) {
        tx.sql("""
                        delete from crypto_withheld
                        where account = :account and room = :room and session_id = :session
                        """)
                .bind("account", account)
                .bind("room", room)
                .bind("session", sessionId)
                .update();
    }

    void deleteBefore(Tx tx, Instant limit) {
        tx.sql("delete from crypto_withheld where account = :account and received_at < :limit")
                .bind("account", account)
                .bind("limit", limit)
                .update();
    }
}
