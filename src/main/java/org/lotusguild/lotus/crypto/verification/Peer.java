package org.lotusguild.lotus.crypto.verification;

import java.util.Optional;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;

/** A device of the other side with the keys that its homeserver shows: what an exchange proves or not. */
public record Peer(DeviceId device, Ed25519Key signingKey, Optional<Ed25519Key> master) {}
