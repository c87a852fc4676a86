package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.command.Access;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.matrix.event.Incoming;

/** Who may. */
class AccessTest extends OnDispatchBed {
    @Test
    void takesCommandsThatNeedARoleFromSignedDevicesOnlyWhereTheFileSaysSo() {
        bed.rooms.put(
                DispatchBed.ROOM, "m.room.power_levels", Json.parseObject("{\"users\": {\"@alice:example.org\": 50}}"));
        bed.commands.add(DispatchBed.command("close", Syntax.of(), call -> Reply.say("closed"))
                .withAccess(
                        new Access.All(List.of(new Access.InRooms(Set.of(DispatchBed.ROOM)), new Access.AtLeast(50)))));
        bed.signedForRoles = true;
        Listener bot = bed.bot();
        for (Trust trust : List.of(Trust.VERIFIED, Trust.CROSS_SIGNED, Trust.UNSIGNED, Trust.UNKNOWN)) {
            bot.on(from(trust, bed.said("!close")), bed.ack());
        }
        bot.on(from(Trust.UNSIGNED, bed.said("!ping")), bed.ack());
        assertThat(bed.sender.bodies())
                .containsExactly(
                        "closed",
                        "closed",
                        "close: I take this only from a device that you have verified in your own settings.",
                        "close: I take this only from a device that you have verified in your own settings.",
                        "Pong! Your message took 142 ms, the homeserver answers in 38 ms.");
    }

    @Test
    void toldOfEncryptionWhoGivesACommandThatNeedsARoleInClear() {
        bed.rooms.put(
                DispatchBed.ROOM, "m.room.power_levels", Json.parseObject("{\"users\": {\"@alice:example.org\": 50}}"));
        bed.commands.add(DispatchBed.command("close", Syntax.of(), call -> Reply.say("closed")));
        bed.signedForRoles = true;
        bed.bot(Map.of(
                        new CommandName("close"),
                        new BotConfig.CommandConfig(true, Optional.of(50L), Optional.empty(), Optional.empty())))
                .on(from(Trust.CLEAR, bed.said("!close")), bed.ack());
        assertThat(bed.sender.bodies()).containsExactly("close: I take this from encrypted messages only.");
    }

    @Test
    void aHandlerThatDoesMoreForModeratorsNeedsASignedDeviceToo() {
        bed.rooms.put(
                DispatchBed.ROOM, "m.room.power_levels", Json.parseObject("{\"users\": {\"@alice:example.org\": 50}}"));
        bed.commands.add(moderatorCommand());
        bed.signedForRoles = true;
        Listener bot = bed.bot();
        bot.on(from(Trust.CROSS_SIGNED, bed.said("!who")), bed.ack());
        bot.on(from(Trust.UNSIGNED, bed.said("!who")), bed.ack());
        assertThat(bed.sender.bodies()).containsExactly("a moderator", "somebody");
    }

    @Test
    void whoMakesARoomForHimselfIsNoModeratorOfTheGuild() {
        RoomId space = RoomId.parse("!space");
        bed.rooms.put(space, "m.room.create", Json.parseObject("{\"room_version\": \"11\"}"));
        bed.rooms.put(space, "m.room.power_levels", Json.parseObject("{\"users\": {\"@bob:example.org\": 50}}"));
        for (RoomId room : List.of(DispatchBed.ROOM, DispatchBed.CHAT)) {
            bed.rooms.put(room, "m.room.power_levels", Json.parseObject("{\"users\": {\"@alice:example.org\": 100}}"));
        }
        bed.commands.add(moderatorCommand());
        bed.keys = Map.of("space", space, "general", DispatchBed.ROOM);
        Listener bot = bed.bot();
        bot.on(bed.message("!who", DispatchBed.ROOM, DispatchBed.ALICE, Optional.empty(), false), bed.ack());
        bot.on(bed.message("!who", DispatchBed.CHAT, DispatchBed.ALICE, Optional.empty(), false), bed.ack());
        bot.on(bed.message("!who", DispatchBed.CHAT, DispatchBed.BOB, Optional.empty(), false), bed.ack());
        assertThat(bed.sender.bodies()).containsExactly("a moderator", "somebody", "somebody");
        bed.rooms.join(space);
        bot.on(bed.message("!who", DispatchBed.CHAT, DispatchBed.ALICE, Optional.empty(), false), bed.ack());
        bot.on(bed.message("!who", DispatchBed.CHAT, DispatchBed.BOB, Optional.empty(), false), bed.ack());
        assertThat(bed.sender.bodies().subList(3, 5)).containsExactly("somebody", "a moderator");
    }

    @Test
    void obeysTheOverridesOfTheFile() {
        BotConfig.CommandConfig above =
                new BotConfig.CommandConfig(true, Optional.of(50L), Optional.empty(), Optional.empty());
        bed.bot(Map.of(new CommandName("ping"), above)).on(bed.said("!ping"), bed.ack());
        BotConfig.CommandConfig elsewhere =
                new BotConfig.CommandConfig(true, Optional.empty(), Optional.of(List.of("commands")), Optional.empty());
        bed.bot(Map.of(new CommandName("ping"), elsewhere)).on(bed.said("!ping"), bed.ack());
        assertThat(bed.sender.sent()).isEmpty();
        BotConfig.CommandConfig nowhere =
                new BotConfig.CommandConfig(true, Optional.empty(), Optional.of(List.of("nowhere")), Optional.empty());
        assertThatThrownBy(() -> bed.bot(Map.of(new CommandName("ping"), nowhere)))
                .hasMessageContaining("no room \"nowhere\"")
                .hasMessageContaining("commands");
        assertThatThrownBy(() -> bed.bot(Map.of(new CommandName("pnig"), above)))
                .hasMessage("bot.commands.pnig: no such command is switched on; did you mean ping?");
        assertThatThrownBy(() -> bed.bot(Map.of(new CommandName("dance"), above)))
                .hasMessage("bot.commands.dance: no such command is switched on; there are ping");
    }

    @Test
    void obeysTheFileAboutWhatThereIsAndHowOften() {
        Bot without = bed.bot(Map.of(
                new CommandName("ping"),
                new BotConfig.CommandConfig(false, Optional.empty(), Optional.empty(), Optional.empty())));
        without.on(bed.said("!ping"), bed.ack());
        without.on(bed.said("!help"), bed.ack());
        assertThat(bed.sender.bodies()).containsExactly("""
                Lotus commands, prefix !
                Basics: help
                !help <command> tells more.""");
        Bot seldom = bed.bot(Map.of(
                new CommandName("ping"),
                new BotConfig.CommandConfig(
                        true,
                        Optional.empty(),
                        Optional.of(List.of(DispatchBed.ROOM.value())),
                        Optional.of(Duration.ofMinutes(1)))));
        seldom.on(bed.said("!ping"), bed.ack());
        seldom.on(bed.said("!ping"), bed.ack());
        seldom.on(bed.message("!ping", DispatchBed.CHAT, DispatchBed.BOB, Optional.empty(), false), bed.ack());
        assertThat(bed.sender.bodies().subList(1, 4))
                .satisfiesExactly(
                        answer -> assertThat(answer).startsWith("Pong!"),
                        answer -> assertThat(answer).isEqualTo("ping: wait 1 min."),
                        answer -> assertThat(answer).startsWith("No command !ping."));
    }

    private static Command moderatorCommand() {
        return DispatchBed.command(
                "who", Syntax.of(), call -> Reply.say(call.caller().moderator() ? "a moderator" : "somebody"));
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
}
