package org.lotusguild.lotus.crypto.machine;

import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;

/** A device of a user. */
record DeviceRef(UserId user, DeviceId device) {}
