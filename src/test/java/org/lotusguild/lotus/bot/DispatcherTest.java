package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.metric.Counters;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.bot.basic.PingCommand;
import org.lotusguild.lotus.bot.command.Access;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.command.Handler;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.bot.fake.RecordingSender;
import org.lotusguild.lotus.bot.fake.TestClock;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.matrix.DirectChats;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.fake.FakeRooms;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

class DispatcherTest {
    private static final UserId BOT = UserId.parse("@lotus:example.org");
    private static final UserId ALICE = UserId.parse("@alice:example.org");
    private static final RoomId ROOM = RoomId.parse("!room");
    private static final UserId BOB = UserId.parse("@bob:example.org");
    private static final RoomId CHAT = RoomId.parse("!chat");

    @TempDir
    Path folder;

    private final Metrics metrics = new Metrics();
    private final Counters<CommandOutcome> outcomes = metrics.counters(
            "lotus_bot_commands_total", "Commands", new Metrics.Label<>("outcome", CommandOutcome.class));
    private final TestClock clock = new TestClock(Instant.parse("2026-11-23T18:00:00Z"));
    private final RecordingSender sender = new RecordingSender();
    private final FakeRooms rooms = new FakeRooms();
    private final List<Command> commands = new ArrayList<>();
    private final List<Feature> features = new ArrayList<>();
    private final BlockingQueue<Thread> waits = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> wakes = new LinkedBlockingQueue<>();
    private boolean signedForRoles;
    private Map<String, RoomId> keys = Map.of("commands", RoomId.parse("!commands"));
    private int acknowledged;
    private int events;
    private int counted;
    private Database db;

