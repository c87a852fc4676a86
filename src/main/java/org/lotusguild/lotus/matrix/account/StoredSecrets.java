package org.lotusguild.lotus.matrix.account;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.crypto.recovery.RecoveryKey;
import org.lotusguild.lotus.crypto.recovery.SecretStorage;
import org.lotusguild.lotus.matrix.Recovery;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import tools.jackson.databind.node.ObjectNode;

/**
 * Secret storage as the specification has it: the key's description first, then the secrets, then the key becomes the
 * default, so that other clients never see a default key without its secrets. A storage of another key is never replaced.
 */
record StoredSecrets(CryptoMachine machine, MatrixApi api, SecureRandom random) implements Recovery {

    @Override
    public Outcome store(RecoveryKey key) {
        Optional<Map<String, Secret>> secrets = machine.step(StoredSecrets::own);
        if (secrets.isEmpty()) {
            return new Outcome.Refused("the account's identity is not ours, or not published yet: see lotus status");
        }
        SecretStorage storage = new SecretStorage(key, random);
        Optional<String> known = read(SecretStorage.DEFAULT_KEY).flatMap(data -> Json.string(data, "key"));
        if (known.isPresent() && !fits(storage, known.get())) {
            return new Outcome.Refused("the account has secret storage under another recovery key already");
        }
        String id = known.orElseGet(this::freshId);
        if (known.isEmpty()) {
            write(SecretStorage.KEY + id, storage.description());
        }
        secrets.get().forEach((name, secret) -> put(storage, id, name, secret));
        if (known.isEmpty()) {
            write(SecretStorage.DEFAULT_KEY, Json.object().put("key", id));
        }
        return new Outcome.Stored();
    }

    private static Optional<Map<String, Secret>> own(Step step) {
        return step.crossSigning() == CrossSigningStatus.SIGNED
                ? Optional.of(step.identitySecrets())
                : Optional.empty();
    }

    private boolean fits(SecretStorage storage, String id) {
        return read(SecretStorage.KEY + id).filter(storage::fits).isPresent();
    }

    /** Entries of other keys stay; one that opens to the right secret is not written again. */
    private void put(SecretStorage storage, String id, String name, Secret secret) {
        ObjectNode data = read(name).orElseGet(Json::object);
        Optional<Secret> there = storage.open(name, Json.objectAt(data, "encrypted", id));
        if (there.filter(found -> found.matches(secret.value())).isPresent()) {
            return;
        }
        data.withObjectProperty("encrypted").set(id, storage.close(name, secret));
        write(name, data);
    }

    private Optional<ObjectNode> read(String type) {
        return api.accountData(machine.user(), type);
    }

    private void write(String type, ObjectNode content) {
        api.putAccountData(machine.user(), type, content);
    }

    private String freshId() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
