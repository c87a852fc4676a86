package org.lotusguild.lotus.matrix.account;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.seal.Place;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.store.Tx;

/** The account's row: its device and, for an ordinary account, its token (sealed). */
record AccountStore(UserId account, Vault vault) {

    /** The accounts that have a device. */
    static List<UserId> all(Tx tx) {
        return tx.sql("select account from matrix_account order by account")
                .list(row -> UserId.parse(row.text("account")));
    }

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

    /** Another device instead, which has no token and no position yet; the old one is to be removed. */
    void replace(Tx tx, DeviceId old, DeviceId next) {
        tx.sql("""
                update matrix_account set device = :device, token = null, next_batch = null, filter = null,
                    filter_id = null
                where account = :account
                """).bind("account", account).bind("device", next).update();
        tx.sql("insert into matrix_old_device (account, device) values (:account, :device) on conflict do nothing")
                .bind("account", account)
                .bind("device", old)
                .update();
    }

    List<DeviceId> oldDevices(Tx tx) {
        return tx.sql("select device from matrix_old_device where account = :account order by device")
                .bind("account", account)
                .list(row -> DeviceId.parse(row.text("device")));
    }

    void removed(Tx tx, DeviceId old) {
        tx.sql("delete from matrix_old_device where account = :account and device = :device")
                .bind("account", account)
                .bind("device", old)
                .update();
    }

    /** Whether the homeserver knows that nobody reads the account's notifications. */
    boolean muted(Tx tx) {
        return tx.sql("select muted from matrix_account where account = :account")
                .bind("account", account)
                .first(row -> row.flag("muted"))
                .orElse(false);
    }

    void mute(Tx tx) {
        tx.sql("update matrix_account set muted = :muted where account = :account")
                .bind("account", account)
                .bind("muted", true)
                .update();
    }

    /** What is on its way out; it may have left already. */
    int dropUnsent(Tx tx) {
        return tx.sql("delete from matrix_send where account = :account and done_at is null")
                .bind("account", account)
                .update();
    }

    /** What is on its way to the listener; it may have been answered already. */
    int dropUnread(Tx tx) {
        return tx.sql("delete from matrix_inbox where account = :account")
                .bind("account", account)
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
