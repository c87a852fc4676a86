package org.lotusguild.lotus.webhooks.courier;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.webhooks.hook.Target;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.sender.Sender;
import tools.jackson.databind.node.ObjectNode;

/**
 * A delivery on its way into one room.
 *
 * @param picture what the notice's picture was uploaded as, where message and picture are one
 * @param encrypted whether the room is, as it was before anything was planned
 * @param members of the room, where a message wants to call somebody
 */
record Errand(
        Load load, Target target, RoomId room, Optional<ObjectNode> picture, boolean encrypted, Set<UserId> members) {

    static Errand of(Load load, Target target, RoomId room) {
        return new Errand(load, target, room, Optional.empty(), false, Set.of());
    }

    String hook() {
        return load.hook().name();
    }

    Contents.Look look(Sender sender) {
        return new Contents.Look(sender.inFront(), encrypted, false);
    }

    /** What is to be known of the room: it cannot be asked for within a transaction. */
    Errand into(Rooms rooms, List<Notice> notices) {
        boolean calls = notices.stream()
                .flatMap(notice -> notice.words().stream())
                .anyMatch(words -> !words.users().isEmpty());
        return new Errand(
                load, target, room, picture, rooms.encrypted(room), calls ? rooms.joinedMembers(room) : Set.of());
    }

    Errand picture(ObjectNode uploaded) {
        return new Errand(load, target, room, Optional.of(uploaded), encrypted, members);
    }
}
