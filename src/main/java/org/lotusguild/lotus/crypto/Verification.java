package org.lotusguild.lotus.crypto;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;

/**
 * An emoji verification, as people are told of it.
 *
 * @param with the other side; ourselves where it is about a device of ours
 * @param device the other's; absent while none has answered
 * @param room where the two sides speak; absent if they do so from device to device
 * @param emoji seven signs with their names, in the stage {@code COMPARE}
 * @param decimals three numbers that say the same
 * @param why code and reason of the specification, in the stage {@code CANCELLED}
 */
public record Verification(
        String id,
        UserId with,
        Optional<DeviceId> device,
        Optional<RoomId> room,
        Stage stage,
        List<Sign> emoji,
        List<Integer> decimals,
        String why) {
    public Verification {
        emoji = List.copyOf(emoji);
        decimals = List.copyOf(decimals);
    }

    /** One of the seven. */
    public record Sign(String symbol, String name) {}

    /** How far it is. */
    public enum Stage {
        /** The other wants to: accept or cancel. */
        REQUESTED,
        /** The other is to answer. */
        WAITING,
        /** Humans compare: agree or differ. */
        COMPARE,
        /** We agreed; the other has not yet. */
        AGREED,
        DONE,
        CANCELLED
    }
}
