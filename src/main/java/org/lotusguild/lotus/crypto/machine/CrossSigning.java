package org.lotusguild.lotus.crypto.machine;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.crypto.Failure;
import org.lotusguild.lotus.crypto.identity.CrossSigningKeys;
import org.lotusguild.lotus.crypto.identity.DeviceKeys;
import org.lotusguild.lotus.crypto.identity.Identity;
import org.lotusguild.lotus.crypto.identity.SignedJson;
import org.lotusguild.lotus.crypto.machine.IdentityStore.IdentityRow;
import org.lotusguild.lotus.crypto.primitive.CryptoException;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import org.lotusguild.lotus.crypto.primitive.Ed25519Seed;
import org.lotusguild.lotus.store.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Our own identity. The order: device keys uploaded, own list queried, three keys made and stored, keys uploaded, device
 * signed, own list queried again and compared. Each answer leads one step further, after a crash with the same keys. An
 * identity on the server that is not ours is never replaced.
 */
final class CrossSigning {
    private static final Logger LOG = LoggerFactory.getLogger(CrossSigning.class);
    private static final String MASTER = "m.cross_signing.master";
    private static final String SELF_SIGNING = "m.cross_signing.self_signing";
    private static final String USER_SIGNING = "m.cross_signing.user_signing";
    private static final int ATTEMPTS = 3;
    /** Marks the upload of a signature that a comparison by humans led to. */
    private static final String COMPARED = "compared";

    private final Surroundings at;
    private final AccountKeys account;
    private final Devices devices;
    private final Tracking tracking;
    private final Requests requests;
    private final SecretStore store;
    private @Nullable CrossSigningKeys keys;
    private int attempts;
    /** What we signed after a comparison, once each: a server that does not show it must not make us go round in circles. */
    private final Set<String> offered = new HashSet<>();

    CrossSigning(Tx tx, Surroundings at, AccountKeys account, Devices devices, Tracking tracking, Requests requests) {
        this.at = at;
        this.account = account;
        this.devices = devices;
        this.tracking = tracking;
        this.requests = requests;
        this.store = new SecretStore(at);
        this.keys = read(name -> store.find(tx, name)).orElse(null);
    }

    private static Optional<CrossSigningKeys> read(Function<String, Optional<Secret>> secrets) {
        Optional<Ed25519Seed> master = seed(secrets.apply(MASTER));
        Optional<Ed25519Seed> self = seed(secrets.apply(SELF_SIGNING));
        Optional<Ed25519Seed> user = seed(secrets.apply(USER_SIGNING));
        return master.isPresent() && self.isPresent() && user.isPresent()
                ? Optional.of(new CrossSigningKeys(master.get(), self.get(), user.get()))
                : Optional.empty();
    }

    /** What was kept elsewhere may be anything. */
    private static Optional<Ed25519Seed> seed(Optional<Secret> text) {
        try {
            return text.map(Ed25519Seed::new);
        } catch (CryptoException e) {
            return Optional.empty();
        }
    }

    CrossSigningStatus status(Tx tx) {
        Optional<IdentityRow> shown = devices.identity(tx, at.user());
        if (shown.isPresent() && !isOurs(shown.get())) {
            return CrossSigningStatus.FOREIGN;
        }
        if (shown.isPresent() && isDeviceSigned(tx)) {
            return CrossSigningStatus.SIGNED;
        }
        return keys != null || account.crossSigningWanted() ? CrossSigningStatus.PENDING : CrossSigningStatus.ABSENT;
    }

    /** The seeds under their names in secret storage. */
    Map<String, Secret> secrets() {
        return keys == null
                ? Map.of()
                : Map.of(
                        MASTER, keys.master().seed(),
                        SELF_SIGNING, keys.selfSigning().seed(),
                        USER_SIGNING, keys.userSigning().seed());
    }

    private boolean isOurs(IdentityRow shown) {
        return keys != null && keys.master().publicKey().base64().equals(shown.master());
    }

    private boolean isDeviceSigned(Tx tx) {
        return devices.find(tx, at.self())
                .filter(device -> !device.deleted() && device.trust().crossSignedOrBetter())
                .isPresent();
    }

    /** Whether the identity is our own or we signed it. */
    boolean vouchesFor(Identity identity) {
        if (keys == null) {
            return false;
        }
        if (identity.user().equals(at.user())) {
            return keys.own(identity);
        }
        Ed25519Key userSigning = keys.userSigning().publicKey();
        return SignedJson.verifies(identity.masterJson(), at.user(), userSigning.base64(), userSigning);
    }

    /** Wants the identity from now on, and looks at the server anew. */
    void bootstrap(Tx tx) {
        account.wantCrossSigning();
        attempts = 0;
        tracking.changed(tx, at.user());
    }

    /** One step further, if the next one can be taken. */
    void advance(Tx tx) {
        if (!account.crossSigningWanted()
                || !account.shared()
                || !tracking.isCurrent(at.user())
                || requests.isPending(Request.Kind.SIGNING_KEYS_UPLOAD)
                || requests.isPending(Request.Kind.SIGNATURE_UPLOAD)
                || status(tx) != CrossSigningStatus.PENDING
                || attempts >= ATTEMPTS) {
            return;
        }
        attempts++;
        CrossSigningKeys ours = ourKeys(tx);
        if (devices.identity(tx, at.user()).isEmpty()) {
            requests.add(
                    tx,
                    Request.Kind.SIGNING_KEYS_UPLOAD,
                    ours.upload(at.user(), at.device(), account::sign),
                    Json.object());
        } else {
            uploadSignatures(tx, ours);
        }
    }

