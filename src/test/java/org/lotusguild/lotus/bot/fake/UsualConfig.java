package org.lotusguild.lotus.bot.fake;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.bot.BotConfig;
import org.lotusguild.lotus.bot.Rate;
import org.lotusguild.lotus.bot.extra.ExtrasConfig;
import org.lotusguild.lotus.bot.poll.PollConfig;
import org.lotusguild.lotus.bot.trivia.TriviaConfig;
import org.lotusguild.lotus.bot.wordle.WordleConfig;

/** The block {@code bot} of most tests. */
public final class UsualConfig {
    public static final WordleConfig WORDLE = new WordleConfig(
            "Lotus Word", ZoneId.of("UTC"), LocalDate.of(2026, 1, 1), Optional.of(new Secret("example")), "commands");

    public static final PollConfig POLL = new PollConfig(PollConfig.NativeType.UNSTABLE);
    public static final TriviaConfig TRIVIA = new TriviaConfig(30, List.of());
    public static final ExtrasConfig EXTRAS =
            new ExtrasConfig(List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    private UsualConfig() {}

    /** No limits, nothing of outside. */
    public static BotConfig of(String prefix) {
        Rate off = Rate.parse("off");
        return new BotConfig(
                "lotus",
                prefix,
                Duration.ofMinutes(2),
                ZoneId.of("UTC"),
                List.of(),
                new BotConfig.Invites(List.of(), Optional.empty()),
                new BotConfig.Limits(off, off),
                new BotConfig.Fortune(Optional.empty()),
                WORDLE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                POLL,
                TRIVIA,
                EXTRAS,
                Map.of());
    }
}
