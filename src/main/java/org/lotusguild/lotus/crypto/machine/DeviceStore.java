package org.lotusguild.lotus.crypto.machine;

import java.time.Instant;
import java.util.List;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Statement;
import org.lotusguild.lotus.store.Tx;

/** The devices that {@code keys/query} showed. */
final class DeviceStore {
    private final long account;

    /** @param keys the signed JSON as the server sent it */
    record Shown(DeviceRef ref, String keys, Curve25519Key identityKey, Ed25519Key signingKey, boolean signed) {}

    DeviceStore(long account) {
        this.account = account;
    }

    List<Device> devices(Tx tx, UserId user, boolean identityVerified) {
        return tx.sql("""
                        select device_id, curve25519, ed25519, signed, verified, deleted, no_olm_sent,
                            claim_failed_at, wedged, unwedged_at
                        from crypto_device where account = :account and user_id = :user order by device_id
                        """).bind("account", account).bind("user", user).list(row -> device(row, user, identityVerified));
    }

    List<DeviceRef> wedged(Tx tx) {
        return tx.sql("""
                        select user_id, device_id from crypto_device
                        where account = :account and wedged = 1 order by user_id, device_id
                        """)
                .bind("account", account)
                .list(row -> new DeviceRef(new UserId(row.text("user_id")), new DeviceId(row.text("device_id"))));
    }

    /** A device that is new, or came back after it was deleted: our notes begin anew. */
    void insert(Tx tx, Shown shown, Instant now) {
        tx.sql("""
                        insert into crypto_device (account, user_id, device_id, keys, curve25519, ed25519, signed, verified,
                            deleted, first_seen, no_olm_sent, claim_failed_at, wedged, unwedged_at)
                        values (:account, :user, :device, :keys, :curve, :ed, :signed, 0, 0, :now, 0, null, 0, null)
                        on conflict (account, user_id, device_id) do update set
                            keys = excluded.keys, curve25519 = excluded.curve25519, ed25519 = excluded.ed25519,
                            signed = excluded.signed, verified = 0, deleted = 0, no_olm_sent = 0,
                            claim_failed_at = null, wedged = 0, unwedged_at = null
                        """)
                .bind("account", account)
                .bind("user", shown.ref().user())
                .bind("device", shown.ref().device())
                .bind("keys", shown.keys())
                .bind("curve", shown.identityKey().base64())
                .bind("ed", shown.signingKey().base64())
                .bind("signed", shown.signed())
                .bind("now", now)
                .update();
    }

    /** The same identity keys, perhaps with other signatures. */
    void refresh(Tx tx, Shown shown) {
        on(tx, """
                        update crypto_device set keys = :keys, signed = :signed, deleted = 0
                        where account = :account and user_id = :user and device_id = :device
                            and (keys <> :keys or signed <> :signed or deleted <> 0)
                        """, shown.ref())
                .bind("keys", shown.keys())
                .bind("signed", shown.signed())
                .update();
    }

    void markDeleted(Tx tx, DeviceRef ref) {
        on(tx, """
                        update crypto_device set deleted = 1, wedged = 0
                        where account = :account and user_id = :user and device_id = :device
                        """, ref).update();
    }

    void verify(Tx tx, DeviceRef ref) {
        on(tx, """
                        update crypto_device set verified = 1
                        where account = :account and user_id = :user and device_id = :device
                        """, ref).update();
    }

    boolean isVerified(Tx tx, DeviceRef ref) {
        return on(tx, """
                        select verified from crypto_device
                        where account = :account and user_id = :user and device_id = :device
                        """, ref).first(row -> row.flag("verified")).orElse(false);
    }

    void unverify(Tx tx, UserId user) {
        tx.sql("update crypto_device set verified = 0 where account = :account and user_id = :user")
                .bind("account", account)
                .bind("user", user)
                .update();
    }

    void noOlmSent(Tx tx, DeviceRef ref) {
        on(tx, """
                        update crypto_device set no_olm_sent = 1
                        where account = :account and user_id = :user and device_id = :device
                        """, ref).update();
    }

    void claimFailed(Tx tx, DeviceRef ref, Instant now) {
        on(tx, """
                        update crypto_device set claim_failed_at = :now, wedged = 0
                        where account = :account and user_id = :user and device_id = :device
                        """, ref).bind("now", now).update();
    }

    void hasOlm(Tx tx, DeviceRef ref) {
        on(tx, """
                        update crypto_device set no_olm_sent = 0, claim_failed_at = null
                        where account = :account and user_id = :user and device_id = :device
                        """, ref).update();
    }

    void wedged(Tx tx, DeviceRef ref) {
        on(tx, """
                        update crypto_device set wedged = 1
                        where account = :account and user_id = :user and device_id = :device
                        """, ref).update();
    }

    void unwedged(Tx tx, DeviceRef ref, Instant now) {
        on(tx, """
                        update crypto_device set wedged = 0, unwedged_at = :now
                        where account = :account and user_id = :user and device_id = :device
                        """, ref).bind("now", now).update();
    }

    private Statement on(Tx tx, String sql, DeviceRef ref) {
        return tx.sql(sql).bind("account", account).bind("user", ref.user()).bind("device", ref.device());
    }

    private static Device device(Row row, UserId user, boolean identityVerified) {
        boolean signed = row.flag("signed");
        Trust trust = signed ? Trust.CROSS_SIGNED : Trust.UNSIGNED;
        return new Device(
                new DeviceRef(user, new DeviceId(row.text("device_id"))),
                new Curve25519Key(row.text("curve25519")),
                new Ed25519Key(row.text("ed25519")),
                row.flag("verified") || (signed && identityVerified) ? Trust.VERIFIED : trust,
                row.flag("deleted"),
                row.flag("no_olm_sent"),
                row.optionalInstant("claim_failed_at"),
                row.flag("wedged"),
                row.optionalInstant("unwedged_at"));
    }
}
