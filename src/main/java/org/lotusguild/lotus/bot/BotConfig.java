package org.lotusguild.lotus.bot;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.Nearest;
import org.lotusguild.lotus.base.config.Default;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.ask.AskConfig;
import org.lotusguild.lotus.bot.extra.ExtrasConfig;
import org.lotusguild.lotus.bot.minecraft.MinecraftConfig;
import org.lotusguild.lotus.bot.poll.PollConfig;
import org.lotusguild.lotus.bot.trivia.TriviaConfig;
import org.lotusguild.lotus.bot.welcome.WelcomeConfig;
import org.lotusguild.lotus.bot.wordle.WordleConfig;

/**
 * The block {@code bot}.
 *
 * @param localpart the bot's user under {@code homeserver.registration}; not the registration's sender
 * @param prefix what a command begins with
 * @param maxAge older messages are never commands
 * @param zone of the times that the bot writes
 * @param ignore globs of users whose messages are never commands
 * @param desk the room of those who run the guild: a key of {@code guild.rooms} or a room id
 * @param minecraft absent: no {@code !minecraft}
 * @param ask absent: no {@code !ask}
 * @param welcome absent: nobody is welcomed
 * @param commands what differs from a command's own settings, by its name
 */
public record BotConfig(
        @Default("lotus") String localpart,
        @Default("\"!\"") String prefix,
        @Default("2m") Duration maxAge,
        @Default("UTC") ZoneId zone,
        @Default("[\"@hookshot*:*\"]") List<String> ignore,
        @Default("{}") Invites invites,
        @Default("{}") Limits limits,
        @Default("{}") Fortune fortune,
        @Default("{}") WordleConfig wordle,
        Optional<String> desk,
        Optional<MinecraftConfig> minecraft,
        Optional<AskConfig> ask,
        Optional<WelcomeConfig> welcome,
        @Default("{}") PollConfig poll,
        @Default("{}") TriviaConfig trivia,
        @Default("{}") ExtrasConfig extras,
        Map<CommandName, CommandConfig> commands) {
    private static final int LONGEST_PREFIX = 3;

    public BotConfig {
        ignore = List.copyOf(ignore);
        if (prefix.isBlank()
                || prefix.length() > LONGEST_PREFIX
                || prefix.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("prefix: must be 1 to 3 signs without blanks");
        }
        if (!localpart.matches("[a-z0-9._=/-]{1,64}")) {
            throw new IllegalArgumentException("localpart: must be small letters, digits and . _ = - / only");
        }
        if (maxAge.isZero() || maxAge.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("max-age: must be more than 0s and at most 1d");
        }
    }

    /** @throws IllegalArgumentException if {@code commands} names one that is none of these, which are switched on */
    public void requireCommands(List<String> known) {
        for (CommandName name : commands.keySet()) {
            if (!known.contains(name.value())) {
                throw new IllegalArgumentException("bot.commands.%s: no such command is switched on; %s"
                        .formatted(
                                name,
                                Nearest.of(name.value(), known)
                                        .map(near -> "did you mean " + near + "?")
                                        .orElseGet(() -> "there are " + String.join(", ", known))));
            }
        }
    }

    /**
     * Whose invites are accepted.
     *
     * @param servers every user of them; absent: the own server
     */
    public record Invites(List<UserId> users, Optional<List<String>> servers) {
        public Invites {
            users = List.copyOf(users);
        }
    }

    /** How many commands are taken. */
    public record Limits(
            @Default("5 burst, 1 per 6s") Rate caller,
            @Default("30 per 1m") Rate room) {}

    /**
     * What the fortune cookies hold.
     *
     * @param file own texts, a line of {@code %} between two; absent: those that Lotus is shipped with
     */
    public record Fortune(Optional<Path> file) {}

    /**
     * Settings of one command.
     *
     * @param powerLevel the least power level in the room; outside of the guild's rooms, in its space
     * @param rooms keys of {@code guild.rooms} or room ids; absent: everywhere
     * @param cooldown between two calls of one caller
     */
    public record CommandConfig(
            @Default("true") boolean enabled,
            Optional<Long> powerLevel,
            Optional<List<String>> rooms,
            Optional<Duration> cooldown) {}
}
