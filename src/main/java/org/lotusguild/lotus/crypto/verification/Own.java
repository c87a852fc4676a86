package org.lotusguild.lotus.crypto.verification;

import java.util.Optional;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;

/**
 * Our side.
 *
 * @param master of our identity; absent while it is not ours to vouch for
 */
public record Own(UserId user, DeviceId device, Ed25519Key signingKey, Optional<Ed25519Key> master) {}
