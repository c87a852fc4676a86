package org.lotusguild.lotus.bot.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.event.IncomingParser;
import org.lotusguild.lotus.matrix.fake.FakeRooms;
import tools.jackson.databind.node.ObjectNode;

/** What people do in a guild of two rooms and a direct chat with each user, as the homeserver has it and the bot hears it. */
public abstract class Happenings {
    public static final UserId BOT = UserId.parse("@lotus:example.org");
    public static final UserId ALICE = UserId.parse("@alice:example.org");
    public static final UserId BOB = UserId.parse("@bob:example.org");
    public static final UserId CEM = UserId.parse("@cem:example.org");
    public static final RoomId ROOM = RoomId.parse("!room");
    public static final RoomId COMMANDS = RoomId.parse("!commands");

    public final TestClock clock;
    public final FakeRooms rooms = new FakeRooms();
    private final Map<Pointing, List<Incoming>> there = new HashMap<>();
    private boolean deaf;
    private int events;

    private record Pointing(EventId target, String relation) {}

    Happenings(Instant start) {
        this.clock = new TestClock(start);
        for (RoomId room : List.of(ROOM, COMMANDS, chat(ALICE), chat(BOB), chat(CEM))) {
            rooms.put(room, "m.room.create", Json.parseObject("{\"room_version\": \"11\"}"));
            rooms.join(room);
            rooms.member(room, BOT, "join");
        }
        for (UserId user : List.of(ALICE, BOB, CEM)) {
            rooms.named(
                    user,
                    user.localpart().substring(0, 1).toUpperCase(Locale.ROOT)
                            + user.localpart().substring(1));
            rooms.member(ROOM, user, "join");
            rooms.member(chat(user), user, "join");
        }
    }

    public static RoomId chat(UserId with) {
        return RoomId.parse("!chat-" + with.localpart());
    }

    /** The bot is told. */
    abstract void told(Incoming event);

    /** What people do now reaches the homeserver, but not the bot, until the process is started again. */
    public void goDeaf() {
        deaf = true;
    }

    void hearsAgain() {
        deaf = false;
    }

    public void hear(Incoming event) {
        if (!deaf) {
            told(event);
        }
    }

    /** An event as the homeserver brings it; what can not be read is passed over. */
    public void hears(RoomId room, ObjectNode event) {
        read(room, event).ifPresent(this::hear);
    }

    public Optional<Incoming> read(RoomId room, ObjectNode event) {
        return new IncomingParser(clock, Duration.ofMinutes(2)).clear(room, event, clock.instant());
    }

    static Incoming.Message message(EventMeta meta, String text, Optional<String> html) {
        return new Incoming.Message(meta, "m.text", text, html, Set.of(), Json.object());
    }

    public void saysInThread(UserId user, EventId root, String text) {
        EventMeta meta = meta(user, ROOM, clock.instant(), Optional.empty(), Optional.of(root));
        told(message(meta, text, Optional.empty()));
    }

    /** As {@link #wrote(UserId, RoomId, String)}, in the room. */
    public EventId wrote(UserId user, String text) {
        return wrote(user, ROOM, text);
    }

    /** A message that is no command. */
    public EventId wrote(UserId user, RoomId room, String text) {
        Incoming.Message message = message(meta(user, room, Optional.empty()), text, Optional.empty());
        rooms.has(message);
        hear(message);
        return message.meta().id();
    }

    /** The user's membership changes, and the bot hears of it. */
    public void moves(UserId user, RoomId room, Incoming.Member to) {
        rooms.member(room, user, to.name().toLowerCase(Locale.ROOT));
        EventMeta meta = meta(user, room, Optional.empty());
        told(new Incoming.Membership(meta, user, to, Optional.empty(), Json.object()));
    }

    /** The id of the reaction. */
    public EventId reacts(UserId user, RoomId room, EventId to, String key) {
        EventMeta meta = meta(user, room, Optional.empty());
        related(to, "m.annotation", new Incoming.Reaction(meta, to, key));
        return meta.id();
    }

    /** As {@link #reacts(UserId, RoomId, EventId, String)}, in the room. */
    public EventId reacts(UserId user, EventId to, String key) {
        return reacts(user, ROOM, to, key);
    }

    /** With another time on it than that of its arrival. */
    public void reacts(UserId user, EventId to, String key, Instant stamp) {
        EventMeta meta = meta(user, ROOM, stamp, Optional.empty(), Optional.empty());
        related(to, "m.annotation", new Incoming.Reaction(meta, to, key));
    }

    public void redacts(UserId user, EventId event) {
        there.forEach((key, events) -> {
            events.removeIf(e -> e.meta().id().equals(event));
            rooms.related(key.target(), key.relation(), events);
        });
        hear(new Incoming.Redaction(meta(user, ROOM, Optional.empty()), event));
    }

    public EventId votes(UserId user, EventId poll, String... answers) {
        EventMeta meta = meta(user, ROOM, Optional.empty());
        related(poll, "m.reference", new Incoming.PollVote(meta, poll, List.of(answers)));
        return meta.id();
    }

    /** The bot sees its own edit, as sync shows it. */
    public EventId seesOwnEdit(EventId of) {
        EventMeta meta = meta(BOT, ROOM, Optional.empty());
        hear(new Incoming.Edit(meta, of, Json.object()));
        return meta.id();
    }

    private void related(EventId target, String relation, Incoming event) {
        List<Incoming> events = there.computeIfAbsent(new Pointing(target, relation), k -> new ArrayList<>());
        events.add(event);
        rooms.related(target, relation, events);
        hear(event);
    }

    final EventMeta meta(UserId user, RoomId room, Optional<EventId> replyTo) {
        return meta(user, room, clock.instant(), replyTo, Optional.empty());
    }

    private EventMeta meta(
            UserId user, RoomId room, Instant stamp, Optional<EventId> replyTo, Optional<EventId> thread) {
        events++;
        return new EventMeta(
                room,
                EventId.parse("$by-people-" + events),
                user,
                stamp,
                Duration.ZERO,
                false,
                true,
                Trust.CROSS_SIGNED,
                replyTo,
                thread);
    }
}