    @BeforeEach
    void open() {
        db = TestDatabases.sqlite(folder, clock, "bot");
        for (RoomId room : List.of(ROOM, CHAT)) {
            rooms.put(room, "m.room.create", Json.parseObject("{\"room_version\": \"11\"}"));
        }
        commands.add(PingCommand.of(() -> Duration.ofMillis(38)));
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void answersAPingInReplyToIt() {
        bot().on(said("!ping"), ack());
        ObjectNode content = sender.sent().getFirst().content();
        assertThat(content.path("body").asString())
                .isEqualTo("Pong! Your message took 142 ms, the homeserver answers in 38 ms.");
        assertThat(content.path("msgtype").asString()).isEqualTo("m.notice");
        assertThat(content.path("m.relates_to")
                        .path("m.in_reply_to")
                        .path("event_id")
                        .asString())
                .isEqualTo("$1");
        assertThat(content.has("m.mentions")).isTrue();
        assertThat(acknowledged).isEqualTo(1);
    }

    @Test
    void answersOnceHoweverOftenTheEventComes() {
        Incoming.Message ping = said("!ping");
        bot().on(ping, ack());
        bot().on(ping, ack());
        assertThat(sender.sent()).hasSize(1);
    }

    @Test
    void answersInTheThread() {
        bot().on(message("!ping", ROOM, ALICE, Optional.of(EventId.parse("$root")), false), ack());
        ObjectNode relation = Json.objectAt(sender.sent().getFirst().content(), "m.relates_to");
        assertThat(relation.path("rel_type").asString()).isEqualTo("m.thread");
        assertThat(relation.path("event_id").asString()).isEqualTo("$root");
        assertThat(relation.path("is_falling_back").asBoolean(true)).isFalse();
    }

    @Test
    void ignoresItselfOtherBotsServiceMembersNoticesAndOldMessages() {
        rooms.put(ROOM, "io.element.functional_members", Json.parseObject("""
                {"service_members": ["@bridge:example.org"]}"""));
        Listener bot = bot();
        bot.on(message("!ping", ROOM, BOT, Optional.empty(), false), ack());
        bot.on(message("!ping", ROOM, UserId.parse("@hookshot_x:example.org"), Optional.empty(), false), ack());
        bot.on(message("!ping", ROOM, UserId.parse("@bridge:example.org"), Optional.empty(), false), ack());
        bot.on(message("!ping", ROOM, ALICE, Optional.empty(), true), ack());
        Incoming.Message ping = said("!ping");
        bot.on(
                new Incoming.Message(ping.meta(), "m.notice", "!ping", Optional.empty(), Set.of(), Json.object()),
                ack());
        assertThat(sender.sent()).isEmpty();
    }

    @Test
    void takesCommandsThatNeedARoleFromSignedDevicesOnlyWhereTheFileSaysSo() {
        rooms.put(ROOM, "m.room.power_levels", Json.parseObject("{\"users\": {\"@alice:example.org\": 50}}"));
        commands.add(command("close", Syntax.of(), call -> Reply.say("closed"))
                .withAccess(new Access.All(List.of(new Access.InRooms(Set.of(ROOM)), new Access.AtLeast(50)))));
        signedForRoles = true;
        Listener bot = bot();
        for (Trust trust : List.of(Trust.VERIFIED, Trust.CROSS_SIGNED, Trust.UNSIGNED, Trust.UNKNOWN)) {
            bot.on(from(trust, said("!close")), ack());
        }
        bot.on(from(Trust.UNSIGNED, said("!ping")), ack());
        assertThat(sender.bodies())
                .containsExactly(
                        "closed",
                        "closed",
                        "close: I take this only from a device that you have verified in your own settings.",
                        "close: I take this only from a device that you have verified in your own settings.",
                        "Pong! Your message took 142 ms, the homeserver answers in 38 ms.");
    }

    @Test
    void toldOfEncryptionWhoGivesACommandThatNeedsARoleInClear() {
        rooms.put(ROOM, "m.room.power_levels", Json.parseObject("{\"users\": {\"@alice:example.org\": 50}}"));
        commands.add(command("close", Syntax.of(), call -> Reply.say("closed")));
        signedForRoles = true;
        bot(Map.of(
                        new CommandName("close"),
                        new BotConfig.CommandConfig(true, Optional.of(50L), Optional.empty(), Optional.empty())))
                .on(from(Trust.CLEAR, said("!close")), ack());
        assertThat(sender.bodies()).containsExactly("close: I take this from encrypted messages only.");
    }

    @Test
    void aHandlerThatDoesMoreForModeratorsNeedsASignedDeviceToo() {
        rooms.put(ROOM, "m.room.power_levels", Json.parseObject("{\"users\": {\"@alice:example.org\": 50}}"));
        commands.add(moderatorCommand());
        signedForRoles = true;
        Listener bot = bot();
        bot.on(from(Trust.CROSS_SIGNED, said("!who")), ack());
        bot.on(from(Trust.UNSIGNED, said("!who")), ack());
        assertThat(sender.bodies()).containsExactly("a moderator", "somebody");
    }

    @Test
    void whoMakesARoomForHimselfIsNoModeratorOfTheGuild() {
        RoomId space = RoomId.parse("!space");
        rooms.put(space, "m.room.create", Json.parseObject("{\"room_version\": \"11\"}"));
        rooms.put(space, "m.room.power_levels", Json.parseObject("{\"users\": {\"@bob:example.org\": 50}}"));
        for (RoomId room : List.of(ROOM, CHAT)) {
            rooms.put(room, "m.room.power_levels", Json.parseObject("{\"users\": {\"@alice:example.org\": 100}}"));
        }
        commands.add(moderatorCommand());
        keys = Map.of("space", space, "general", ROOM);
        Listener bot = bot();
        bot.on(message("!who", ROOM, ALICE, Optional.empty(), false), ack());
        bot.on(message("!who", CHAT, ALICE, Optional.empty(), false), ack());
        bot.on(message("!who", CHAT, BOB, Optional.empty(), false), ack());
        assertThat(sender.bodies()).containsExactly("a moderator", "somebody", "somebody");
        rooms.join(space);
        bot.on(message("!who", CHAT, ALICE, Optional.empty(), false), ack());
        bot.on(message("!who", CHAT, BOB, Optional.empty(), false), ack());
        assertThat(sender.bodies().subList(3, 5)).containsExactly("somebody", "a moderator");
    }

    private static Command moderatorCommand() {
        return command("who", Syntax.of(), call -> Reply.say(call.caller().moderator() ? "a moderator" : "somebody"));
    }

    private static Incoming.Message from(Trust trust, Incoming.Message message) {
        EventMeta meta = message.meta();
        return new Incoming.Message(
                new EventMeta(
                        meta.room(),
                        meta.id(),
                        meta.sender(),
                        meta.sentAt(),
                        meta.age(),
                        meta.late(),
                        trust != Trust.CLEAR,
                        trust,
                        meta.replyTo(),
                        meta.thread()),
                message.msgtype(),
                message.body(),
                message.formattedBody(),
                message.mentions(),
                message.content());
    }

    @Test
    void countsWhatCameOfCommands() {
        Listener bot = bot();
        bot.on(said("!ping"), ack());
        bot.on(said("!pnig"), ack());
        bot.on(said("!xyzzy"), ack());
        bot.on(said("!help a b"), ack());
        bot.on(said("no command"), ack());
        assertThat(metrics.text())
                .contains(
                        "lotus_bot_commands_total{outcome=\"answered\"} 1\n",
                        "lotus_bot_commands_total{outcome=\"unknown\"} 1\n",
                        "lotus_bot_commands_total{outcome=\"ignored\"} 1\n",
                        "lotus_bot_commands_total{outcome=\"refused\"} 1\n");
    }

    @Test
    void repeatsNoMoreOfAnUnknownNameThanACommandCouldHave() {
        bot().on(said("!help " + "x\u202e".repeat(10_000)), ack());
        assertThat(sender.bodies()).containsExactly("No command !" + "x".repeat(32) + ". !help lists what I know.");
    }

    @Test
    void bearsHostileBodies() {
        Listener bot = bot();
        for (String body : List.of(
                "!" + " ".repeat(10_000),
                "!ping" + " ".repeat(10_000) + "x",
                "!" + "a".repeat(60_000),
                "\u202e!ping",
                "!ping\u0000",
                "!!!",
                "!",
                "")) {
            bot.on(said(body), ack());
        }
        assertThat(sender.bodies()).hasSize(1).first().asString().startsWith("Pong!");
    }

    @Test
    void tellsOfItsCommands() {
        bot().on(said("!help"), ack());
        bot().on(said("!help ping"), ack());
        assertThat(sender.bodies())
                .containsExactly("""
                        Lotus commands, prefix !
                        Basics: help, ping
                        !help <command> tells more.""", "!ping: how long your message took, how fast the homeserver answers");
    }

    @Test
    void hintsAtTheNearestNameOnceAMinuteAndIsSilentAboutOthers() {
        Listener bot = bot();
        bot.on(said("!xyzzy"), ack());
        bot.on(said("!pnig"), ack());
        bot.on(said("!hepl"), ack());
        clock.advance(Duration.ofMinutes(1));
        bot.on(said("!hepl"), ack());
        bot.on(message("!xyzzy", CHAT, UserId.parse("@bob:example.org"), Optional.empty(), false), ack());
        assertThat(sender.bodies())
                .containsExactly(
                        "No command !pnig. Did you mean !ping?",
                        "No command !hepl. Did you mean !help?",
                        "No command !xyzzy. !help lists what I know.");
    }

    @Test
    void saysWhatIsWrongWithAnArgument() {
        commands.add(command("flip", Syntax.of(Parameter.whole("count", 1, 100).optional()), c -> Reply.say("ok")));
        bot().on(said("!flip x"), ack());
        assertThat(sender.bodies())
                .containsExactly("flip: \"x\" is not a whole number.\nUsage: !flip [count] · more: !help flip");
    }

    @Test
    void answersABrokenHandlerWithACodeAndGoesOn() {
        commands.add(command("boom", Syntax.ignored(), c -> {
            throw new IllegalStateException("planted");
        }));
        Listener bot = bot();
        bot.on(said("!boom"), ack());
        bot.on(said("!ping"), ack());
        assertThat(sender.sent().getFirst().type()).isEqualTo("m.reaction");
        assertThat(sender.bodies().get(1)).matches("Something broke \\(code [a-z]{6}\\)\\. It is logged\\.");
        assertThat(sender.bodies().get(2)).startsWith("Pong!");
    }

    @Test
    void slowsACallerDownWithOneTurtleAMinute() {
        Listener bot = bot();
        for (int i = 0; i < 8; i++) {
            bot.on(said("!ping"), ack());
        }
        assertThat(sender.sent().stream().map(RecordingSender.Sent::type))
                .containsExactly(
                        "m.room.message",
                        "m.room.message",
                        "m.room.message",
                        "m.room.message",
                        "m.room.message",
                        "m.reaction");
        clock.advance(Duration.ofSeconds(6));
        bot.on(said("!ping"), ack());
        assertThat(sender.sent()).hasSize(7);
    }

    @Test
    void keepsACooldownAcrossARestart() {
        commands.add(command("slow", Syntax.ignored(), c -> Reply.say("done")).withCooldown(Duration.ofMinutes(2)));
        bot().on(said("!slow"), ack());
        clock.advance(Duration.ofSeconds(48));
        bot().on(said("!slow"), ack());
        assertThat(sender.bodies()).containsExactly("done", "slow: wait 1 min 12 s.");
    }

    @Test
    void obeysTheOverridesOfTheFile() {
        BotConfig.CommandConfig above =
                new BotConfig.CommandConfig(true, Optional.of(50L), Optional.empty(), Optional.empty());
        bot(Map.of(new CommandName("ping"), above)).on(said("!ping"), ack());
        BotConfig.CommandConfig elsewhere =
                new BotConfig.CommandConfig(true, Optional.empty(), Optional.of(List.of("commands")), Optional.empty());
        bot(Map.of(new CommandName("ping"), elsewhere)).on(said("!ping"), ack());
        assertThat(sender.sent()).isEmpty();
        BotConfig.CommandConfig nowhere =
                new BotConfig.CommandConfig(true, Optional.empty(), Optional.of(List.of("nowhere")), Optional.empty());
        assertThatThrownBy(() -> bot(Map.of(new CommandName("ping"), nowhere)))
                .hasMessageContaining("no room \"nowhere\"")
                .hasMessageContaining("commands");
    }

    @Test
    void saysOnceAnHourInADirectChatThatItCouldNotRead() throws InterruptedException {
        Listener bot = bot();
        bot.on(new Incoming.Undecryptable(meta(CHAT, ALICE), Decrypted.Reason.UNKNOWN_SESSION), ack());
        bot.on(new Incoming.Undecryptable(meta(ROOM, ALICE), Decrypted.Reason.UNKNOWN_SESSION), ack());
        patienceEnds(1);
        assertThat(sender.bodies())
                .containsExactly("I could not read that: its key has not reached me. Please send it again.");
    }

    @Test
    void saysItInARoomWhereTheMessageAnsweredItsOwnWords() throws InterruptedException {
        Listener bot = bot();
        bot.on(said("!ping"), ack());
        sender.deliver();
        EventId ours = sender.sent().getFirst().id();
        bot.on(new Incoming.Undecryptable(inThread(EventId.parse("$theirs")), Decrypted.Reason.UNKNOWN_SESSION), ack());
        patienceEnds(1);
        assertThat(sender.bodies()).hasSize(1);
        bot.on(new Incoming.Undecryptable(inThread(ours), Decrypted.Reason.UNKNOWN_SESSION), ack());
        patienceEnds(1);
        assertThat(sender.bodies()).hasSize(2).last().asString().startsWith("I could not read that:");
    }

    @Test
    void saysWhatHelpsWhenAClientKeepsItsKeyAndNothingOfWhatWasRefused() throws InterruptedException {
        Listener bot = bot();
        bot.on(new Incoming.Undecryptable(meta(CHAT, ALICE), Decrypted.Reason.REPLAYED), ack());
        bot.on(new Incoming.Undecryptable(meta(CHAT, ALICE), Decrypted.Reason.WITHHELD_UNVERIFIED), ack());
        bot.on(new Incoming.Undecryptable(meta(CHAT, ALICE), Decrypted.Reason.WITHHELD_UNVERIFIED), ack());
        patienceEnds(2);
        assertThat(sender.bodies())
                .singleElement()
                .asString()
                .contains("keeps its key from me", "send the message again");
    }

    @Test
    void storesAFeaturesRowsTogetherWithTheAnswer() {
        commands.add(command(
                "keep",
                Syntax.ignored(),
                c -> new Reply.Stored(tx -> {
                    count(tx);
                    return Reply.say("kept");
                })));
        Incoming.Message keep = said("!keep");
        Bot bot = bot();
        bot.on(keep, ack());
        bot.on(keep, ack());
        assertThat(sender.bodies()).containsExactly("kept");
        assertThat(counted()).isEqualTo(1);
        assertThat(counted).isEqualTo(1);
    }

    @Test
    void writesNothingWhereADecisionBreaksAndSaysSo() {
        commands.add(command(
                "keep",
                Syntax.ignored(),
                c -> new Reply.Stored(tx -> {
                    count(tx);
                    throw new IllegalStateException("planted");
                })));
        bot().on(said("!keep"), ack());
        assertThat(sender.bodies().get(1)).startsWith("Something broke (code ");
        assertThat(counted()).isZero();
    }

    @Test
    void asksNoCooldownForWordsThatAreFreeOfIt() {
        Syntax syntax = Syntax.of(Parameter.word("word").optional());
        commands.add(command("slow", syntax, c -> Reply.say("done"))
                .withCooldown(Duration.ofMinutes(2))
                .withFree("free"::equals));
        Bot bot = bot();
        bot.on(said("!slow free"), ack());
        bot.on(said("!slow"), ack());
        bot.on(said("!slow free"), ack());
        bot.on(said("!slow"), ack());
        assertThat(sender.bodies()).containsExactly("done", "done", "done", "slow: wait 2 min.");
    }

    @Test
    void beginsNoCooldownWhereTheDecisionIsANo() {
        commands.add(command("slow", Syntax.ignored(), c -> new Reply.Stored(tx -> Reply.refuse("not now")))
                .withCooldown(Duration.ofMinutes(2)));
        Bot bot = bot();
        bot.on(said("!slow"), ack());
        bot.on(said("!slow"), ack());
        assertThat(sender.bodies()).containsExactly("not now", "not now");
    }

    @Test
    void tellsAFeatureTheEventOfItsPostAndSeedsReactions() throws InterruptedException {
        Diary diary = new Diary();
        features.add(diary);
        Bot bot = bot();
        bot.on(said("!post"), ack());
        bot.look();
        assertThat(diary.lines).isEmpty();
        sender.deliver();
        bot.look();
        bot.look();
        assertThat(diary.lines).containsExactly("bound k1 $sent0");
        assertThat(sender.sent().subList(1, 3)).allSatisfy(reaction -> {
            assertThat(reaction.type()).isEqualTo("m.reaction");
            assertThat(reaction.content().path("m.relates_to").path("event_id").asString())
                    .isEqualTo("$sent0");
        });
        assertThat(sender.sent().getFirst().content().has("m.relates_to")).isFalse();
    }

    @Test
    void tellsAFeatureAfterARestartAndOnlyOnce() throws InterruptedException {
        Diary diary = new Diary();
        features.add(diary);
        bot().on(said("!post"), ack());
        sender.deliver();
        bot().look();
        bot().look();
        assertThat(diary.lines).containsExactly("bound k1 $sent0");
    }

    @Test
    void tellsAFeatureThatItsPostWasRefused() throws InterruptedException {
        Diary diary = new Diary();
        features.add(diary);
        Bot bot = bot();
        bot.on(said("!post"), ack());
        sender.refuse();
        bot.look();
        assertThat(diary.lines).containsExactly("unsent k1");
        assertThat(sender.sent()).hasSize(1);
    }

    @Test
    void ringsAnAlarmAtItsTimeAlsoAfterARestartAndOnce() throws InterruptedException {
        Diary diary = new Diary();
        features.add(diary);
        Bot bot = bot();
        bot.on(said("!wake"), ack());
        clock.advance(Duration.ofSeconds(29));
        bot.look();
        assertThat(diary.lines).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        Bot second = bot();
        second.look();
        second.look();
        bot.look();
        bot().look();
        assertThat(diary.lines).containsExactly("due k1");
        assertThat(sender.bodies()).containsExactly("good morning");
    }

    @Test
    void ringsAlsoWhereTheHomeserverCannotBeAskedBefore() throws InterruptedException {
        Diary diary = new Diary();
        diary.unprepared = true;
        features.add(diary);
        Bot bot = bot();
        bot.on(said("!wake"), ack());
        clock.advance(Duration.ofSeconds(30));
        bot.look();
        assertThat(diary.lines).containsExactly("before k1", "due k1");
    }

    @Test
    void ringsAfterTheNextStartWhereItIsStoppedBefore() throws InterruptedException {
        Diary diary = new Diary();
        diary.slow = true;
        features.add(diary);
        Bot bot = bot();
        bot.on(said("!wake"), ack());
        clock.advance(Duration.ofSeconds(30));
        bot.start();
        BotBed.await(() -> diary.lines.contains("before k1"));
        bot.close();
        assertThat(diary.lines).containsExactly("before k1");
        diary.slow = false;
        bot().look();
        assertThat(diary.lines).containsExactly("before k1", "due k1");
    }

    @Test
    void ringsAgainLaterWhereAFeatureFails() throws InterruptedException {
        Diary diary = new Diary();
        diary.broken = true;
        features.add(diary);
        Bot bot = bot();
        bot.on(said("!wake"), ack());
        clock.advance(Duration.ofSeconds(30));
        bot.look();
        diary.broken = false;
        bot.look();
        assertThat(sender.bodies()).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        bot.look();
        assertThat(sender.bodies()).containsExactly("good morning");
    }

    @Test
    void takesAMessageWithoutPrefixWhereAFeatureWantsIt() {
        features.add(new Diary());
        Bot bot = bot();
        bot.on(message("crane", CHAT, ALICE, Optional.empty(), false), ack());
        bot.on(message("crane", ROOM, ALICE, Optional.empty(), false), ack());
        bot.on(message("crane", CHAT, BOT, Optional.empty(), false), ack());
        bot.on(message("crane", CHAT, ALICE, Optional.empty(), true), ack());
        assertThat(sender.bodies()).containsExactly("guess crane");
    }

    @Test
    void letsFeaturesHearReactionsOfPeopleOnly() {
        Diary diary = new Diary();
        features.add(diary);
        Bot bot = bot();
        bot.on(new Incoming.Reaction(meta(ROOM, ALICE), EventId.parse("$x"), "👍"), ack());
        bot.on(new Incoming.Reaction(meta(ROOM, BOT), EventId.parse("$x"), "👍"), ack());
        bot.on(new Incoming.Redaction(meta(ROOM, ALICE), EventId.parse("$y")), ack());
        assertThat(diary.lines).containsExactly("heard Reaction", "heard Redaction");
        assertThat(acknowledged).isEqualTo(2);
    }

    private void count(Tx tx) {
        new ClaimStore(ALICE).claim(tx, EventId.parse("$counted" + counted++), clock.instant());
    }

    private int counted() {
        return db.read(tx -> new ClaimStore(ALICE).claimed(tx, EventId.parse("$counted0"))) ? 1 : 0;
    }

    /** A feature that writes down what it is told. */
    private static final class Diary implements Feature {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private boolean broken;
        private boolean unprepared;
        private volatile boolean slow;

        @Override
        public String kind() {
            return "diary";
        }

        @Override
        public List<Command> commands() {
            Reply.Bind bind = new Reply.Bind("diary", "k1");
            Reply post = new Reply.Post(ROOM, Doc.plain("a post"))
                    .seeded(List.of("👍", "👎"))
                    .bound(bind);
            return List.of(
                    command("post", Syntax.ignored(), c -> post),
                    command("wake", Syntax.ignored(), c -> new Reply.Wake(bind, c.at().plusSeconds(30))));
        }

        @Override
        public Optional<Command> unprefixed(Incoming.Message message, boolean direct) {
            return direct
                    ? Optional.of(command(
                            "guess",
                            Syntax.of(Parameter.word("word")),
                            c -> Reply.say("guess " + c.args().text("word").orElseThrow())))
                    : Optional.empty();
        }

        @Override
        public void before(String key, Instant at, Instant now) {
            if (slow) {
                lines.add("before " + key);
                LockSupport.parkNanos(Duration.ofSeconds(20).toNanos());
            }
            if (unprepared) {
                lines.add("before " + key);
                throw new IllegalStateException("planted");
            }
        }

        @Override
        public Reply heard(Tx tx, Incoming event, Instant now) {
            lines.add("heard " + event.getClass().getSimpleName());
            return new Reply.Silence();
        }

        @Override
        public Reply bound(Tx tx, String key, EventId event, Instant now) {
            lines.add("bound " + key + " " + event);
            return new Reply.Silence();
        }

        @Override
        public Reply unsent(Tx tx, String key, Instant now) {
            lines.add("unsent " + key);
            return new Reply.Silence();
        }

        @Override
        public Reply due(Tx tx, String key, Instant at, Instant now) {
            if (broken) {
                throw new IllegalStateException("planted");
            }
            lines.add("due " + key);
            return new Reply.Post(ROOM, Doc.plain("good morning"));
        }
    }

    private Bot bot() {
        return bot(Map.of());
    }

    private Bot bot(Map<CommandName, BotConfig.CommandConfig> overrides) {
        BotConfig config = new BotConfig(
                "lotus",
                "!",
                Duration.ofMinutes(2),
                java.time.ZoneId.of("UTC"),
                List.of("@hookshot*:*"),
                new BotConfig.Invites(List.of(), Optional.empty()),
                new BotConfig.Limits(Rate.parse("5 burst, 1 per 6s"), Rate.parse("30 per 1m")),
                new BotConfig.Fortune(Optional.empty()),
                BotBed.WORDLE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                BotBed.POLL,
                BotBed.TRIVIA,
                BotBed.EXTRAS,
                overrides);
        Kit kit = new Kit(
                rooms,
                sender,
                new OneChat(),
                db,
                user -> false,
                signedForRoles,
                clock,
                this::pause,
                new Random(7),
                outcomes);
        return Bot.open(new BotIdentity(BOT, "Lotus"), config, commands, features, keys, kit);
    }

    private void pause(Duration time) throws InterruptedException {
        waits.add(Thread.currentThread());
        wakes.poll(5, TimeUnit.SECONDS);
    }

    private static Command command(String name, Syntax syntax, Handler handler) {
        return Command.of(name, Section.BASICS, Help.of(name), syntax, handler);
    }

    private Listener.Ack ack() {
        return tx -> acknowledged++;
    }

    private Incoming.Message said(String body) {
        return message(body, ROOM, ALICE, Optional.empty(), false);
    }

    private void patienceEnds(int threads) throws InterruptedException {
        for (int thread = 0; thread < threads; thread++) {
            Thread waiting = waits.poll(5, TimeUnit.SECONDS);
            assertThat(waiting).isNotNull();
            wakes.add(true);
            waiting.join(Duration.ofSeconds(5));
        }
    }

    private EventMeta inThread(EventId root) {
        return message("", ROOM, ALICE, Optional.of(root), false).meta();
    }

    private EventMeta meta(RoomId room, UserId from) {
        return message("", room, from, Optional.empty(), false).meta();
    }

    private Incoming.Message message(String body, RoomId room, UserId from, Optional<EventId> thread, boolean late) {
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

    private static final class OneChat implements DirectChats {
        @Override
        public Optional<RoomId> find(UserId user) {
            return Optional.empty();
        }

        @Override
        public RoomId open(UserId user, boolean encrypted) {
            throw new IllegalStateException("no command of these tests opens a chat");
        }

        @Override
        public boolean isDirect(RoomId room) {
            return room.equals(CHAT);
        }
    }
}
