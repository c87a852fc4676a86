package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.Tenure;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** From message to answer. */
class DispatcherTest extends OnDispatchBed {
    private int counted;

    @Test
    void answersAPingInReplyToIt() {
        bed.bot().on(bed.said("!ping"), bed.ack());
        ObjectNode content = bed.sender.sent().getFirst().content();
        assertThat(content.path("body").asString())
                .isEqualTo("Pong! Your message took 142 ms, the homeserver answers in 38 ms.");
        assertThat(content.path("msgtype").asString()).isEqualTo("m.notice");
        assertThat(content.path("m.relates_to")
                        .path("m.in_reply_to")
                        .path("event_id")
                        .asString())
                .isEqualTo("$1");
        assertThat(content.has("m.mentions")).isTrue();
        assertThat(bed.acknowledged).isEqualTo(1);
    }

    @Test
    void answersOnceHoweverOftenTheEventComes() {
        Incoming.Message ping = bed.said("!ping");
        bed.bot().on(ping, bed.ack());
        bed.bot().on(ping, bed.ack());
        assertThat(bed.sender.sent()).hasSize(1);
    }

    @Test
    void theBotOfAProcessThatLostTheAccountAnswersNothing() throws Exception {
        try (Tenure first = Tenure.await(bed.db, "account", Pause.real())) {
            Bot loser = bed.bot(Map.of(), first.database());
            bed.db.run(tx -> tx.sql("update store_lease set until = 0").update());
            try (Tenure second = Tenure.await(bed.db, "account", Pause.real())) {
                Bot winner = bed.bot(Map.of(), second.database());
                Incoming.Message ping = bed.said("!ping");
                assertThatExceptionOfType(StoreException.class)
                        .isThrownBy(() -> loser.on(ping, bed.ack()))
                        .matches(e -> e.kind() == StoreException.Kind.LEASE_LOST);
                assertThat(bed.sender.sent()).isEmpty();
                winner.on(ping, bed.ack());
                assertThat(bed.sender.sent()).hasSize(1);
            }
        }
    }

    @Test
    void answersInTheThread() {
        bed.bot()
                .on(
                        bed.message(
                                "!ping",
                                DispatchBed.ROOM,
                                DispatchBed.ALICE,
                                Optional.of(EventId.parse("$root")),
                                false),
                        bed.ack());
        ObjectNode relation = Json.objectAt(bed.sender.sent().getFirst().content(), "m.relates_to");
        assertThat(relation.path("rel_type").asString()).isEqualTo("m.thread");
        assertThat(relation.path("event_id").asString()).isEqualTo("$root");
        assertThat(relation.path("is_falling_back").asBoolean(true)).isFalse();
    }

    @Test
    void ignoresItselfOtherBotsServiceMembersNoticesAndOldMessages() {
        bed.rooms.put(DispatchBed.ROOM, "io.element.functional_members", Json.parseObject("""
                {"service_members": ["@bridge:example.org"]}"""));
        Listener bot = bed.bot();
        bot.on(bed.message("!ping", DispatchBed.ROOM, DispatchBed.BOT, Optional.empty(), false), bed.ack());
        bot.on(
                bed.message(
                        "!ping", DispatchBed.ROOM, UserId.parse("@hookshot_x:example.org"), Optional.empty(), false),
                bed.ack());
        bot.on(
                bed.message("!ping", DispatchBed.ROOM, UserId.parse("@bridge:example.org"), Optional.empty(), false),
                bed.ack());
        bot.on(bed.message("!ping", DispatchBed.ROOM, DispatchBed.ALICE, Optional.empty(), true), bed.ack());
        Incoming.Message ping = bed.said("!ping");
        bot.on(
                new Incoming.Message(ping.meta(), "m.notice", "!ping", Optional.empty(), Set.of(), Json.object()),
                bed.ack());
        assertThat(bed.sender.sent()).isEmpty();
    }

    @Test
    void countsWhatCameOfCommands() {
        Listener bot = bed.bot();
        bot.on(bed.said("!ping"), bed.ack());
        bot.on(bed.said("!pnig"), bed.ack());
        bot.on(bed.said("!xyzzy"), bed.ack());
        bot.on(bed.said("!help a b"), bed.ack());
        bot.on(bed.said("no command"), bed.ack());
        assertThat(bed.metrics.text())
                .contains(
                        "lotus_bot_commands_total{outcome=\"answered\"} 1\n",
                        "lotus_bot_commands_total{outcome=\"unknown\"} 1\n",
                        "lotus_bot_commands_total{outcome=\"ignored\"} 1\n",
                        "lotus_bot_commands_total{outcome=\"refused\"} 1\n");
    }

    @Test
    void repeatsNoMoreOfAnUnknownNameThanACommandCouldHave() {
        bed.bot().on(bed.said("!help " + "x\u202e".repeat(10_000)), bed.ack());
        assertThat(bed.sender.bodies()).containsExactly("No command !" + "x".repeat(32) + ". !help lists what I know.");
    }

