package org.lotusguild.lotus.crypto.machine;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.store.Tx;

/** The row of the backup, and which sessions it has. */
final class BackupStore {
    private final long account;

    /** The version that keys go to and its public key; both empty until the server's version is found good. */
    record BackupRow(Optional<String> version, Optional<String> publicKey) {}

    /** A session as it was when it was sent to the backup. */
    record Sent(Inbound.Id id, long firstIndex) {}

    BackupStore(long account) {
        this.account = account;
    }

    Optional<BackupRow> find(Tx tx) {
        return tx.sql("select version, public_key from crypto_backup where account = :account")
                .bind("account", account)
                .first(row -> new BackupRow(row.optionalText("version"), row.optionalText("public_key")));
    }

    void save(Tx tx, BackupRow row) {
        tx.sql("""
                        insert into crypto_backup (account, version, public_key) values (:account, :version, :key)
                        on conflict (account) do update set version = excluded.version, public_key = excluded.public_key
                        """)
                .bind("account", account)
                .bind("version", row.version().orElse(null))
                .bind("key", row.publicKey().orElse(null))
                .update();
    }

    /** What other versions have counts no longer. */
    void forgetOthers(Tx tx, String version) {
        tx.sql("update crypto_inbound set backed_up = null where account = :account and backed_up <> :version")
                .bind("account", account)
                .bind("version", version)
                .update();
    }

    List<Inbound.Id> toBackUp(Tx tx, int most) {
        return tx.sql("""
                        select room, session_id from crypto_inbound
                        where account = :account and backed_up is null limit :most
                        """)
                .bind("account", account)
                .bind("most", most)
                .list(row -> new Inbound.Id(new RoomId(row.text("room")), row.text("session_id")));
    }

    /** Unless an earlier index of the session came meanwhile. */
    void backedUp(Tx tx, String version, Collection<Sent> sessions) {
        tx.batch(
                """
                update crypto_inbound set backed_up = :version
                where account = :account and session_id = :session and room = :room and first_index = :first
                """,
                sessions,
                (row, sent) -> row.bind("version", version)
                        .bind("account", account)
                        .bind("session", sent.id().sessionId())
                        .bind("room", sent.id().room())
                        .bind("first", sent.firstIndex()));
    }

    long sessions(Tx tx) {
        return tx.sql("select count(*) as n from crypto_inbound where account = :account")
                .bind("account", account)
                .first(row -> row.number("n"))
                .orElse(0L);
    }

    long waiting(Tx tx) {
        return tx.sql("select count(*) as n from crypto_inbound where account = :account and backed_up is null")
                .bind("account", account)
                .first(row -> row.number("n"))
                .orElse(0L);
    }
}
