package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.BOB;
import static org.lotusguild.lotus.bot.fake.BotBed.BOT;
import static org.lotusguild.lotus.bot.fake.BotBed.CEM;
import static org.lotusguild.lotus.bot.fake.BotBed.COMMANDS;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;
import static org.lotusguild.lotus.bot.fake.BotBed.chat;
import static org.quicktheories.QuickTheory.qt;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.bot.fake.Everything;
import org.lotusguild.lotus.bot.fake.RecordingSender;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.quicktheories.generators.SourceDSL;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** In the midst of an evening any event may come, of any shape and from anywhere: nothing breaks, and the talk goes on. */
class HostileEventsTest {
    private static final List<RoomId> ROOMS =
            List.of(ROOM, ROOM, ROOM, COMMANDS, chat(ALICE), chat(BOB), Everything.SPACE, RoomId.parse("!gone"));
    private static final List<UserId> PEOPLE =
            List.of(ALICE, BOB, CEM, BOT, UserId.parse("@hookshot_1:example.org"), UserId.parse("@eve:example.net"));
    private static final List<String> KEYS = List.of(
            "👍",
            "👎",
            "🤷",
            "1\ufe0f\u20e3",
            "🔟",
            "🇦",
            "🇧",
            "🏁",
            "✅",
            "⭐",
            "⭐\ufe0f",
            "🔴",
            "",
            "a",
            "\u0000",
            "x".repeat(5_000),
            "👍🏽",
            "\ud800");
    private static final List<String> BODIES = List.of(
            "",
            "!",
            "!!!",
            "!poll close",
            "!poll vote 1",
            "!poll results",
            "!trivia stop",
            "!quote",
            "!wordle",
            "!wordle crane",
            "crane",
            "YES",
            "ok",
            "!welcome",
            "!roll d6",
            "!flip 101",
            "!help",
            "!nosuch",
            "> a\n> b\n\n!roll",
            "> !roll",
            "Lotus: roll",
            "@lotus:example.org: flip",
            "\u0000!roll",
            "!roll\u0000",
            "\ud800",
            "!".repeat(60_000),
            "\n\n\n");
    private static final List<String> TYPES = List.of(
            "m.room.message",
            "m.room.message",
            "m.reaction",
            "m.reaction",
            "m.reaction",
            "m.room.redaction",
            "m.room.member",
            "m.room.member",
            "m.poll.response",
            "org.matrix.msc3381.poll.response",
            "org.matrix.msc3381.poll.start",
            "m.room.power_levels",
            "m.room.tombstone",
            "m.room.encrypted",
            "m.sticker",
            "io.element.functional_members",
            "");
    private static final List<String> RELATIONS =
            List.of("m.annotation", "m.replace", "m.thread", "m.reference", "io.x", "");

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private BotBed bed;
    private int events;

