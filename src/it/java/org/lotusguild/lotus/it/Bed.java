package org.lotusguild.lotus.it;

/** A Lotus on a homeserver, with people around it: made by Lotus or there before. */
sealed interface Bed permits Trial, ExistingServer {
    Lotus lotus();

    Oracle oracle();

    Homeserver homeserver();

    default Status status() {
        return lotus().status();
    }

    default String bot() {
        return status().bot();
    }

    /** A new person who has cross-signed the device. */
    default Person person(String hint) {
        return oracle().person(homeserver(), hint);
    }

    /** A new room with the bot in it. */
    default String roomWithBot(Person owner, RoomWish wish) {
        String room = owner.createRoom(wish.inviting(bot()));
        owner.awaitJoin(room, bot());
        return room;
    }

    /** Starts Lotus again if the test before left it stopped. */
    default void ensureUp() {
        if (!lotus().running()) {
            lotus().up();
        }
        oracle().mend();
    }
}
