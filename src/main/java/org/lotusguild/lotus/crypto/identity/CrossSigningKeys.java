package org.lotusguild.lotus.crypto.identity;

import java.security.SecureRandom;
import java.util.function.UnaryOperator;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.primitive.Ed25519Seed;
import tools.jackson.databind.node.ObjectNode;

/**
 * The three private keys of our own identity. The seeds are kept sealed, and in secret storage under
 * {@code m.cross_signing.master}, {@code .self_signing} and {@code .user_signing}.
 *
 * <p>Source: Matrix specification, client-server API, "Cross-signing".
 */
public record CrossSigningKeys(Ed25519Seed master, Ed25519Seed selfSigning, Ed25519Seed userSigning) {

    public static CrossSigningKeys create(SecureRandom random) {
        return new CrossSigningKeys(Ed25519Seed.random(random), Ed25519Seed.random(random), Ed25519Seed.random(random));
    }

    /**
     * The body of {@code POST /keys/device_signing/upload}: the master key signed by the device, both others by the master.
     *
     * @param deviceSigns {@code account::sign} of the device
     */
    public ObjectNode upload(UserId user, DeviceId device, UnaryOperator<String> deviceSigns) {
        ObjectNode body = Json.object();
        body.set("master_key", masterKey(user, device, deviceSigns));
        body.set("self_signing_key", signedByMaster(user, KeyUsage.SELF_SIGNING, selfSigning));
        body.set("user_signing_key", signedByMaster(user, KeyUsage.USER_SIGNING, userSigning));
        return body;
    }

    /** The public master key with the device's signature: for the upload above and for {@code /keys/signatures/upload}. */
    public ObjectNode masterKey(UserId user, DeviceId device, UnaryOperator<String> deviceSigns) {
        ObjectNode key = KeyUsage.MASTER.object(user, master.publicKey());
        SignedJson.sign(key, user, device.value(), deviceSigns);
        return key;
    }

    /** The keys of one of our own devices with the self-signing key's signature, for {@code /keys/signatures/upload}. */
    public ObjectNode signDevice(DeviceKeys ours) {
        return SignedJson.signedCopy(
                ours.json(), ours.user(), selfSigning.publicKey().base64(), selfSigning::sign);
    }

    /** Another user's master key with our user-signing key's signature, for {@code /keys/signatures/upload}. */
    public ObjectNode signUser(UserId us, Identity other) {
        return SignedJson.signedCopy(
                other.masterJson(), us, userSigning.publicKey().base64(), userSigning::sign);
    }

    /** Whether these are the private halves of that identity: master, self-signing and, where shown, user-signing key. */
    public boolean own(Identity identity) {
        return identity.master().equals(master.publicKey())
                && identity.selfSigning().equals(selfSigning.publicKey())
                && identity.userSigning()
                        .filter(key -> !key.equals(userSigning.publicKey()))
                        .isEmpty();
    }

    private ObjectNode signedByMaster(UserId user, KeyUsage usage, Ed25519Seed sub) {
        ObjectNode key = usage.object(user, sub.publicKey());
        SignedJson.sign(key, user, master.publicKey().base64(), master::sign);
        return key;
    }
}
