package org.lotusguild.lotus.webhooks.courier;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.webhooks.hook.Target;
import org.lotusguild.lotus.webhooks.sender.Sender;
import tools.jackson.databind.node.ObjectNode;

/**
 * A delivery on its way into one room.
 *
 * @param covers deliveries of the night that this one tells of
 * @param picture what the notice's picture was uploaded as, where message and picture are one
 * @param shrunk whether the homeserver found it too large before
 */
record Errand(Load load, Target target, RoomId room, List<Load> covers, Optional<ObjectNode> picture, boolean shrunk) {

    static Errand of(Load load, Target target, RoomId room) {
        return covering(load, target, room, List.of());
    }

    static Errand covering(Load load, Target target, RoomId room, List<Load> covers) {
        return new Errand(load, target, room, covers, Optional.empty(), false);
    }

    Contents.Look look(Sender sender) {
        return new Contents.Look(sender.inFront(), sender.account().rooms().encrypted(room), shrunk);
    }

    Errand picture(ObjectNode uploaded) {
        return new Errand(load, target, room, covers, Optional.of(uploaded), shrunk);
    }

    Errand smaller() {
        return new Errand(load, target, room, covers, picture, true);
    }
}
