package org.lotusguild.lotus.bot.extra;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.config.Default;

/**
 * The block {@code bot.extras}: commands that are off until they are named here. Rooms are keys of {@code guild.rooms} or
 * room ids.
 *
 * @param commands which need nothing further
 * @param quotes {@code quote}, where it may remember what people say
 * @param birthdays {@code birthday}, and where it congratulates
 * @param starboard messages with many stars
 */
public record ExtrasConfig(
        List<Name> commands, Optional<Quotes> quotes, Optional<Birthdays> birthdays, Optional<Starboard> starboard) {
    public ExtrasConfig {
        commands = List.copyOf(commands);
    }

    public enum Name {
        REMIND,
        LEADERBOARD,
        TAG,
        ROLES,
        SCHEDULE,
        CHOOSE
    }

    /** @param rooms which consent to it */
    public record Quotes(List<String> rooms) {
        public Quotes {
            rooms = List.copyOf(rooms);
        }
    }

    public record Birthdays(String room) {}

    /**
     * @param room where the messages are shown again
     * @param from rooms whose messages may be shown there
     * @param stars that a message needs
     */
    public record Starboard(
            String room, List<String> from, @Default("5") int stars) {
        public Starboard {
            from = List.copyOf(from);
            if (stars < 1 || stars > 1_000) {
                throw new IllegalArgumentException("stars: must be 1 to 1000");
            }
        }
    }
}
