package org.lotusguild.lotus.crypto.machine;

import java.util.Optional;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.Tx;

/** The cross-signing identities of users: the pinned master key, and the keys that it signs, as public keys. */
final class IdentityStore {
    private final long account;

    /** @param previouslyVerified it, or a master key before it, was verified once */
    record IdentityRow(String master, String selfSigning, boolean verified, boolean previouslyVerified) {}

    IdentityStore(long account) {
        this.account = account;
    }

    Optional<IdentityRow> find(Tx tx, UserId user) {
        return tx.sql("""
                        select master, self_signing, verified, previously_verified from crypto_identity
                        where account = :account and user_id = :user
                        """)
                .bind("account", account)
                .bind("user", user)
                .first(row -> new IdentityRow(
                        row.text("master"),
                        row.text("self_signing"),
                        row.flag("verified"),
                        row.flag("previously_verified")));
    }

    void save(Tx tx, UserId user, IdentityRow identity) {
        tx.sql("""
                        insert into crypto_identity
                            (account, user_id, master, self_signing, verified, previously_verified)
                        values (:account, :user, :master, :self, :verified, :previously)
                        on conflict (account, user_id) do update set
                            master = excluded.master, self_signing = excluded.self_signing,
                            verified = excluded.verified, previously_verified = excluded.previously_verified
                        """)
                .bind("account", account)
                .bind("user", user)
                .bind("master", identity.master())
                .bind("self", identity.selfSigning())
                .bind("verified", identity.verified())
                .bind("previously", identity.previouslyVerified())
                .update();
    }

    void delete(Tx tx, UserId user) {
        tx.sql("delete from crypto_identity where account = :account and user_id = :user")
                .bind("account", account)
                .bind("user", user)
                .update();
    }
}
