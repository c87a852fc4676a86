package org.lotusguild.lotus.crypto;

import tools.jackson.databind.node.ObjectNode;

/** The answer to a wish to encrypt. */
public sealed interface EncryptResult {

    /** The content of the {@code m.room.encrypted} event. The session's advance commits with the step. */
    record Encrypted(ObjectNode content) implements EncryptResult {}

    /** The room key must be shared (again) first: membership, devices, settings or age changed, or a share is not acknowledged. */
    record ShareFirst() implements EncryptResult {}

    /** Nothing may be sent into this room: repeating does not help. */
    record Refused(Reason reason) implements EncryptResult {}

    /** Why nothing may be sent. */
    enum Reason {
        /** The room asks for an algorithm that we do not speak. */
        UNKNOWN_ALGORITHM,
        /** See {@link CryptoMachine#broken}. */
        ACCOUNT_BROKEN
    }
}
