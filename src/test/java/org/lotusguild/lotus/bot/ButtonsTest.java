package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.BOB;
import static org.lotusguild.lotus.bot.fake.BotBed.BOT;
import static org.lotusguild.lotus.bot.fake.BotBed.CEM;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.command.Access;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Feature;
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

    private BotBed bed;

    @BeforeEach
    void open() {
        bed = new BotBed(folder, Instant.parse("2026-11-22T18:00:00Z"), new BotBed.Making() {
            @Override
            public List<Feature> features(BotBed bed) {
                return List.of();
            }

            @Override
            public List<Command> commands(BotBed bed) {
                return List.of(offer(), remove(), greet());
            }
        });
        bed.rooms.put(
                ROOM,
                "m.room.power_levels",
                Json.parseObject("{\"users\": {\"@alice:example.org\": 50, \"@cem:example.org\": 50}}"));
    }

    @AfterEach
    void close() {
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

    private static Command remove() {
        return DispatchBed.command(
                        "remove",
                        Syntax.of(Parameter.word("what")),
                        call -> Reply.say(call.caller().name() + " removes "
                                + call.args().text("what").orElseThrow()))
                .withAccess(new Access.AtLeast(50));
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
