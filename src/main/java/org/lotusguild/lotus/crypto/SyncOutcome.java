package org.lotusguild.lotus.crypto;

import java.util.List;
import org.lotusguild.lotus.base.id.RoomId;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a sync answer brought.
 *
 * @param released room events that waited for a key which is now here: decrypt them in the same step
 * @param toDevice decrypted or clear to-device events that are not the machine's own business
 */
public record SyncOutcome(List<Released> released, List<ObjectNode> toDevice) {
    public SyncOutcome {
        released = List.copyOf(released);
        toDevice = List.copyOf(toDevice);
    }

    /** An event that waited, as it came from the homeserver. */
    public record Released(RoomId room, ObjectNode event) {}
}
