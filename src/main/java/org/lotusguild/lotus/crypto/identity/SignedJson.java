package org.lotusguild.lotus.crypto.identity;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.CanonicalJson;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import tools.jackson.databind.node.ObjectNode;

/**
 * Signatures inside JSON objects: over the canonical form without {@code signatures} and {@code unsigned}.
 *
 * <p>Source: Matrix specification, appendices, "Signing JSON".
 */
public final class SignedJson {
    private static final String SIGNATURES = "signatures";
    private static final String ALGORITHM = "ed25519:";

    private SignedJson() {}

    /** The text that is signed. @throws MalformedJson if the object has no canonical form */
    public static String signable(ObjectNode object) {
        ObjectNode bare = object.deepCopy();
        bare.remove(SIGNATURES);
        bare.remove("unsigned");
        return CanonicalJson.of(bare);
    }

    /**
     * Adds a signature to the object itself.
     *
     * @param keyId the part after {@code ed25519:}: a device id or a public key
     * @param sign from the text to the signature in base64, for example {@code account::sign}
     */
    public static void sign(ObjectNode object, UserId user, String keyId, UnaryOperator<String> sign) {
        String signature = sign.apply(signable(object));
        object.withObjectProperty(SIGNATURES).withObjectProperty(user.value()).put(ALGORITHM + keyId, signature);
    }

    /** A copy that carries this one signature and no {@code unsigned}: what {@code /keys/signatures/upload} takes. */
    public static ObjectNode signedCopy(ObjectNode object, UserId user, String keyId, UnaryOperator<String> sign) {
        ObjectNode copy = object.deepCopy();
        copy.remove(SIGNATURES);
        copy.remove("unsigned");
        sign(copy, user, keyId, sign);
        return copy;
    }

    /** Whether the object carries a signature of this user under this key id that this key made. Never throws. */
    public static boolean verifies(ObjectNode object, UserId user, String keyId, Ed25519Key key) {
        Optional<String> signature = Json.string(object, SIGNATURES, user.value(), ALGORITHM + keyId);
        return signature.isPresent() && verifies(object, key, signature.get());
    }

    private static boolean verifies(ObjectNode object, Ed25519Key key, String signature) {
        try {
            return key.verifies(signable(object), signature);
        } catch (MalformedJson e) {
            return false;
        }
    }
}
