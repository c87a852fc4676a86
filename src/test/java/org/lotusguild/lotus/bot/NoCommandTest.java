package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.matrix.event.Incoming;

/** What looks like a command and is none. */
class NoCommandTest extends OnDispatchBed {
    private Bot bot;

    @BeforeEach
    void open() {
        bed.ownUser = user -> user.localpart().startsWith("lotus_");
        bed.commands.add(DispatchBed.command(
                "echo",
                Syntax.of(Parameter.word("word")),
                call -> Reply.say(call.args().text("word").orElseThrow())));
        bot = bed.bot();
    }

    @AfterEach
    void close() {
        assertThat(bed.says()).as("and it goes on").startsWith("Pong!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"m.notice", "m.emote", "m.image", "m.file", "m.audio", "m.video", "m.location", "x"})
    void isNoTextOfAPerson(String kind) {
        Incoming.Message ping = bed.said("!ping");
        bot.on(new Incoming.Message(ping.meta(), kind, "!ping", Optional.empty(), Set.of(), Json.object()), bed.ack());
        assertThat(bed.sender.sent()).isEmpty();
    }

    /** Neither a chat that becomes a command, nor a command that becomes another one: its answer stays. */
    @Test
    void isAnEdit() {
        Incoming.Message command = bed.said("!echo one");
        bot.on(command, bed.ack());
        for (EventId edited : new EventId[] {command.meta().id(), EventId.parse("$chat")}) {
            bot.on(
                    new Incoming.Edit(
                            bed.meta(DispatchBed.ROOM, DispatchBed.ALICE),
                            edited,
                            Json.object().put("msgtype", "m.text").put("body", "!echo two")),
                    bed.ack());
        }
        assertThat(bed.sender.bodies()).containsExactly("one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@lotus:example.org", "@lotus_grafana:example.org", "@hookshot:example.net"})
    void isOfAProgramOfOurs(String user) {
        bot.on(bed.message("!ping", DispatchBed.ROOM, UserId.parse(user), Optional.empty(), false), bed.ack());
        bot.on(
                new Incoming.Reaction(bed.meta(DispatchBed.ROOM, UserId.parse(user)), EventId.parse("$any"), "👍"),
                bed.ack());
        assertThat(bed.sender.sent()).isEmpty();
    }

    @Test
    void whoIsCalledAlmostLikeAProgramIsAPerson() {
        for (String user : new String[] {"@my-hookshot:example.org", "@lotu:example.org"}) {
            bot.on(bed.message("!ping", DispatchBed.ROOM, UserId.parse(user), Optional.empty(), false), bed.ack());
        }
        assertThat(bed.sender.sent()).hasSize(2);
    }

    @Test
    void cameTooLate() {
        bot.on(bed.message("!ping", DispatchBed.ROOM, DispatchBed.ALICE, Optional.empty(), true), bed.ack());
        assertThat(bed.sender.sent()).isEmpty();
    }
}
