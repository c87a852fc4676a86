package org.lotusguild.lotus.crypto.attachment;

import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.primitive.CryptoException;
import org.lotusguild.lotus.crypto.primitive.UnpaddedBase64;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a reader needs for one encrypted file; the {@code EncryptedFile} of an event without its {@code url}.
 *
 * @param key 32 bytes, base64url without padding, as the JWK has it
 * @param iv 16 bytes, unpadded base64
 * @param sha256 of the ciphertext, unpadded base64
 */
public record FileKeys(Secret key, String iv, String sha256) {
    private static final String ALGORITHM = "A256CTR";

    /** Source: Matrix specification, client-server API, "Sending encrypted attachments". */
    public ObjectNode json() {
        ObjectNode file = Json.object().put("v", "v2").put("iv", iv);
        ObjectNode jwk = file.putObject("key")
                .put("kty", "oct")
                .put("alg", ALGORITHM)
                .put("ext", true)
                .put("k", key.value());
        jwk.putArray("key_ops").add("encrypt").add("decrypt");
        file.putObject("hashes").put("sha256", sha256);
        return file;
    }

    /** Out of {@code content.file}; empty if it is not of version 2 or any part is missing or of the wrong length. */
    public static Optional<FileKeys> read(ObjectNode file) {
        Optional<String> key = Json.string(file, "key", "k");
        Optional<String> iv = Json.string(file, "iv");
        Optional<String> sha256 = Json.string(file, "hashes", "sha256");
        boolean known = Json.string(file, "v").equals(Optional.of("v2"))
                && Json.string(file, "key", "kty").equals(Optional.of("oct"))
                && Json.string(file, "key", "alg").equals(Optional.of(ALGORITHM));
        if (!known || key.isEmpty() || iv.isEmpty() || sha256.isEmpty()) {
            return Optional.empty();
        }
        FileKeys keys = new FileKeys(new Secret(key.get()), iv.get(), sha256.get());
        return keys.wellFormed() ? Optional.of(keys) : Optional.empty();
    }

    private boolean wellFormed() {
        try {
            return keyBytes().length == 32 && ivBytes().length == 16 && UnpaddedBase64.decode(sha256).length == 32;
        } catch (CryptoException e) {
            return false;
        }
    }

    byte[] keyBytes() {
        return UnpaddedBase64.decode(key.value().replace('-', '+').replace('_', '/'));
    }

    byte[] ivBytes() {
        return UnpaddedBase64.decode(iv);
    }

    static FileKeys of(byte[] key, byte[] iv, byte[] sha256) {
        String urlSafe = UnpaddedBase64.encode(key).replace('+', '-').replace('/', '_');
        return new FileKeys(new Secret(urlSafe), UnpaddedBase64.encode(iv), UnpaddedBase64.encode(sha256));
    }
}
