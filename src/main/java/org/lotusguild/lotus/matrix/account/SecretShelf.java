package org.lotusguild.lotus.matrix.account;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.recovery.RecoveryKey;
import org.lotusguild.lotus.crypto.recovery.SecretStorage;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import tools.jackson.databind.node.ObjectNode;

/**
 * The account's secret storage on the homeserver, opened with one key.
 *
 * @param id of the key
 * @param fresh whether the homeserver does not know the key yet
 */
record SecretShelf(MatrixApi api, UserId user, SecretStorage storage, String id, boolean fresh) {

    /** Empty if the account's secret storage is under another key. */
    static Optional<SecretShelf> of(MatrixApi api, UserId user, RecoveryKey key, SecureRandom random) {
        SecretStorage storage = new SecretStorage(key, random);
        Optional<String> known =
                api.accountData(user, SecretStorage.DEFAULT_KEY).flatMap(data -> Json.string(data, "key"));
        if (known.isEmpty()) {
            return Optional.of(new SecretShelf(api, user, storage, freshId(random), true));
        }
        return api.accountData(user, SecretStorage.KEY + known.get())
                .filter(storage::fits)
                .map(description -> new SecretShelf(api, user, storage, known.get(), false));
    }

    Optional<Secret> find(String name) {
        return read(name).flatMap(data -> storage.open(name, Json.objectAt(data, "encrypted", id)));
    }

    /** Before the secrets: what tells the right key from a wrong one. */
    void describe() {
        if (fresh) {
            write(SecretStorage.KEY + id, storage.description());
        }
    }

    /** Entries of other keys stay; one that opens to the right secret is not written again. */
    void put(String name, Secret secret) {
        ObjectNode data = read(name).orElseGet(Json::object);
        Optional<Secret> there = storage.open(name, Json.objectAt(data, "encrypted", id));
        if (there.filter(found -> found.matches(secret.value())).isPresent()) {
            return;
        }
        data.withObjectProperty("encrypted").set(id, storage.close(name, secret));
        write(name, data);
    }

    /** After the secrets: other clients never see a default key without them. */
    void makeDefault() {
        if (fresh) {
            write(SecretStorage.DEFAULT_KEY, Json.object().put("key", id));
        }
    }

    private Optional<ObjectNode> read(String type) {
        return api.accountData(user, type);
    }

    private void write(String type, ObjectNode content) {
        api.putAccountData(user, type, content);
    }

    private static String freshId(SecureRandom random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