    private CrossSigningKeys ourKeys(Tx tx) {
        if (keys == null) {
            CrossSigningKeys made = CrossSigningKeys.create(at.random());
            save(tx, made);
            keys = made;
        }
        return keys;
    }

    private void save(Tx tx, CrossSigningKeys made) {
        store.save(tx, MASTER, made.master().seed());
        store.save(tx, SELF_SIGNING, made.selfSigning().seed());
        store.save(tx, USER_SIGNING, made.userSigning().seed());
    }

    /** Goes on with keys that were kept elsewhere, if they are those of the identity that the server shows. */
    boolean adopt(Tx tx, Map<String, Secret> secrets) {
        Optional<CrossSigningKeys> offered = read(name -> Optional.ofNullable(secrets.get(name)));
        Optional<IdentityRow> shown = devices.identity(tx, at.user());
        if (offered.isEmpty() || shown.filter(row -> isOf(offered.get(), row)).isEmpty()) {
            return false;
        }
        save(tx, offered.get());
        keys = offered.get();
        bootstrap(tx);
        return true;
    }

    private static boolean isOf(CrossSigningKeys ours, IdentityRow shown) {
        return ours.master().publicKey().base64().equals(shown.master())
                && ours.selfSigning().publicKey().base64().equals(shown.selfSigning());
    }

    /** Signs an object as our identity. @return false if we have none */
    boolean sign(ObjectNode object) {
        if (keys == null) {
            return false;
        }
        Ed25519Seed master = keys.master();
        SignedJson.sign(object, at.user(), master.publicKey().base64(), master::sign);
        return true;
    }

    /** Whether our identity signed the object. */
    boolean signed(ObjectNode object) {
        if (keys == null) {
            return false;
        }
        Ed25519Key master = keys.master().publicKey();
        return SignedJson.verifies(object, at.user(), master.base64(), master);
    }

    private void uploadSignatures(Tx tx, CrossSigningKeys ours) {
        ObjectNode signed = Json.object();
        signed.set(at.device().value(), ours.signDevice(account.checkedDeviceKeys()));
        signed.set(ours.master().publicKey().base64(), ours.masterKey(at.user(), at.device(), account::sign));
        ObjectNode body = Json.object();
        body.set(at.user().value(), signed);
        requests.add(tx, Request.Kind.SIGNATURE_UPLOAD, body, Json.object());
    }

    void signingKeysUploaded(Tx tx) {
        uploadSignatures(tx, ourKeys(tx));
    }

    /** Our master key, if the server shows it as ours and our device is under it. */
    Optional<Ed25519Key> master(Tx tx) {
        return keys != null && status(tx) == CrossSigningStatus.SIGNED
                ? Optional.of(keys.master().publicKey())
                : Optional.empty();
    }

    /** Signs another user's master key, as the server shows it, with our user-signing key. */
    void signUser(Tx tx, Identity other) {
        if (master(tx).isPresent() && keys != null) {
            upload(tx, other.user(), other.master().base64(), keys.signUser(at.user(), other));
        }
    }

    /** Signs another device of our own with our self-signing key. */
    void signDevice(Tx tx, DeviceKeys ours) {
        if (master(tx).isPresent() && keys != null) {
            upload(tx, at.user(), ours.device().value(), keys.signDevice(ours));
        }
    }

    private void upload(Tx tx, UserId user, String key, ObjectNode signed) {
        if (offered.add(user + " " + key)) {
            ObjectNode body = Json.object();
            body.putObject(user.value()).set(key, signed);
            requests.add(tx, Request.Kind.SIGNATURE_UPLOAD, body, Json.object().put(COMPARED, user + " " + key));
        }
    }

    /** Failures come with status 200. */
    void signaturesUploaded(Tx tx, Request request, ObjectNode answer) {
        if (request.context().has(COMPARED)) {
            comparedUploaded(tx, request, Json.objectAt(answer, "failures"));
            return;
        }
        if (!Json.objectAt(answer, "failures").isEmpty()) {
            LOG.atWarn().addKeyValue("user", at.user()).log("the server refused a signature of our own keys");
        }
        tracking.changed(tx, at.user());
    }

    /** Trusted by us it is in any case. A refused one is tried again when the list is next asked for. */
    private void comparedUploaded(Tx tx, Request request, ObjectNode failures) {
        String key = Json.string(request.context(), COMPARED).orElse("");
        if (failures.isEmpty()) {
            request.body().propertyNames().forEach(user -> tracking.changed(tx, new UserId(user)));
            return;
        }
        offered.remove(key);
        LOG.atWarn()
                .addKeyValue("key", key)
                .addKeyValue("failures", codes(failures))
                .log("the server refused our signature of a verified key");
    }

    private static List<String> codes(ObjectNode failures) {
        return failures.valueStream()
                .flatMap(JsonNode::valueStream)
                .map(failure -> Json.string(failure, "errcode").orElse("?"))
                .toList();
    }

    /** Not tried again before the next {@link #bootstrap}; the next look at the server may show why. */
    void refused(Tx tx, Request request, Failure why) {
        if (request.context().has(COMPARED)) {
            Json.string(request.context(), COMPARED).ifPresent(offered::remove);
            return;
        }
        LOG.atWarn()
                .addKeyValue("user", at.user())
                .addKeyValue("status", why instanceof Failure.Refused refused ? refused.status() : 200)
                .log("the server refused our cross-signing keys");
        attempts = ATTEMPTS;
        tracking.changed(tx, at.user());
    }
}
