package org.lotusguild.lotus.crypto.machine;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;

/** Olm sessions, and the hashes of Olm messages that came. */
final class OlmStore {
    private final long account;
    private final Sealer sealer;

    /**
     * Whom a session is with: an identity key is the other side's for certain only once it spoke, and whose it is says the
     * signing key beside it.
     *
     * @param signingKey of the device that we began it for, or that its other side names; empty: not known yet, good for
     *     reading only
     * @param heard whether the other side ever spoke over it
     */
    record Peer(Curve25519Key identityKey, Optional<Ed25519Key> signingKey, boolean heard) {}

    record SessionRow(
            Peer with, String sessionId, Secret pickle, Instant created, Instant lastDecrypted, Instant lastUsed) {}

    OlmStore(Surroundings at) {
        this.account = at.account();
        this.sealer = at.sealer();
    }

    /** All that we have sessions with. */
    Set<Peer> peers(Tx tx) {
        return new HashSet<>(tx.sql("""
                        select distinct sender_key, signing_key, heard from crypto_olm_session where account = :account
                        """).bind("account", account).list(OlmStore::peer));
    }

    /** The sessions over which the owner of this key spoke. */
    List<SessionRow> heard(Tx tx, Curve25519Key with) {
        return tx.sql("""
                        select sender_key, signing_key, heard, session_id, sealed, created, last_decrypted, last_used
                        from crypto_olm_session where account = :account and sender_key = :key and heard = 1
                        """).bind("account", account).bind("key", with.base64()).list(this::session);
    }

    /** The sessions that we began for a device and that it has not spoken over. */
    List<SessionRow> unheard(Tx tx, Curve25519Key with, Ed25519Key signingKey) {
        return tx.sql("""
                        select sender_key, signing_key, heard, session_id, sealed, created, last_decrypted, last_used
                        from crypto_olm_session
                        where account = :account and sender_key = :key and signing_key = :signing and heard = 0
                        """)
                .bind("account", account)
                .bind("key", with.base64())
                .bind("signing", signingKey.base64())
                .list(this::session);
    }

    void save(Tx tx, Collection<SessionRow> sessions) {
        tx.batch(
                """
                insert into crypto_olm_session
                    (account, sender_key, session_id, signing_key, heard, sealed, created, last_decrypted, last_used)
                values (:account, :key, :session, :signing, :heard, :sealed, :created, :decrypted, :used)
                on conflict (account, sender_key, session_id) do update set
                    signing_key = excluded.signing_key, heard = excluded.heard, sealed = excluded.sealed,
                    last_decrypted = excluded.last_decrypted, last_used = excluded.last_used
                """,
                sessions,
                (row, session) -> row.bind("account", account)
                        .bind("key", session.with().identityKey().base64())
                        .bind("session", session.sessionId())
                        .bind(
                                "signing",
                                session.with()
                                        .signingKey()
                                        .map(Ed25519Key::base64)
                                        .orElse(null))
                        .bind("heard", session.with().heard())
                        .bind("sealed", seal(session))
                        .bind("created", session.created())
                        .bind("decrypted", session.lastDecrypted())
                        .bind("used", session.lastUsed()));
    }

    private byte[] seal(SessionRow session) {
        return sealer.seal(
                Sealer.Table.OLM, place(session.with().identityKey(), session.sessionId()), session.pickle());
    }

    void delete(Tx tx, Curve25519Key with, String sessionId) {
        tx.sql("""
                        delete from crypto_olm_session
                        where account = :account and sender_key = :key and session_id = :session
                        """)
                .bind("account", account)
                .bind("key", with.base64())
                .bind("session", sessionId)
                .update();
    }

    boolean wasRead(Tx tx, Curve25519Key from, String hash) {
        return tx.sql("""
                        select hash from crypto_olm_seen
                        where account = :account and sender_key = :key and hash = :hash
                        """)
                .bind("account", account)
                .bind("key", from.base64())
                .bind("hash", hash)
                .first(row -> row.text("hash"))
                .isPresent();
    }

    void remember(Tx tx, Curve25519Key from, String hash, Instant now) {
        tx.sql("""
                        insert into crypto_olm_seen (account, sender_key, hash, seen_at)
                        values (:account, :key, :hash, :now)
                        """)
                .bind("account", account)
                .bind("key", from.base64())
                .bind("hash", hash)
                .bind("now", now)
                .update();
    }

    /** The identity keys with more remembered messages than that. */
    List<Curve25519Key> talkative(Tx tx, int most) {
        return tx.sql("""
                        select sender_key from crypto_olm_seen where account = :account
                        group by sender_key having count(*) > :most
                        """)
                .bind("account", account)
                .bind("most", most)
                .list(row -> new Curve25519Key(row.text("sender_key")));
    }

    void forgetSeenBeyond(Tx tx, Curve25519Key from, int most) {
        tx.sql("""
                        delete from crypto_olm_seen where account = :account and sender_key = :key and seen_at <= (
                            select seen_at from crypto_olm_seen where account = :account and sender_key = :key
                            order by seen_at desc limit 1 offset :most)
                        """)
                .bind("account", account)
                .bind("key", from.base64())
                .bind("most", most)
                .update();
    }

    /** Whom no device list shows, the one whose session was used last first. */
    List<Peer> unlisted(Tx tx) {
        return tx.sql("""
                        select s.sender_key, s.signing_key, s.heard, max(s.last_used) as used from crypto_olm_session s
                        where s.account = :account and not exists (select 1 from crypto_device d
                            where d.account = s.account and d.curve25519 = s.sender_key
                                and d.ed25519 = coalesce(s.signing_key, d.ed25519))
                        group by s.sender_key, s.signing_key, s.heard order by used desc
                        """).bind("account", account).list(OlmStore::peer);
    }

    void deleteAll(Tx tx, Peer with) {
        tx.sql("""
                        delete from crypto_olm_session where account = :account and sender_key = :key
                            and coalesce(signing_key, '') = :signing and heard = :heard
                        """)
                .bind("account", account)
                .bind("key", with.identityKey().base64())
                .bind("signing", with.signingKey().map(Ed25519Key::base64).orElse(""))
                .bind("heard", with.heard())
                .update();
    }

    /** What was remembered of messages under keys that we have no session with any more. */
    void forgetSeenOfNobody(Tx tx) {
        tx.sql("""
                        delete from crypto_olm_seen where account = :account and not exists (
                            select 1 from crypto_olm_session s
                            where s.account = crypto_olm_seen.account and s.sender_key = crypto_olm_seen.sender_key)
                        """).bind("account", account).update();
    }

    void forgetSeenBefore(Tx tx, Instant limit) {
        tx.sql("delete from crypto_olm_seen where account = :account and seen_at < :limit")
                .bind("account", account)
                .bind("limit", limit)
                .update();
    }

    private SessionRow session(Row row) {
        Peer with = peer(row);
        String id = row.text("session_id");
        return new SessionRow(
                with,
                id,
                sealer.open(Sealer.Table.OLM, place(with.identityKey(), id), row.bytes("sealed")),
                row.instant("created"),
                row.instant("last_decrypted"),
                row.instant("last_used"));
    }

    private static Peer peer(Row row) {
        return new Peer(
                new Curve25519Key(row.text("sender_key")),
                row.optionalText("signing_key").map(Ed25519Key::new),
                row.flag("heard"));
    }

    private static String place(Curve25519Key with, String sessionId) {
        return with.base64() + "|" + sessionId;
    }
}
