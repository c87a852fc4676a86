package org.lotusguild.lotus.bot.fake;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.metric.Counters;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.bot.Bot;
import org.lotusguild.lotus.bot.BotIdentity;
import org.lotusguild.lotus.bot.CommandOutcome;
import org.lotusguild.lotus.bot.Ignored;
import org.lotusguild.lotus.bot.Kit;
import org.lotusguild.lotus.bot.Repertoire;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.matrix.DirectChats;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.event.IncomingParser;
import org.lotusguild.lotus.matrix.fake.FakeRooms;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;
import tools.jackson.databind.node.ObjectNode;

/**
 * A bot with features over a real database, in a guild of two rooms and a direct chat with each user: people say and react,
 * time passes, the process dies.
 */
public final class BotBed implements AutoCloseable {
    public static final UserId BOT = UserId.parse("@lotus:example.org");
    public static final UserId ALICE = UserId.parse("@alice:example.org");
    public static final UserId BOB = UserId.parse("@bob:example.org");
    public static final UserId CEM = UserId.parse("@cem:example.org");
    public static final RoomId ROOM = RoomId.parse("!room");
    public static final RoomId COMMANDS = RoomId.parse("!commands");
    /** Makes the features of one process. */
    public interface Making {
        List<Feature> features(BotBed bed);

        default String prefix() {
            return "!";
        }

        /** Commands without a memory. */
        default List<Command> commands(BotBed bed) {
            return List.of();
        }
    }

    public final TestClock clock;
    public final RecordingSender sender = new RecordingSender();
    private final News news = new News(sender);
    public final FakeRooms rooms = new FakeRooms();
    private final Opening opening;
    private final Making making;
    private final Map<Pointing, List<Incoming>> there = new HashMap<>();
    private boolean deaf;
    private int events;
    private Database db;
    private Bot bot;

    /** Opens the database of the bed, the first time and after each restart. */
    public interface Opening {
        Database open(InstantSource clock);
    }

    public BotBed(Path folder, Instant start, Making making) {
        this(clock -> TestDatabases.sqlite(folder, clock, "bot"), start, making);
    }

    public BotBed(Opening opening, Instant start, Making making) {
        this.opening = opening;
        this.clock = new TestClock(start);
        this.making = making;
        for (RoomId room : List.of(ROOM, COMMANDS, chat(ALICE), chat(BOB), chat(CEM))) {
            rooms.put(room, "m.room.create", Json.parseObject("{\"room_version\": \"11\"}"));
            rooms.join(room);
            rooms.member(room, BOT, "join");
        }
        for (UserId user : List.of(ALICE, BOB, CEM)) {
            rooms.named(
                    user,
                    user.localpart().substring(0, 1).toUpperCase()
                            + user.localpart().substring(1));
            rooms.member(ROOM, user, "join");
            rooms.member(chat(user), user, "join");
        }
        this.db = opening.open(clock);
        this.bot = opened();
    }

    public static RoomId chat(UserId with) {
        return RoomId.parse("!chat-" + with.localpart());
    }

    public Database db() {
        return db;
    }

    public DirectChats chats() {
        return new ReadyChats();
    }

    public Ignored ignored() {
        return new Ignored(BOT, user -> false, List.of(), rooms);
    }

    private Bot opened() {
        rooms.keptIn(db);
        Counters<CommandOutcome> outcomes = new Metrics()
                .counters("commands_total", "Commands", new Metrics.Label<>("outcome", CommandOutcome.class));
        Kit kit = new Kit(rooms, sender, chats(), db, user -> false, false, clock, time -> {}, new Random(7), outcomes);
        Repertoire all = new Repertoire();
        making.commands(this).forEach(all::add);
        making.features(this).forEach(all::add);
        return Bot.open(new BotIdentity(BOT, "Lotus"), UsualConfig.of(making.prefix()), all, Map.of(), kit);
    }

    /** The process is killed and started again. */
    public void restart() {
        deaf = false;
        db.close();
        db = opening.open(clock);
        bot = opened();
    }

    /** What a message of that user brings forth, by bodies. */
    public List<String> says(UserId user, RoomId room, String text) {
        return says(user, room, text, Optional.empty());
    }

    public List<String> says(UserId user, RoomId room, String text, Optional<EventId> replyTo) {
        bot.on(
                new Incoming.Message(
                        meta(user, room, replyTo), "m.text", text, Optional.empty(), Set.of(), Json.object()),
                tx -> {});
        return news();
    }

    public void saysInThread(UserId user, EventId root, String text) {
        EventMeta meta = meta(user, ROOM, clock.instant(), Optional.empty(), Optional.of(root));
        bot.on(new Incoming.Message(meta, "m.text", text, Optional.empty(), Set.of(), Json.object()), tx -> {});
    }

    /** What a message brings forth that is worked on by another thread: the next body. */
    public String answerTo(UserId user, String text) {
        List<String> atOnce = says(user, ROOM, text);
        return atOnce.isEmpty() ? next() : atOnce.getLast();
    }

    /** The next body that is sent, waited for. */
    public String next() {
        await(news::isThere);
        return news().getFirst();
    }

    /** Waits until something is so, at most 20 s. */
    public static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not happen");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** The process stops in order. */
    public void stop() {
        bot.close();
    }

    /** The user's membership changes, and the bot hears of it. */
    public void moves(UserId user, RoomId room, Incoming.Member to) {
        rooms.member(room, user, to.name().toLowerCase(Locale.ROOT));
        EventMeta meta = meta(user, room, Optional.empty());
        bot.on(new Incoming.Membership(meta, user, to, Optional.empty(), Json.object()), tx -> {});
    }

    /** A message in the room that is no command. */
    public EventId wrote(UserId user, String text) {
        EventMeta meta = meta(user, ROOM, Optional.empty());
        Incoming.Message message =
                new Incoming.Message(meta, "m.text", text, Optional.empty(), Set.of(), Json.object());
        rooms.has(message);
        hear(message);
        return meta.id();
    }

    /** What people do now reaches the homeserver, but not the bot, until {@link #restart}. */
    public void goDeaf() {
        deaf = true;
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

    private record Pointing(EventId target, String relation) {}

    private void related(EventId target, String relation, Incoming event) {
        List<Incoming> events = there.computeIfAbsent(new Pointing(target, relation), k -> new ArrayList<>());
        events.add(event);
        rooms.related(target, relation, events);
        hear(event);
    }

    /** An event as the homeserver brings it; what can not be read is passed over. */
    public void hears(RoomId room, ObjectNode event) {
        read(room, event).ifPresent(this::hear);
    }

    public Optional<Incoming> read(RoomId room, ObjectNode event) {
        return new IncomingParser(clock, Duration.ofMinutes(2)).clear(room, event, clock.instant());
    }

    public void hear(Incoming event) {
        if (!deaf) {
            bot.on(event, tx -> {});
        }
    }

    /** So much time passes, and what is due is done; what that brought forth. */
    public List<String> after(Duration time) {
        clock.advance(time);
        look();
        return news();
    }

    /** Everything sent so far arrives, and the bot learns the event ids. */
    public void arrive() {
        sender.deliver();
        look();
    }

    public void look() {
        try {
            bot.look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** As {@link News#unread}. */
    public List<String> news() {
        return news.unread();
    }

    /** The last message whose text begins so. */
    public RecordingSender.Sent message(String beginning) {
        return news.message(beginning);
    }

    public RecordingSender.Sent last() {
        return sender.sent().getLast();
    }

    private EventMeta meta(UserId user, RoomId room, Optional<EventId> replyTo) {
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

    @Override
    public void close() {
        bot.close();
        db.close();
    }
}