    @Test
    void bearsHostileBodies() {
        Listener bot = bed.bot();
        for (String body : List.of(
                "!" + " ".repeat(10_000),
                "!ping" + " ".repeat(10_000) + "x",
                "!" + "a".repeat(60_000),
                "\u202e!ping",
                "!ping\u0000",
                "!!!",
                "!",
                "")) {
            bot.on(bed.said(body), bed.ack());
        }
        assertThat(bed.sender.bodies()).hasSize(2).allMatch(answer -> answer.startsWith("Pong!"));
    }

    @Test
    void tellsOfItsCommands() {
        bed.bot().on(bed.said("!help"), bed.ack());
        bed.bot().on(bed.said("!help ping"), bed.ack());
        assertThat(bed.sender.bodies())
                .containsExactly("""
                        Lotus commands, prefix !
                        Basics: help, ping
                        !help <command> tells more.""", "!ping: how long your message took, how fast the homeserver answers");
    }

    @Test
    void hintsAtTheNearestNameOnceAMinuteAndIsSilentAboutOthers() {
        Listener bot = bed.bot();
        bot.on(bed.said("!xyzzy"), bed.ack());
        bot.on(bed.said("!pnig"), bed.ack());
        bot.on(bed.said("!hepl"), bed.ack());
        bed.clock.advance(Duration.ofMinutes(1));
        bot.on(bed.said("!hepl"), bed.ack());
        bot.on(
                bed.message("!xyzzy", DispatchBed.CHAT, UserId.parse("@bob:example.org"), Optional.empty(), false),
                bed.ack());
        assertThat(bed.sender.bodies())
                .containsExactly(
                        "No command !pnig. Did you mean !ping?",
                        "No command !hepl. Did you mean !help?",
                        "No command !xyzzy. !help lists what I know.");
    }

    @Test
    void saysWhatIsWrongWithAnArgument() {
        bed.commands.add(DispatchBed.command(
                "flip", Syntax.of(Parameter.whole("count", 1, 100).optional()), c -> Reply.say("ok")));
        bed.bot().on(bed.said("!flip x"), bed.ack());
        assertThat(bed.sender.bodies())
                .containsExactly("flip: \"x\" is not a whole number.\nUsage: !flip [count] · more: !help flip");
    }

    @Test
    void answersABrokenHandlerWithACodeAndGoesOn() {
        bed.commands.add(DispatchBed.command("boom", Syntax.ignored(), c -> {
            throw new IllegalStateException("planted");
        }));
        Listener bot = bed.bot();
        bot.on(bed.said("!boom"), bed.ack());
        bot.on(bed.said("!ping"), bed.ack());
        assertThat(bed.sender.sent().getFirst().type()).isEqualTo("m.reaction");
        assertThat(bed.sender.bodies().get(1)).matches("Something broke \\(code [a-z]{6}\\)\\. It is logged\\.");
        assertThat(bed.sender.bodies().get(2)).startsWith("Pong!");
    }

    @Test
    void storesAFeaturesRowsTogetherWithTheAnswer() {
        bed.commands.add(DispatchBed.command(
                "keep",
                Syntax.ignored(),
                c -> new Reply.Stored(tx -> {
                    count(tx);
                    return Reply.say("kept");
                })));
        Incoming.Message keep = bed.said("!keep");
        Bot bot = bed.bot();
        bot.on(keep, bed.ack());
        bot.on(keep, bed.ack());
        assertThat(bed.sender.bodies()).containsExactly("kept");
        assertThat(counted()).isEqualTo(1);
        assertThat(counted).isEqualTo(1);
    }

    @Test
    void writesNothingWhereADecisionBreaksAndSaysSo() {
        bed.commands.add(DispatchBed.command(
                "keep",
                Syntax.ignored(),
                c -> new Reply.Stored(tx -> {
                    count(tx);
                    throw new IllegalStateException("planted");
                })));
        bed.bot().on(bed.said("!keep"), bed.ack());
        assertThat(bed.sender.bodies().get(1)).startsWith("Something broke (code ");
        assertThat(counted()).isZero();
    }

    /** A full disk is no defect of a command: the event comes again when there is room. */
    @Test
    void doesNotSayThatItBrokeWhereTheDatabaseIsBusy() {
        AtomicBoolean busy = bed.busyKeep();
        Bot bot = bed.bot();
        Incoming.Message keep = bed.said("!keep");
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> bot.on(keep, bed.ack()));
        assertThat(bed.sender.sent()).isEmpty();
        busy.set(false);
        bot.on(keep, bed.ack());
        assertThat(bed.sender.bodies()).containsExactly("kept");
    }

    private void count(Tx tx) {
        new ClaimStore(DispatchBed.ALICE).claim(tx, EventId.parse("$counted" + counted++), bed.clock.instant());
    }

    private int counted() {
        return bed.db.read(tx -> new ClaimStore(DispatchBed.ALICE).claimed(tx, EventId.parse("$counted0"))) ? 1 : 0;
    }
}
