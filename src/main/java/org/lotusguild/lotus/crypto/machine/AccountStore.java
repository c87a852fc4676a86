package org.lotusguild.lotus.crypto.machine;

import java.util.Optional;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.AccountBroken;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;

/** The account's own row. */
final class AccountStore {

    record AccountRow(long account, byte[] sealed, long starts, Published published) {}

    Optional<AccountRow> find(Tx tx, UserId user, DeviceId device) {
        return tx.sql("""
                        select account, sealed, shared, broken, starts, server_keys, fallback_wanted, fallback_made,
                            forget_fallback_at, cross_signing_wanted
                        from crypto_account where user_id = :user and device_id = :device
                        """).bind("user", user).bind("device", device).first(AccountStore::row);
    }

    long nextAccount(Tx tx) {
        return tx.sql("select coalesce(max(account), 0) + 1 as next from crypto_account")
                .first(row -> row.number("next"))
                .orElseThrow();
    }

    void insert(Tx tx, long account, UserId user, DeviceId device, byte[] sealed, Published published) {
        tx.sql("""
                        insert into crypto_account (account, user_id, device_id, sealed, shared, broken, starts,
                            server_keys, fallback_wanted, fallback_made, forget_fallback_at, cross_signing_wanted)
                        values (:account, :user, :device, :sealed, :shared, null, 0, :serverKeys, :fallbackWanted,
                            :fallbackMade, null, :crossSigningWanted)
                        """)
                .bind("account", account)
                .bind("user", user)
                .bind("device", device)
                .bind("sealed", sealed)
                .bind("shared", published.shared())
                .bind("serverKeys", published.serverKeys())
                .bind("fallbackWanted", published.fallback().wanted())
                .bind("fallbackMade", published.fallback().made())
                .bind("crossSigningWanted", published.crossSigningWanted())
                .update();
    }

    /** Another device in the same row, never started yet. */
    void replace(Tx tx, long account, DeviceId device, byte[] sealed) {
        tx.sql("update crypto_account set device_id = :device, sealed = :sealed, starts = 0 where account = :account")
                .bind("account", account)
                .bind("device", device)
                .bind("sealed", sealed)
                .update();
    }

    void countStart(Tx tx, long account) {
        tx.sql("update crypto_account set starts = starts + 1 where account = :account")
                .bind("account", account)
                .update();
    }

    void savePickle(Tx tx, long account, byte[] sealed) {
        tx.sql("update crypto_account set sealed = :sealed where account = :account")
                .bind("account", account)
                .bind("sealed", sealed)
                .update();
    }

    void savePublished(Tx tx, long account, Published published) {
        tx.sql("""
                        update crypto_account set shared = :shared, broken = :broken, server_keys = :serverKeys,
                            fallback_wanted = :fallbackWanted, fallback_made = :fallbackMade,
                            forget_fallback_at = :forgetFallbackAt, cross_signing_wanted = :crossSigningWanted
                        where account = :account
                        """)
                .bind("account", account)
                .bind("shared", published.shared())
                .bind("broken", published.broken().map(Enum::name).orElse(null))
                .bind("serverKeys", published.serverKeys())
                .bind("fallbackWanted", published.fallback().wanted())
                .bind("fallbackMade", published.fallback().made())
                .bind("forgetFallbackAt", published.fallback().forgetAt().orElse(null))
                .bind("crossSigningWanted", published.crossSigningWanted())
                .update();
    }

    private static AccountRow row(Row row) {
        return new AccountRow(
                row.number("account"),
                row.bytes("sealed"),
                row.number("starts"),
                new Published(
                        row.flag("shared"),
                        row.optionalText("broken").map(AccountBroken::valueOf),
                        row.number("server_keys"),
                        new Published.Fallback(
                                row.flag("fallback_wanted"),
                                row.flag("fallback_made"),
                                row.optionalInstant("forget_fallback_at")),
                        row.flag("cross_signing_wanted")));
    }
}
