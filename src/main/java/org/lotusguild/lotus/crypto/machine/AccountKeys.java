package org.lotusguild.lotus.crypto.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.AccountBroken;
import org.lotusguild.lotus.crypto.SyncChanges;
import org.lotusguild.lotus.crypto.identity.DeviceKeys;
import org.lotusguild.lotus.crypto.identity.Refused;
import org.lotusguild.lotus.crypto.identity.SignedJson;
import org.lotusguild.lotus.crypto.machine.AccountStore.AccountRow;
import org.lotusguild.lotus.crypto.machine.Published.Fallback;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import org.lotusguild.lotus.crypto.primitive.OlmAccount;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/**
 * Our device's keys, and how many of them the server has. One-time keys are filled up to 50 when fewer than 25 are left; a
 * fallback key is replaced when it was used, and the one before it is kept for an hour after its successor was accepted.
 */
final class AccountKeys implements AutoCloseable {
    private static final int ENOUGH = 25;
    private static final int FULL = 50;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(15);
    /** About an hour. */
    private static final int LONGEST_RETRY = 8;

    private static final Duration FALLBACK_OVERLAP = Duration.ofHours(1);

    private final Surroundings at;
    private final AccountStore store = new AccountStore();
    private final OlmAccount olm;
    private final ObjectNode deviceKeys;
    private Published published;
    private Instant retryAt = Instant.MIN;
    private int refusals;
    private long starts;
    private boolean pickleChanged;
    private boolean publishedChanged;

    AccountKeys(Surroundings at, AccountRow row) {
        this.at = at;
        this.olm = OlmAccount.fromPickle(at.sealer().open(Sealer.Table.ACCOUNT, "account", row.sealed()));
        this.published = row.published();
        this.starts = row.starts();
        this.deviceKeys = signedDeviceKeys();
    }

    OlmAccount olm() {
        return olm;
    }

    Curve25519Key identityKey() {
        return olm.identityKey();
    }

    Ed25519Key signingKey() {
        return olm.signingKey();
    }

    /** Our signed device keys; the same bytes every time. A copy. */
    ObjectNode deviceKeys() {
        return deviceKeys.deepCopy();
    }

    /** The same, read as those of others are. */
    DeviceKeys checkedDeviceKeys() {
        return switch (DeviceKeys.read(at.user(), at.device(), deviceKeys())) {
            case DeviceKeys.Result.Known(DeviceKeys keys) -> keys;
            case DeviceKeys.Result.Unusable(Refused reason) ->
                throw new IllegalStateException("our own device keys are not usable: " + reason);
        };
    }

    /** Our device's signature over a text. */
    String sign(String text) {
        return olm.sign(text);
    }

    private ObjectNode signed(ObjectNode object) {
        SignedJson.sign(object, at.user(), at.device().value(), this::sign);
        return object;
    }

    boolean shared() {
        return published.shared();
    }

    long serverKeys() {
        return published.serverKeys();
    }

    Optional<AccountBroken> broken() {
        return published.broken();
    }

    boolean crossSigningWanted() {
        return published.crossSigningWanted();
    }

    void wantCrossSigning() {
        if (!published.crossSigningWanted()) {
            update(published.wantingCrossSigning());
        }
    }

    long starts() {
        return starts;
    }

    void countUse(Tx tx) {
        store.countStart(tx, at.account());
        starts++;
    }

    /** The native account was used in a way that changes it: it is stored at the end of the step. */
    void changed() {
        pickleChanged = true;
    }

    /** Takes in the counts of a sync answer. */
    void receive(SyncChanges changes) {
        forgetOldFallback();
        long count = changes.keyCounts().isEmpty()
                ? published.serverKeys()
                : changes.keyCounts().getOrDefault(Algorithms.ONE_TIME_KEY, 0);
        Fallback now = published.fallback();
        boolean wanted = changes.unusedFallback().map(this::fallbackUsed).orElse(now.wanted());
        if (count != published.serverKeys() || wanted != now.wanted()) {
            update(published.counted(count, new Fallback(wanted, now.made(), now.forgetAt())));
        }
    }

