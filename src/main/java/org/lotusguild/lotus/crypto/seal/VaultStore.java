package org.lotusguild.lotus.crypto.seal;

import java.util.Optional;
import org.lotusguild.lotus.store.Database;

/** Keeps what tells the database's vault key from another one, so that a wrong key is told at the start, in one sentence. */
public final class VaultStore {
    private VaultStore() {}

    /** @throws SealBroken if the database was sealed with another key */
    public static void require(Database db, VaultKey key) {
        Optional<String> kept = db.inTransaction(tx -> {
            tx.sql("insert into crypto_vault (id, key_check) values (1, :check) on conflict do nothing")
                    .bind("check", key.check())
                    .update();
            return tx.sql("select key_check from crypto_vault where id = 1").first(row -> row.text("key_check"));
        });
        kept.ifPresent(key::requireFits);
    }
}
