package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.fake.RecordingSender;
import org.lotusguild.lotus.matrix.Listener;

/** How often. */
class LimitsTest {
    @TempDir
    Path folder;

    private DispatchBed bed;

    @BeforeEach
    void open() {
        bed = new DispatchBed(folder);
    }

    @AfterEach
    void close() {
        bed.close();
    }

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
}
