package org.lotusguild.lotus.crypto.machine;

import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.store.Tx;

/** Our private keys that are no pickles, under the names they have in secret storage. */
final class SecretStore {
    private final long account;
    private final Sealer sealer;

    SecretStore(Surroundings at) {
        this.account = at.account();
        this.sealer = at.sealer();
    }

    Optional<Secret> find(Tx tx, String name) {
        return tx.sql("select sealed from crypto_secret where account = :account and name = :name")
                .bind("account", account)
                .bind("name", name)
                .first(row -> sealer.open(Sealer.Table.SECRET, name, row.bytes("sealed")));
    }

    void save(Tx tx, String name, Secret secret) {
        tx.sql("""
                        insert into crypto_secret (account, name, sealed) values (:account, :name, :sealed)
                        on conflict (account, name) do update set sealed = excluded.sealed
                        """)
                .bind("account", account)
                .bind("name", name)
                .bind("sealed", sealer.seal(Sealer.Table.SECRET, name, secret))
                .update();
    }
}