    @BeforeEach
    void open() {
        bed = new BotBed(folder, Instant.parse("2026-11-23T18:00:00Z"), new Everything());
        bed.rooms.put(ROOM, "m.room.power_levels", Json.parseObject("{\"users\": {\"@alice:example.org\": 50}}"));
        for (UserId user : List.of(BOT, ALICE, BOB)) {
            bed.rooms.member(Everything.SPACE, user, "join");
        }
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void close() {
        logger().detachAppender(log);
        bed.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("org.lotusguild.lotus.bot");
    }

    private void evening() {
        for (String line : List.of(
                "!poll --for 2h Shall we?",
                "!poll --for 2h --native \"Which?\" a b",
                "!trivia 20",
                "!remind here 2h tea",
                "!roles post commands",
                "!wordle",
                "!schedule 0 * * * * here hello")) {
            bed.clock.advance(Duration.ofMinutes(1));
            bed.says(ALICE, ROOM, line);
        }
        bed.arrive();
    }

    @Test
    void nothingBreaksWhateverComes() {
        evening();
        qt().withFixedSeed(21)
                .withExamples(400)
                .withShrinkCycles(0)
                .forAll(SourceDSL.longs().all())
                .checkAssert(seed -> {
                    Random random = new Random(seed);
                    for (int n = 0; n < 8; n++) {
                        comes(random);
                    }
                    passes(random);
                });
        evening();
        bed.after(Duration.ofDays(400));
        assertThat(log.list.stream().filter(event -> event.getLevel() == Level.ERROR))
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEmpty();
        assertThat(bed.sender.bodies()).noneMatch(body -> body.contains("Something broke"));
        bed.news();
        assertThat(bed.says(BOB, ROOM, "!ping")).singleElement().asString().startsWith("Pong!");
    }

    private void passes(Random random) {
        switch (random.nextInt(12)) {
            case 0 -> bed.restart();
            case 1 -> bed.arrive();
            case 2 -> bed.after(Duration.ofSeconds(random.nextInt(120)));
            default -> {}
        }
    }

    private void comes(Random random) {
        bed.clock.advance(Duration.ofMillis(1));
        RoomId room = one(random, ROOMS);
        ObjectNode event = event(random);
        bed.hears(room, event);
        if (random.nextInt(6) == 0) {
            bed.hears(room, event); // once more, as after a restart
        }
        if (random.nextInt(20) == 0) {
            meta(room, event).ifPresent(lost -> bed.hear(lost));
        }
    }

    private Optional<Incoming> meta(RoomId room, ObjectNode event) {
        return bed.read(room, event)
                .map(read -> new Incoming.Undecryptable(read.meta(), Decrypted.Reason.UNKNOWN_SESSION));
    }

    private ObjectNode event(Random random) {
        String type = one(random, TYPES);
        ObjectNode event = Json.object()
                .put("type", type)
                .put("event_id", "$odd" + events++)
                .put("sender", one(random, PEOPLE).value())
                .put("origin_server_ts", bed.clock.millis() + random.nextInt(-200_000, 100_000));
        ObjectNode content = event.putObject("content");
        content.put("msgtype", one(random, List.of("m.text", "m.text", "m.notice", "m.emote", "m.image", "")));
        content.put("body", one(random, BODIES));
        if (random.nextInt(4) > 0) {
            relation(random, content.putObject("m.relates_to"));
        }
        if (random.nextBoolean()) {
            content.putObject("m.mentions")
                    .putArray("user_ids")
                    .add(BOT.value())
                    .add("nobody")
                    .add(7);
        }
        if (random.nextBoolean()) {
            content.putArray("m.selections")
                    .add(one(random, List.of("1", "2", "99", "", "x")))
                    .add(1);
        }
        content.putObject("m.new_content").put("msgtype", "m.text").put("body", one(random, BODIES));
        content.put("membership", one(random, List.of("join", "leave", "ban", "invite", "knock", "odd")));
        if ((type.startsWith("m.room.") && random.nextBoolean()) || type.equals("m.room.member")) {
            event.put(
                    "state_key",
                    random.nextInt(9) == 0 ? "" : one(random, PEOPLE).value());
        }
        if (random.nextBoolean()) {
            event.put("redacts", target(random));
        }
        return spoilt(random, event, content);
    }

    /** Sometimes a field is of another kind than it should be, or not there. */
    private static ObjectNode spoilt(Random random, ObjectNode event, ObjectNode content) {
        ObjectNode spoilt = random.nextBoolean() ? event : content;
        List<String> names = List.copyOf(spoilt.propertyNames());
        String name = one(random, names);
        switch (random.nextInt(12)) {
            case 0 -> spoilt.remove(name);
            case 1 -> spoilt.putNull(name);
            case 2 -> spoilt.put(name, 7);
            case 3 -> spoilt.putArray(name).add("x");
            case 4 -> spoilt.putObject(name).put("x", "y");
            default -> {}
        }
        return event;
    }

    private void relation(Random random, ObjectNode relation) {
        relation.put("rel_type", one(random, RELATIONS));
        relation.put("event_id", target(random));
        relation.put("key", one(random, KEYS));
        if (random.nextBoolean()) {
            relation.putObject("m.in_reply_to").put("event_id", target(random));
        }
    }

    /** Mostly what the bot or somebody has sent. */
    private String target(Random random) {
        List<RecordingSender.Sent> sent = bed.sender.sent();
        return switch (random.nextInt(6)) {
            case 0 -> "$odd" + random.nextInt(events + 1);
            case 1 -> one(random, List.of("", "$", "$ \u0000", "!room", "$nobody", "$" + "x".repeat(300)));
            default -> sent.get(random.nextInt(sent.size())).id().value();
        };
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
