package org.lotusguild.lotus.crypto.machine;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;

/** Olm sessions, and the hashes of Olm messages that came. */
final class OlmStore {
    private final long account;
    private final Sealer sealer;

    record SessionRow(
            Curve25519Key with,
            String sessionId,
            Secret pickle,
            Instant created,
            Instant lastDecrypted,
            Instant lastUsed) {}

    OlmStore(Surroundings at) {
        this.account = at.account();
        this.sealer = at.sealer();
    }

    /** The identity keys that we have sessions with. */
    Set<Curve25519Key> correspondents(Tx tx) {
        return new HashSet<>(tx.sql("select distinct sender_key from crypto_olm_session where account = :account")
                .bind("account", account)
                .list(row -> new Curve25519Key(row.text("sender_key"))));
    }

    List<SessionRow> sessions(Tx tx, Curve25519Key with) {
        return tx.sql("""
                        select session_id, sealed, created, last_decrypted, last_used from crypto_olm_session
                        where account = :account and sender_key = :key
                        """).bind("account", account).bind("key", with.base64()).list(row -> session(with, row));
    }

    void save(Tx tx, Collection<SessionRow> sessions) {
        tx.batch(
                """
                insert into crypto_olm_session
                    (account, sender_key, session_id, sealed, created, last_decrypted, last_used)
                values (:account, :key, :session, :sealed, :created, :decrypted, :used)
                on conflict (account, sender_key, session_id) do update set
                    sealed = excluded.sealed, last_decrypted = excluded.last_decrypted,
                    last_used = excluded.last_used
                """,
                sessions,
                (row, session) -> row.bind("account", account)
                        .bind("key", session.with().base64())
                        .bind("session", session.sessionId())
                        .bind("sealed", seal(session))
                        .bind("created", session.created())
                        .bind("decrypted", session.lastDecrypted())
                        .bind("used", session.lastUsed()));
    }

    private byte[] seal(SessionRow session) {
        return sealer.seal(Sealer.Table.OLM, place(session.with(), session.sessionId()), session.pickle());
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

    /** The identity keys of sessions that no device list shows, the one that was used last first. */
    List<Curve25519Key> unlisted(Tx tx) {
        return tx.sql("""
                        select s.sender_key, max(s.last_used) as used from crypto_olm_session s
                        where s.account = :account and not exists (select 1 from crypto_device d
                            where d.account = s.account and d.curve25519 = s.sender_key)
                        group by s.sender_key order by used desc
                        """).bind("account", account).list(row -> new Curve25519Key(row.text("sender_key")));
    }

    /** The sessions with this key, and what was remembered of them. */
    void deleteAll(Tx tx, Curve25519Key with) {
        for (String table : List.of("crypto_olm_session", "crypto_olm_seen")) {
            tx.sql("delete from " + table + " where account = :account and sender_key = :key")
                    .bind("account", account)
                    .bind("key", with.base64())
                    .update();
        }
    }

    void forgetSeenBefore(Tx tx, Instant limit) {
        tx.sql("delete from crypto_olm_seen where account = :account and seen_at < :limit")
                .bind("account", account)
                .bind("limit", limit)
                .update();
    }

    private SessionRow session(Curve25519Key with, Row row) {
        String id = row.text("session_id");
        return new SessionRow(
                with,
                id,
                sealer.open(Sealer.Table.OLM, place(with, id), row.bytes("sealed")),
                row.instant("created"),
                row.instant("last_decrypted"),
                row.instant("last_used"));
    }

    private static String place(Curve25519Key with, String sessionId) {
        return with.base64() + "|" + sessionId;
    }
}
