package org.lotusguild.lotus.matrix.account;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.seal.Place;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.store.Tx;

/** The account's row: its device and, for an ordinary account, its token (sealed). */
record AccountStore(UserId account, Vault vault) {

    Optional<DeviceId> device(Tx tx) {
        return tx.sql("select device from matrix_account where account = :account")
                .bind("account", account)
                .first(row -> DeviceId.parse(row.text("device")));
    }

    void create(Tx tx, DeviceId device) {
        tx.sql("insert into matrix_account (account, device) values (:account, :device)")
                .bind("account", account)
                .bind("device", device)
                .update();
    }

    Optional<Secret> token(Tx tx, DeviceId device) {
        return tx.sql("select token from matrix_account where account = :account")
                .bind("account", account)
                .first(row -> row.optionalBytes("token"))
                .flatMap(kept -> kept)
                .map(kept -> new Secret(vault.openText(kept, place(device))));
    }

    void token(Tx tx, DeviceId device, Secret token) {
        byte[] sealed = vault.seal(token.value().getBytes(StandardCharsets.UTF_8), place(device));
        tx.sql("update matrix_account set token = :token where account = :account")
                .bind("account", account)
                .bind("token", sealed)
                .update();
    }

    private Place place(DeviceId device) {
        return new Place("matrix_account", account.value(), device.value(), "token");
    }
}