    /** While the key before the present one is still kept, a third would push it out too early. */
    private boolean fallbackUsed(Set<String> unused) {
        return !unused.contains(Algorithms.ONE_TIME_KEY)
                && published.fallback().forgetAt().isEmpty();
    }

    private void forgetOldFallback() {
        Fallback now = published.fallback();
        if (now.forgetAt().filter(due -> !due.isAfter(at.now())).isPresent()) {
            olm.forgetFallbackKey();
            changed();
            update(published.counted(published.serverKeys(), new Fallback(now.wanted(), now.made(), Optional.empty())));
        }
    }

    boolean needsUpload() {
        return published.broken().isEmpty()
                && !at.now().isBefore(retryAt)
                && (!published.shared()
                        || published.serverKeys() < ENOUGH
                        || published.fallback().wanted());
    }

    /** Makes what is missing. The same keys again until {@link #uploaded}. */
    ObjectNode upload() {
        ObjectNode body = Json.object();
        if (!published.shared()) {
            body.set("device_keys", deviceKeys());
        }
        fillOneTimeKeys();
        ObjectNode oneTime = Json.object();
        olm.oneTimeKeys().forEach((id, key) -> oneTime.set(name(id), signedKey(key, false)));
        if (!oneTime.isEmpty()) {
            body.set("one_time_keys", oneTime);
        }
        if (published.fallback().wanted() && olm.fallbackKey().isEmpty()) {
            olm.generateFallbackKey();
            changed();
        }
        olm.fallbackKey().ifPresent(fallback -> {
            ObjectNode keys = Json.object();
            keys.set(name(fallback.id()), signedKey(fallback.key(), true));
            body.set("fallback_keys", keys);
        });
        return body;
    }

    private void fillOneTimeKeys() {
        long missing = FULL - published.serverKeys() - olm.oneTimeKeys().size();
        if (published.serverKeys() < ENOUGH && missing > 0) {
            olm.generateOneTimeKeys((int) missing);
            changed();
        }
    }

    private static String name(String id) {
        return Algorithms.ONE_TIME_KEY + ":" + id;
    }

    private ObjectNode signedKey(Curve25519Key key, boolean fallback) {
        ObjectNode object = Json.object().put("key", key.base64());
        if (fallback) {
            object.put("fallback", true);
        }
        return signed(object);
    }

    /** The server did not take the upload: the same keys again, but later each time. */
    void uploadRefused() {
        retryAt = at.now().plus(FIRST_RETRY.multipliedBy(1L << Math.min(refusals, LONGEST_RETRY)));
        refusals++;
    }

    /** The server accepted this body. */
    void uploaded(ObjectNode body, ObjectNode answer) {
        retryAt = Instant.MIN;
        refusals = 0;
        olm.markKeysAsPublished();
        changed();
        long count =
                Json.at(answer, "one_time_key_counts", Algorithms.ONE_TIME_KEY).asLong(published.serverKeys());
        Fallback now = published.fallback();
        if (body.has("fallback_keys")) {
            Optional<Instant> forgetAt = now.made() ? Optional.of(at.now().plus(FALLBACK_OVERLAP)) : Optional.empty();
            now = new Fallback(false, true, forgetAt);
        }
        update(published.accepted(count, now));
    }

    void breakDown(AccountBroken why) {
        update(published.broken(why));
    }

    private void update(Published next) {
        published = next;
        publishedChanged = true;
    }

    void flush(Tx tx) {
        if (pickleChanged) {
            store.savePickle(tx, at.account(), at.sealer().seal(Sealer.Table.ACCOUNT, "account", olm.pickle()));
            pickleChanged = false;
        }
        if (publishedChanged) {
            store.savePublished(tx, at.account(), published);
            publishedChanged = false;
        }
    }

    private ObjectNode signedDeviceKeys() {
        String device = at.device().value();
        ObjectNode keys = Json.object().put("user_id", at.user().value()).put("device_id", device);
        keys.set("algorithms", Json.tree(List.of(Algorithms.OLM, Algorithms.MEGOLM)));
        keys.set(
                "keys",
                Json.object()
                        .put("curve25519:" + device, olm.identityKey().base64())
                        .put("ed25519:" + device, olm.signingKey().base64()));
        return signed(keys);
    }

    @Override
    public void close() {
        olm.close();
    }
}
