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
    Optional<Reason> find(Tx tx, String room, String sessionId, UserId sender) {
        return tx.sql("""
                        select code from crypto_withheld
                        where account = :account and room = :room and session_id = :session and sender = :sender
                        """)
                .bind("account", account)
                .bind("room", room)
                .bind("session", sessionId)
                .bind("sender", sender)
                .first(row -> Reason.valueOf(row.text("code")));
    }

    void save(Tx tx, String room, String sessionId, Notice notice, Instant now) {
        tx.sql("""
                        insert into crypto_withheld (account, room, session_id, code, sender, received_at)
                        values (:account, :room, :session, :code, :sender, :now)
                        on conflict (account, room, session_id, sender) do update set code = excluded.code,
                            received_at = excluded.received_at
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

    /** Of one user's notices only the youngest stay. */
    void keepYoungest(Tx tx, UserId sender, int most) {
        tx.sql("""
                        delete from crypto_withheld where account = :account and sender = :sender and received_at <= (
                            select received_at from crypto_withheld where account = :account and sender = :sender
                            order by received_at desc limit 1 offset :most)
                        """)
                .bind("account", account)
                .bind("sender", sender)
                .bind("most", most)
                .update();
    }

    void deleteBefore(Tx tx, Instant limit) {
        tx.sql("delete from crypto_withheld where account = :account and received_at < :limit")
                .bind("account", account)
                .bind("limit", limit)
                .update();
    }
}
