package org.lotusguild.lotus.crypto;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import tools.jackson.databind.node.ObjectNode;

/** The encryption of one account's one device. Bytes in, requests out: no network, no clock or randomness of its own. */
public interface CryptoMachine extends AutoCloseable {
    UserId user();

    DeviceId device();

    /** The device's Ed25519 key, unpadded base64: what people compare. */
    String fingerprint();

    /** The device's identity key, unpadded base64. */
    String identityKey();

    /** How often the machine was opened on this store, this time included; grows with every start and {@link Step#countUse}. */
    long starts();

    /** When {@link KeyBackup#nextUpload} or {@link KeyBackup#missing} have something to do; empty if nothing is in sight. */
    Optional<Instant> backupDue();

    /** Whether the homeserver refuses the backup of room keys that is wanted; it is asked again every hour. */
    boolean backupRefused();

    /** Set if the account must not be used any more: nothing is uploaded and nothing is encrypted. */
    Optional<AccountBroken> broken();

    /** Takes the account's lock, opens one transaction, runs the lambda, commits. A throw rolls all back, memory too. */
    <T> T step(Function<Step, T> body);

    /**
     * As {@link #step}, in a {@link org.lotusguild.lotus.store.Database#relaxed} transaction: for a step that makes no keys and uses
     * none up, and that comes again if the machine fails.
     */
    default <T> T relaxed(Function<Step, T> body) {
        return step(body);
    }

    /** Compares the server's answer to {@code /keys/query} for ourselves with the store. */
    SelfCheck selfCheck(ObjectNode keysQueryAnswer);

    @Override
    void close();
}
