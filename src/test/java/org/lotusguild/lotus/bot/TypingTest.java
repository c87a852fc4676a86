package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.bot.command.Reply;

class TypingTest extends OnDispatchBed {
    @Test
    void showsThatASlowAnswerIsBeingMadeAndNothingForAQuickOne() {
        bed.commands.add(DispatchBed.command("slow", Syntax.ignored(), call -> {
            Await.until(() -> !bed.rooms.typing().isEmpty());
            return Reply.say("done");
        }));
        Bot bot = bed.bot();
        bot.on(bed.said("!ping"), bed.ack());
        bot.on(bed.said("!slow"), bed.ack());
        Await.until(() -> bed.rooms.typing().size() == 2);
        assertThat(bed.rooms.typing()).containsExactly("!room PT30S", "!room PT0S");
        assertThat(bed.sender.bodies()).hasSize(2).last().isEqualTo("done");
    }

    @Test
    void showsItAgainAsLongAsItLasts() {
        Typing typing = new Typing(bed.rooms, Duration.ofMillis(2), Duration.ofMillis(3));
        try (Typing.Watch _ = typing.begin(DispatchBed.ROOM)) {
            Await.until(() -> bed.rooms.typing().size() >= 3);
        }
        Await.until(() -> bed.rooms.typing().getLast().equals("!room PT0S"));
        assertThat(bed.rooms.typing()).startsWith("!room PT30S", "!room PT30S", "!room PT30S");
        assertThat(Typing.PATIENCE).isEqualTo(Duration.ofSeconds(1));
        assertThat(Typing.RENEWED).isEqualTo(Duration.ofSeconds(20));
    }
}
