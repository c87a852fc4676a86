package org.lotusguild.lotus.crypto.machine;

import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.crypto.machine.Inbound.Origin;
import org.lotusguild.lotus.crypto.machine.Inbound.Owner;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;

/** Who else brought the key of a session that we hold: one device a user. */
final class OwnerStore {
    private final long account;

    OwnerStore(long account) {
        this.account = account;
    }

    Optional<Owner> find(Tx tx, Inbound.Id id, UserId sender) {
        return tx.sql("""
                        select sender, sender_key, signing_key, trust from crypto_owner
                        where account = :account and session_id = :session and room = :room and sender = :sender
                        """)
                .bind("account", account)
                .bind("session", id.sessionId())
                .bind("room", id.room())
                .bind("sender", sender)
                .first(OwnerStore::owner);
    }

    void save(Tx tx, Inbound.Id id, Owner owner, UserId sender, Instant now) {
        tx.sql("""
                        insert into crypto_owner
                            (account, session_id, room, sender, sender_key, signing_key, trust, received_at)
                        values (:account, :session, :room, :sender, :senderKey, :signingKey, :trust, :now)
                        on conflict (account, session_id, room, sender) do update set sender_key = excluded.sender_key,
                            signing_key = excluded.signing_key, trust = excluded.trust
                        """)
                .bind("account", account)
                .bind("session", id.sessionId())
                .bind("room", id.room())
                .bind("sender", sender)
                .bind("senderKey", owner.identityKey().base64())
                .bind("signingKey", owner.signingKey().base64())
                .bind("trust", owner.trustAtReceipt().name())
                .bind("now", now)
                .update();
    }

    /** Of one user's rows only the youngest stay. */
    void keepYoungest(Tx tx, UserId sender, int most) {
        tx.sql("""
                        delete from crypto_owner where account = :account and sender = :sender and received_at <= (
                            select received_at from crypto_owner where account = :account and sender = :sender
                            order by received_at desc limit 1 offset :most)
                        """)
                .bind("account", account)
                .bind("sender", sender)
                .bind("most", most)
                .update();
    }

    private static Owner owner(Row row) {
        return new Owner(
                new UserId(row.text("sender")),
                new Curve25519Key(row.text("sender_key")),
                new Ed25519Key(row.text("signing_key")),
                Origin.DIRECT,
                Trust.valueOf(row.text("trust")));
    }
}
