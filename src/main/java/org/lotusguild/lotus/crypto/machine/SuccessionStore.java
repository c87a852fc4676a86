package org.lotusguild.lotus.crypto.machine;

import java.util.List;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.primitive.OlmAccount;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.store.Tx;

/**
 * A new device in the place of one that must not be used any more. What belongs to the account stays: the private keys of
 * the identity, the room keys, the events that wait, what was seen of other people. What belongs to the device goes: its
 * keys, its Olm sessions, its outbound sessions, its requests.
 */
record SuccessionStore(Tx tx, long account, Sealer old, Sealer next) {
    private static final List<String> OF_THE_DEVICE = List.of(
            "crypto_olm_session",
            "crypto_olm_seen",
            "crypto_outbound",
            "crypto_shared",
            "crypto_request",
            "crypto_verification");

    private record Sealed(String row, byte[] bytes) {}

    static void run(Tx tx, long account, Vault vault, UserId user, DeviceId old, DeviceId next) {
        SuccessionStore succession =
                new SuccessionStore(tx, account, new Sealer(vault, user, old), new Sealer(vault, user, next));
        succession.device(next);
        OF_THE_DEVICE.forEach(succession::empty);
        succession.forgetTraffic();
        succession.secrets();
        succession.roomKeys();
        succession.waiting();
        new TrackStore(account).save(tx, user, TrackStore.Tracked.unseen());
    }

    private void device(DeviceId device) {
        AccountStore store = new AccountStore();
        try (OlmAccount made = OlmAccount.create()) {
            store.replace(tx, account, device, next.seal(Sealer.Table.ACCOUNT, "account", made.pickle()));
        }
        store.savePublished(tx, account, Published.nothing());
    }

    private void empty(String table) {
        tx.sql("delete from " + table + " where account = :account")
                .bind("account", account)
                .update();
    }

    /** All lists are asked for anew; what we told a device, or could not, was told by the old one. */
    private void forgetTraffic() {
        tx.sql("update crypto_tracked set dirty = 1, attempts = 0, retry_at = 0 where account = :account")
                .bind("account", account)
                .update();
        tx.sql("""
                        update crypto_device set no_olm_sent = 0, claim_failed_at = null, wedged = 0, unwedged_at = null
                        where account = :account
                        """).bind("account", account).update();
    }

    private void secrets() {
        List<Sealed> rows = tx.sql("select name, sealed from crypto_secret where account = :account")
                .bind("account", account)
                .list(row -> new Sealed(row.text("name"), row.bytes("sealed")));
        for (Sealed row : rows) {
            tx.sql("update crypto_secret set sealed = :sealed where account = :account and name = :name")
                    .bind("sealed", moved(Sealer.Table.SECRET, row))
                    .bind("account", account)
                    .bind("name", row.row())
                    .update();
        }
    }

    private void roomKeys() {
        InboundStore from = new InboundStore(account, old);
        InboundStore to = new InboundStore(account, next);
        for (Inbound.Id id : from.all(tx)) {
            from.find(tx, id.room(), id.sessionId()).ifPresent(row -> to.reseal(tx, id, row));
        }
    }

    private void waiting() {
        List<Sealed> rows = tx.sql("select event_id, sealed from crypto_waiting where account = :account")
                .bind("account", account)
                .list(row -> new Sealed(row.text("event_id"), row.bytes("sealed")));
        for (Sealed row : rows) {
            tx.sql("update crypto_waiting set sealed = :sealed where account = :account and event_id = :event")
                    .bind("sealed", moved(Sealer.Table.WAITING, row))
                    .bind("account", account)
                    .bind("event", row.row())
                    .update();
        }
    }

    private byte[] moved(Sealer.Table table, Sealed row) {
        return next.seal(table, row.row(), old.open(table, row.row(), row.bytes()));
    }
}
