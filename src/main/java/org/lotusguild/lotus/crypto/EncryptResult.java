package org.lotusguild.lotus.crypto;

import tools.jackson.databind.node.ObjectNode;

/** The answer to a wish to encrypt. */
public sealed interface EncryptResult {

    /** The content of the {@code m.room.encrypted} event. The session's advance commits with the step. */
    record Encrypted(ObjectNode content) implements EncryptResult {}

    /** The room key must be shared (again) first: membership, devices, settings or age changed. */
    record ShareFirst() implements EncryptResult {}
}
