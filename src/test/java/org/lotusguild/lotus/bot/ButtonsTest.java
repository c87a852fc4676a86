package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.BOB;
import static org.lotusguild.lotus.bot.fake.BotBed.BOT;
import static org.lotusguild.lotus.bot.fake.BotBed.CEM;
import static org.lotusguild.lotus.bot.fake.BotBed.COMMANDS;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.command.Access;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Emoji;
import org.lotusguild.lotus.bot.command.Handler;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.matrix.message.Doc;
import tools.jackson.databind.node.ObjectNode;

/** Reactions that run a command line as whoever pressed. */
class ButtonsTest {
    private static final String BIN = "🗑️";
    private static final String WAVE = "👋";

    @TempDir
    Path folder;

    private final CountDownLatch never = new CountDownLatch(1);
    private Handler removing = ButtonsTest::removed;
    private BotBed bed;

    @BeforeEach
    void open() {
        bed = new BotBed(
                folder,
                Instant.parse("2026-11-22T18:00:00Z"),
                BotBed.Making.only(bed -> List.of(offer(), remove(), greet())));
        bed.rooms.put(
                ROOM,
                "m.room.power_levels",
                Json.parseObject("{\"users\": {\"@alice:example.org\": 50, \"@cem:example.org\": 50}}"));
    }

    @AfterEach
    void close() {
        never.countDown();
        bed.close();
    }

    private static Command offer() {
        return DispatchBed.command(
                "offer",
                Syntax.ignored(),
                call -> new Reply.Offer(
                        Doc.plain("What now?"),
                        List.of(new Reply.Button(BIN, "remove it", true), new Reply.Button(WAVE, "greet", false))));
    }

    private Command remove() {
        return DispatchBed.command("remove", Syntax.of(Parameter.word("what")), call -> removing.run(call))
                .withAccess(new Access.AtLeast(50));
    }

    private static Reply removed(Call call) {
        return Reply.say(
                call.caller().name() + " removes " + call.args().text("what").orElseThrow());
    }

    private static Command greet() {
        return DispatchBed.command(
                "greet",
                Syntax.ignored(),
                call -> Reply.say("hello " + call.caller().name()));
    }

    /** The event id of an offer that has arrived. */
    private EventId offered() {
        bed.says(ALICE, ROOM, "!offer");
        EventId offer = bed.last().id();
        bed.arrive();
        bed.news();
        return offer;
    }

    @Test
    void areSeededBelowTheAnswer() {
        EventId offer = offered();
        assertThat(bed.sender.sent().stream().filter(sent -> sent.type().equals("m.reaction")))
                .extracting(sent -> sent.content().at("/m.relates_to/key").asString())
                .containsExactly(BIN, WAVE);
        assertThat(bed.sender
                        .sent()
                        .getLast()
                        .content()
                        .at("/m.relates_to/event_id")
                        .asString())
                .isEqualTo(offer.value());
    }

    /** The homeserver has the message, others see it, and nobody of us has looked yet. */
    @Test
    void workAsSoonAsOthersCanSeeThem() {
        bed.says(ALICE, ROOM, "!offer");
        EventId offer = bed.last().id();
        bed.news();
        bed.reacts(BOB, offer, WAVE);
        assertThat(bed.news()).as("not arrived: nobody can mean it").isEmpty();
        bed.sender.deliver();
        bed.reacts(BOB, offer, WAVE);
        assertThat(bed.news()).containsExactly("hello Bob");
        bed.look();
        bed.look();
        assertThat(bed.sender.sent().stream().filter(sent -> sent.type().equals("m.reaction")))
                .as("the seeds, once")
                .hasSize(2);
    }

    @Test
    void runTheirLineWithTheRightsOfWhoeverPresses() {
        EventId offer = offered();
        bed.reacts(BOB, offer, BIN);
        assertThat(bed.news()).as("as if he had typed what he may not see").isEmpty();
        bed.reacts(BOT, offer, BIN);
        bed.reacts(ALICE, offer, "👍");
        bed.reacts(ALICE, EventId.parse("$other"), BIN);
        assertThat(bed.news()).isEmpty();
        bed.reacts(ALICE, offer, "🗑");
        assertThat(bed.news()).containsExactly("Alice removes it");
        ObjectNode relation = Json.objectAt(bed.last().content(), "m.relates_to");
        assertThat(relation.at("/m.in_reply_to/event_id").asString()).isEqualTo(offer.value());
    }

    @Test
    void workOnceWhereNothingCanBeTakenBack() {
        EventId offer = offered();
        bed.reacts(ALICE, offer, BIN);
        assertThat(bed.news()).hasSize(1);
        bed.reacts(CEM, offer, BIN);
        bed.reacts(CEM, offer, WAVE);
        assertThat(bed.news()).isEmpty();
    }

    @Test
    void workAgainWhereNothingWasDone() {
        EventId offer = offered();
        removing = call -> Reply.refuse("not now");
        bed.reacts(ALICE, offer, BIN);
        assertThat(bed.news()).containsExactly("not now");
        removing = call -> {
            throw new IllegalStateException("a defect");
        };
        bed.reacts(ALICE, offer, BIN);
        assertThat(bed.news()).last().asString().startsWith("Something broke");
        removing = call -> new Reply.Stored(tx -> {
            throw new IllegalStateException("a defect");
        });
        bed.reacts(ALICE, offer, BIN);
        assertThat(bed.news()).last().asString().startsWith("Something broke");
        removing = ButtonsTest::removed;
        bed.reacts(ALICE, offer, BIN);
        assertThat(bed.news()).containsExactly("Alice removes it");
        bed.reacts(ALICE, offer, BIN);
        assertThat(bed.news()).isEmpty();
    }

