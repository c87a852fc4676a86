package org.lotusguild.lotus.bot.welcome;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.matrix.DirectChats;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;
import org.lotusguild.lotus.store.Through;
import org.lotusguild.lotus.store.Tx;

/** A guild whose bot welcomes; three people are in its space. Nothing was looked at yet. */
final class WelcomeBed {
    static final RoomId SPACE = RoomId.parse("!space");
    static final RoomId GENERAL = RoomId.parse("!general");
    static final RoomId COMMANDS = BotBed.COMMANDS;
    static final RoomId MEMES = RoomId.parse("!memes");
    private static final String TEXT = """
            Welcome to {guild}, {name}! 🌸
            React with ✅ (or answer "yes") and I invite you to {rooms}.""";

    final List<String> desk = new CopyOnWriteArrayList<>();
    final Chats chats = new Chats();
    /** Taken in at the next start, as the other one. */
    boolean encrypted = true;

    boolean exempt = true;
    /** Nothing can be written any more: the process was killed, and has not noticed it yet. */
    volatile boolean dead;
    /** Is run after each transaction. */
    volatile Runnable committed = () -> {};

    final BotBed bed;

    WelcomeBed(Path folder) {
        bed = new BotBed(
                clock -> new Mortal(TestDatabases.sqlite(folder, clock, "bot")),
                Instant.parse("2026-11-22T18:00:00Z"),
                this::features);
        bed.sender.deliverAtOnce();
        Map.of(GENERAL, "General", COMMANDS, "Commands", MEMES, "Memes").forEach((room, name) -> {
            bed.rooms.put(room, "m.room.create", Json.parseObject("{\"room_version\": \"12\"}"));
            bed.rooms.put(room, "m.room.name", Json.object().put("name", name));
        });
        for (UserId user : List.of(BotBed.BOT, BotBed.ALICE, BotBed.BOB)) {
            bed.rooms.member(SPACE, user, "join");
        }
    }

    private List<Feature> features(BotBed made) {
        return List.of(new WelcomeFeature(new WelcomeSetting(
                new WelcomeConfig(encrypted, List.of("general", "commands", "memes"), "general", 30, TEXT),
                BotBed.BOT,
                SPACE,
                "The Lotus Guild",
                "!",
                List.of(GENERAL, COMMANDS, MEMES),
                GENERAL,
                user -> user.localpart().equals("hookshot"),
                exempt,
                made.rooms,
                chats,
                made.db(),
                desk::add,
                made.clock)));
    }

    static RoomId chat(UserId user) {
        return RoomId.parse("!with-" + user.localpart());
    }

    /** So much time passes; if the process is killed meanwhile, the next one is started. */
    void passes(Duration time) {
        try {
            bed.after(time);
        } catch (Killed _) {
            // it is dead
        }
        if (dead) {
            dead = false;
            bed.restart();
        }
    }

    /** Direct chats that are made when they are asked for. */
    final class Chats implements DirectChats {
        final Map<UserId, RoomId> made = new ConcurrentHashMap<>();
        final Set<UserId> blocked = new HashSet<>();
        final List<RuntimeException> failures = new ArrayList<>();
        final AtomicInteger calls = new AtomicInteger();
        /** Each room that was made at the homeserver, by whom it is for. */
        final List<UserId> created = new CopyOnWriteArrayList<>();
        /** Is run before each is made, which fails with what it throws. */
        volatile Runnable before = () -> {};
        /** At which calls the process is killed: the homeserver has made the room, and nobody learns of it. */
        volatile Set<Integer> deaths = Set.of();

        @Override
        public Optional<RoomId> find(UserId user) {
            return Optional.ofNullable(made.get(user))
                    .filter(room -> bed.rooms.joinedMembers(room).contains(user)
                            || bed.rooms.invitedMembers(room).contains(user));
        }

        @Override
        public synchronized RoomId open(UserId user, boolean encrypted) {
            return find(user).orElseGet(() -> opened(user, encrypted));
        }

        private RoomId opened(UserId user, boolean encrypted) {
            int call = calls.incrementAndGet();
            if (!failures.isEmpty()) {
                throw failures.removeFirst();
            }
            before.run();
            RoomId room = create(user, encrypted);
            if (deaths.contains(call)) {
                bed.rooms.stateOf(
                        room,
                        "m.room.member",
                        user.value(),
                        Json.object().put("membership", "invite").put("is_direct", true));
                dead = true;
                throw new Killed();
            }
            made.put(user, room);
            return room;
        }

        private RoomId create(UserId user, boolean encrypted) {
            created.add(user);
            RoomId room = chat(user);
            bed.rooms.join(room);
            bed.rooms.put(room, "m.room.create", Json.parseObject("{\"room_version\": \"12\"}"));
            if (encrypted) {
                bed.rooms.encrypt(room, Json.object());
            }
            bed.rooms.member(room, BotBed.BOT, "join");
            if (!blocked.contains(user)) {
                bed.rooms.member(room, user, "invite");
            }
            return room;
        }

        @Override
        public void add(UserId user, RoomId room) {
            made.put(user, room);
        }

        @Override
        public boolean isDirect(RoomId room) {
            return room.value().startsWith("!with-");
        }
    }

    /** Nothing of a dead process does anything any more. */
    static final class Killed extends Error {
        private Killed() {
            super("killed", null, false, false);
        }
    }

    /** Takes nothing once the process is dead. */
    private final class Mortal extends Through {
        Mortal(Database real) {
            super(real);
        }

        private <T> Function<Tx, T> living(Function<Tx, T> body) {
            return tx -> {
                if (dead) {
                    throw new Killed();
                }
                return body.apply(tx);
            };
        }

        @Override
        public <T> T inTransaction(Function<Tx, T> body) {
            T result = real.inTransaction(living(body));
            committed.run();
            return result;
        }

        @Override
        public <T> T read(Function<Tx, T> body) {
            return real.read(living(body));
        }
    }
}
