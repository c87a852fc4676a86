package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.fake.RecordingSender;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.store.StoreException;

/** How often. */
class LimitsTest extends OnDispatchBed {
    @Test
    void slowsACallerDownWithOneTurtleAMinute() {
        Listener bot = bed.bot();
        for (int i = 0; i < 8; i++) {
            bot.on(bed.said("!ping"), bed.ack());
        }
        assertThat(bed.sender.sent().stream().map(RecordingSender.Sent::type))
                .containsExactly(
                        "m.room.message",
                        "m.room.message",
                        "m.room.message",
                        "m.room.message",
                        "m.room.message",
                        "m.reaction");
        bed.clock.advance(Duration.ofSeconds(6));
        bot.on(bed.said("!ping"), bed.ack());
        assertThat(bed.sender.sent()).hasSize(7);
    }

    @Test
    void keepsACooldownAcrossARestart() {
        bed.commands.add(DispatchBed.command("slow", Syntax.ignored(), c -> Reply.say("done"))
                .withCooldown(Duration.ofMinutes(2)));
        bed.bot().on(bed.said("!slow"), bed.ack());
        bed.clock.advance(Duration.ofSeconds(48));
        bed.bot().on(bed.said("!slow"), bed.ack());
        assertThat(bed.sender.bodies()).containsExactly("done", "slow: wait 1 min 12 s.");
    }

    @Test
    void asksNoCooldownForWordsThatAreFreeOfIt() {
        Syntax syntax = Syntax.of(Parameter.word("word").optional());
        bed.commands.add(DispatchBed.command("slow", syntax, c -> Reply.say("done"))
                .withCooldown(Duration.ofMinutes(2))
                .withFree("free"::equals));
        Bot bot = bed.bot();
        bot.on(bed.said("!slow free"), bed.ack());
        bot.on(bed.said("!slow"), bed.ack());
        bot.on(bed.said("!slow free"), bed.ack());
        bot.on(bed.said("!slow"), bed.ack());
        assertThat(bed.sender.bodies()).containsExactly("done", "done", "done", "slow: wait 2 min.");
    }

    @Test
    void beginsNoCooldownWhereTheDecisionIsANo() {
        bed.commands.add(
                DispatchBed.command("slow", Syntax.ignored(), c -> new Reply.Stored(tx -> Reply.refuse("not now")))
                        .withCooldown(Duration.ofMinutes(2)));
        Bot bot = bed.bot();
        bot.on(bed.said("!slow"), bed.ack());
        bot.on(bed.said("!slow"), bed.ack());
        assertThat(bed.sender.bodies()).containsExactly("not now", "not now");
    }

    @Test
    void beginsNoCooldownWhereTheCommandBroke() {
        bed.commands.add(DispatchBed.command("slow", Syntax.ignored(), c -> {
                    throw new IllegalStateException("planted");
                })
                .withCooldown(Duration.ofMinutes(2)));
        Bot bot = bed.bot();
        bot.on(bed.said("!slow"), bed.ack());
        bot.on(bed.said("!slow"), bed.ack());
        assertThat(bed.sender.bodies().stream().filter(body -> !body.isEmpty()))
                .hasSize(2)
                .allMatch(body -> body.startsWith("Something broke"));
    }

    private void pings(Listener bot, UserId user, RoomId room, int times) {
        for (int i = 0; i < times; i++) {
            bot.on(bed.message("!ping", room, user, Optional.empty(), false), bed.ack());
        }
    }

    private long sent(String type) {
        return bed.sender.sent().stream()
                .filter(sent -> sent.type().equals(type))
                .count();
    }

    @Test
    void tellsAgainAfterAMinute() {
        Listener bot = bed.bot();
        pings(bot, DispatchBed.ALICE, DispatchBed.ROOM, 8);
        assertThat(sent("m.reaction")).isEqualTo(1);
        bed.clock.advance(Duration.ofSeconds(59));
        pings(bot, DispatchBed.ALICE, DispatchBed.ROOM, 8);
        assertThat(sent("m.reaction")).as("within the minute").isEqualTo(1);
        bed.clock.advance(Duration.ofSeconds(2));
        pings(bot, DispatchBed.ALICE, DispatchBed.ROOM, 8);
        assertThat(sent("m.reaction")).isEqualTo(2);
    }

    @Test
    void slowsNoModeratorDown() {
        bed.rooms.put(
                DispatchBed.ROOM, "m.room.power_levels", Json.parseObject("{\"users\": {\"@bob:example.org\": 50}}"));
        Listener bot = bed.bot();
        pings(bot, DispatchBed.BOB, DispatchBed.ROOM, 20);
        assertThat(sent("m.room.message")).isEqualTo(20);
        pings(bot, DispatchBed.BOB, DispatchBed.CHAT, 20);
        assertThat(sent("m.room.message")).as("where he is no moderator").isEqualTo(25);
    }

    /** Thirty a minute, whoever asks; another room has thirty of its own. */
    @Test
    void slowsARoomDown() {
        Listener bot = bed.bot();
        for (int person = 0; person < 10; person++) {
            pings(bot, UserId.parse("@person" + person + ":example.org"), DispatchBed.ROOM, 4);
        }
        assertThat(sent("m.room.message")).isEqualTo(30);
        assertThat(sent("m.reaction")).as("each whom it concerns is told once").isEqualTo(3);
        pings(bot, UserId.parse("@person9:example.org"), DispatchBed.CHAT, 1);
        assertThat(sent("m.room.message")).isEqualTo(31);
        bed.clock.advance(Duration.ofSeconds(2));
        pings(bot, UserId.parse("@person8:example.org"), DispatchBed.ROOM, 1);
        assertThat(sent("m.room.message")).isEqualTo(32);
    }

    /** It comes again as often as it takes, and counts once. */
    @Test
    void countsAnEventOnceThatComesAgainFromABusyDatabase() {
        AtomicBoolean busy = bed.busyKeep();
        Bot bot = bed.bot();
        Incoming.Message keep = bed.said("!keep");
        for (int i = 0; i < 6; i++) {
            assertThatExceptionOfType(StoreException.class).isThrownBy(() -> bot.on(keep, bed.ack()));
        }
        busy.set(false);
        bot.on(keep, bed.ack());
        pings(bot, DispatchBed.ALICE, DispatchBed.ROOM, 5);
        assertThat(bed.sender.bodies().getFirst()).isEqualTo("kept");
        assertThat(sent("m.room.message")).isEqualTo(5);
        assertThat(sent("m.reaction")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"!pnig", "!help pnig"})
    void aHintThatCouldNotBeStoredIsGivenAndCountedOnce(String typed) {
        Listener.Ack busy = tx -> {
            throw new StoreException(StoreException.Kind.BUSY, "locked", null);
        };
        Bot bot = bed.bot();
        Incoming.Message unknown = bed.said(typed);
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> bot.on(unknown, busy));
        bot.on(unknown, bed.ack());
        bot.on(unknown, bed.ack());
        bot.on(bed.said("!hepl"), bed.ack());
        assertThat(bed.sender.bodies()).containsExactly("No command !pnig. Did you mean !ping?");
    }
}
