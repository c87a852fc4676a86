package org.lotusguild.lotus.it;

/** A low-level device in a room of Alice's, with the bot. */
record Table(Person alice, Machine raw, String room) {
    static Table set(Bed bed) {
        return set(bed.person("alice"), bed.oracle().machine(bed.homeserver(), "raw"), bed.bot());
    }

    static Table set(Person alice, Machine raw, String bot) {
        String room = alice.createRoom(RoomWish.encrypted().inviting(bot, raw.user()));
        raw.join(room);
        alice.awaitJoin(room, raw.user());
        alice.awaitJoin(room, bot);
        raw.sync();
        return new Table(alice, raw, room);
    }

    Seen pong(String trigger, String bot) {
        return alice.seen(room, Wanted.pong(trigger).from(bot));
    }
}