    @Test
    void workAgainAfterATimeWhenNoWorkWasBegun() {
        removing = call -> new Reply.Work(Optional.empty(), draft -> Reply.say("removed"));
        EventId offer = offered();
        bed.stop();
        bed.reacts(ALICE, offer, BIN);
        assertThat(bed.last().content().at("/m.relates_to/key").asString()).isEqualTo("🐢");
        bed.restart();
        bed.news();
        bed.reacts(ALICE, offer, BIN);
        assertThat(bed.next()).isEqualTo("removed");
    }

    @Test
    void workInTheirRoomOnly() {
        EventId offer = offered();
        bed.reacts(BOB, COMMANDS, offer, WAVE);
        assertThat(bed.news()).isEmpty();
        bed.reacts(BOB, ROOM, offer, WAVE);
        assertThat(bed.news()).containsExactly("hello Bob");
    }

    @Test
    void areUsedByTheFirstOfTwoPresses() {
        EventId offer = offered();
        Instant now = bed.clock.instant();
        ButtonStore store = new ButtonStore(BOT);
        ButtonStore.Pressed pressed = bed.db()
                .read(tx -> store.pressed(tx, ROOM, offer, Emoji.plain(BIN), now))
                .orElseThrow();
        assertThat(used(pressed)).isTrue();
        assertThat(used(pressed)).isFalse();
        bed.db().run(tx -> new Buttons(BOT, bed.db()).giveBack(tx, pressed));
        assertThat(used(pressed)).isTrue();
    }

    private boolean used(ButtonStore.Pressed pressed) {
        return bed.db().inTransaction(tx -> new Buttons(BOT, bed.db()).used(tx, pressed, bed.clock.instant()));
    }

    @Test
    void workOnOwnEditsOfTheirMessageOnly() {
        EventId offer = offered();
        bed.hears(ROOM, Json.parseObject("""
                {"type": "m.room.message", "event_id": "$forged", "sender": "@alice:example.org",
                 "origin_server_ts": 1, "content": {"msgtype": "m.text", "body": "* x", "m.new_content": {"body": "x"},
                 "m.relates_to": {"rel_type": "m.replace", "event_id": "OFFER"}}}""".replace("OFFER", offer.value())));
        bed.reacts(BOB, EventId.parse("$forged"), WAVE);
        assertThat(bed.news()).isEmpty();
        EventId edit = bed.seesOwnEdit(offer);
        bed.restart();
        bed.reacts(BOB, edit, WAVE);
        assertThat(bed.news()).containsExactly("hello Bob");
        ObjectNode relation = Json.objectAt(bed.last().content(), "m.relates_to");
        assertThat(relation.at("/m.in_reply_to/event_id").asString()).isEqualTo(offer.value());
    }

    @Test
    void areAnsweredAtTheirMessageAlsoWhereTheWorkWasCutOff() {
        removing = call -> new Reply.Work(Optional.empty(), draft -> {
            never.await();
            return Reply.say("too late");
        });
        EventId offer = offered();
        bed.reacts(ALICE, offer, BIN);
        bed.restart();
        assertThat(bed.next()).isEqualTo("I was interrupted, please ask again.");
        ObjectNode relation = Json.objectAt(bed.message("I was interrupted").content(), "m.relates_to");
        assertThat(relation.at("/m.in_reply_to/event_id").asString()).isEqualTo(offer.value());
    }

    @Test
    void workForADayAlsoAfterARestart() {
        EventId offer = offered();
        bed.reacts(BOB, offer, WAVE);
        assertThat(bed.news()).containsExactly("hello Bob");
        bed.restart();
        bed.clock.advance(Duration.ofHours(23));
        bed.reacts(CEM, offer, WAVE);
        assertThat(bed.news()).containsExactly("hello Cem");
        bed.clock.advance(Duration.ofHours(2));
        bed.reacts(CEM, offer, WAVE);
        assertThat(bed.news()).isEmpty();
        bed.look();
        Optional<Long> kept = bed.db()
                .read(tx -> tx.sql("select count(*) as amount from bot_button").first(row -> row.number("amount")));
        assertThat(kept).as("what works no more is forgotten").contains(0L);
    }

    @Test
    void answerInTheThreadOfTheirMessage() {
        bed.saysInThread(ALICE, EventId.parse("$root"), "!offer");
        EventId offer = bed.message("What now?").id();
        bed.arrive();
        bed.reacts(BOB, offer, WAVE);
        ObjectNode relation = Json.objectAt(bed.last().content(), "m.relates_to");
        assertThat(relation.path("rel_type").asString()).isEqualTo("m.thread");
        assertThat(relation.path("event_id").asString()).isEqualTo("$root");
        assertThat(relation.at("/m.in_reply_to/event_id").asString()).isEqualTo(offer.value());
    }
}
