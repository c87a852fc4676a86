package org.lotusguild.lotus.bot.basic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.args.Parsed;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.fake.Calls;

class PingCommandTest {
    private static final Instant SENT = Instant.parse("2026-11-23T18:00:00Z");

    /** @param took from the sender's homeserver to us, by two clocks */
    private static Reply pong(long took) {
        Command ping = PingCommand.of(() -> Duration.ofMillis(38));
        Parsed.Fits fits = (Parsed.Fits) ping.syntax().parse("whatever \"else");
        return ping.handler().run(Calls.at(SENT, SENT.plusMillis(took), fits.args()));
    }

    @Test
    void tellsHowLongTheMessageTook() {
        assertThat(pong(142)).isEqualTo(Reply.say("Pong! Your message took 142 ms, the homeserver answers in 38 ms."));
        assertThat(pong(0)).isEqualTo(Reply.say("Pong! Your message took 0 ms, the homeserver answers in 38 ms."));
        assertThat(pong(60_000))
                .isEqualTo(Reply.say("Pong! Your message took 60000 ms, the homeserver answers in 38 ms."));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, -90_000, 60_001, 3_600_000})
    void believesNoClockThatIsFarFromOurs(long took) {
        assertThat(pong(took))
                .isEqualTo(
                        Reply.say("Pong! The homeserver answers in 38 ms. (Our clocks differ by more than a minute.)"));
    }
}
