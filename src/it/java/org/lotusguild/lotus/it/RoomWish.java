package org.lotusguild.lotus.it;

import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** How a room shall be made: the options of {@code createRoom}, encrypted unless told otherwise. */
final class RoomWish {
    private final ObjectNode options = Json.object();

    static RoomWish encrypted() {
        return new RoomWish();
    }

    static RoomWish clear() {
        RoomWish wish = new RoomWish();
        wish.options.put("encrypted", false);
        return wish;
    }

    RoomWish inviting(String... users) {
        for (String user : users) {
            options.withArray("invite").add(user);
        }
        return this;
    }

    RoomWish version(String version) {
        options.put("room_version", version);
        return this;
    }

    /** Anybody may join. */
    RoomWish open() {
        options.put("preset", "public_chat");
        return this;
    }

    /** A key of {@code m.room.encryption}. */
    RoomWish rotatingAfter(int messages) {
        options.withObject("settings").put("rotation_period_msgs", messages);
        return this;
    }

    ObjectNode options() {
        return options;
    }
}
