package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.metric.Counters;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.bot.basic.PingCommand;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.command.Handler;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;
import org.lotusguild.lotus.bot.fake.RecordingSender;
import org.lotusguild.lotus.bot.fake.UsualConfig;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.fake.FakeRooms;
import org.lotusguild.lotus.matrix.fake.NoChats;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.TestDatabases;

/** A bot over a real database in a room and a direct chat, before which tests put events one by one. */
final class DispatchBed implements AutoCloseable {
    static final UserId BOT = UserId.parse("@lotus:example.org");
    static final UserId ALICE = UserId.parse("@alice:example.org");
    static final UserId BOB = UserId.parse("@bob:example.org");
    static final RoomId ROOM = RoomId.parse("!room");
    static final RoomId CHAT = RoomId.parse("!chat");

    final Metrics metrics = new Metrics();
    final TestClock clock = new TestClock(Instant.parse("2026-11-23T18:00:00Z"));
    final RecordingSender sender = new RecordingSender();
    final FakeRooms rooms = new FakeRooms();
    final List<Command> commands = new ArrayList<>();
    final List<Feature> features = new ArrayList<>();
    final Database db;
    boolean signedForRoles;
    Predicate<UserId> ownUser = user -> false;
    Map<String, RoomId> keys = Map.of("commands", RoomId.parse("!commands"));
    int acknowledged;
    private final Counters<CommandOutcome> outcomes = metrics.counters(
            "lotus_bot_commands_total", "Commands", new Metrics.Label<>("outcome", CommandOutcome.class));
    private final BlockingQueue<Thread> waits = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> wakes = new LinkedBlockingQueue<>();
    private int events;

    DispatchBed(Path folder) {
        db = TestDatabases.sqlite(folder, clock, "bot");
        for (RoomId room : List.of(ROOM, CHAT)) {
            rooms.join(room);
            rooms.put(room, "m.room.create", Json.parseObject("{\"room_version\": \"11\"}"));
        }
        commands.add(PingCommand.of(() -> Duration.ofMillis(38)));
    }

    @Override
    public void close() {
        db.close();
    }

    Bot bot() {
        return bot(Map.of());
    }

    Bot bot(Map<CommandName, BotConfig.CommandConfig> overrides) {
        return bot(overrides, db);
    }

    Bot bot(Map<CommandName, BotConfig.CommandConfig> overrides, Database through) {
        BotConfig config = new BotConfig(
                "lotus",
                "!",
                Duration.ofMinutes(2),
                ZoneId.of("UTC"),
                List.of("@hookshot*:*"),
                new BotConfig.Invites(List.of(), Optional.empty()),
                new BotConfig.Limits(Rate.parse("5 burst, 1 per 6s"), Rate.parse("30 per 1m")),
                new BotConfig.Fortune(Optional.empty()),
                UsualConfig.WORDLE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                UsualConfig.POLL,
                UsualConfig.TRIVIA,
                UsualConfig.EXTRAS,
                overrides);
        Kit kit = new Kit(
                rooms,
                sender,
                new NoChats(Set.of(CHAT)),
                through,
                user -> ownUser.test(user),
                signedForRoles,
                clock,
                this::pause,
                new Random(7),
                outcomes);
        Repertoire all = new Repertoire();
        commands.forEach(all::add);
        features.forEach(all::add);
        return Bot.open(new BotIdentity(BOT, "Lotus"), config, all, keys, kit);
    }

    private void pause(Duration time) throws InterruptedException {
        waits.add(Thread.currentThread());
        wakes.poll(5, TimeUnit.SECONDS);
    }

    static Command command(String name, Syntax syntax, Handler handler) {
        return Command.of(name, Section.BASICS, Help.of(name), syntax, handler);
    }

    /** Adds {@code !keep}, which finds the database busy as long as the answer is true. */
    AtomicBoolean busyKeep() {
        AtomicBoolean busy = new AtomicBoolean(true);
        commands.add(command(
                "keep",
                Syntax.ignored(),
                c -> new Reply.Stored(tx -> {
                    if (busy.get()) {
                        throw new StoreException(StoreException.Kind.BUSY, "locked", null);
                    }
                    return Reply.say("kept");
                })));
        return busy;
    }

    Listener.Ack ack() {
        return tx -> acknowledged++;
    }

    /** What a new bot answers to a ping of somebody who has not asked yet. */
    String says() {
        UserId cem = UserId.parse("@cem:example.org");
        bot().on(message("!ping", ROOM, cem, Optional.empty(), false), ack());
        return sender.bodies().getLast();
    }

    Incoming.Message said(String body) {
        return message(body, ROOM, ALICE, Optional.empty(), false);
    }

    void patienceEnds(int threads) throws InterruptedException {
        for (int thread = 0; thread < threads; thread++) {
            Thread waiting = waits.poll(5, TimeUnit.SECONDS);
            assertThat(waiting).isNotNull();
            wakes.add(true);
            waiting.join(Duration.ofSeconds(5));
        }
    }

    EventMeta inThread(EventId root) {
        return message("", ROOM, ALICE, Optional.of(root), false).meta();
    }

    EventMeta meta(RoomId room, UserId from) {
        return message("", room, from, Optional.empty(), false).meta();
    }

    Incoming.Message message(String body, RoomId room, UserId from, Optional<EventId> thread, boolean late) {
        events++;
        EventMeta meta = new EventMeta(
                room,
                EventId.parse("$" + events),
                from,
                clock.instant().minusMillis(142),
                Duration.ofMillis(142),
                late,
                true,
                Trust.CROSS_SIGNED,
                Optional.empty(),
                thread);
        return new Incoming.Message(meta, "m.text", body, Optional.empty(), Set.of(), Json.object());
    }
}
