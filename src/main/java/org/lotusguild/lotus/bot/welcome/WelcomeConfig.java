package org.lotusguild.lotus.bot.welcome;

import java.util.Collection;
import java.util.List;
import org.lotusguild.lotus.base.config.Default;

/**
 * The block {@code bot.welcome}.
 *
 * @param encrypted whether direct chats that are made for it are encrypted
 * @param rooms into which new members are invited: keys of {@code guild.rooms}; of the usual ones, those that are there
 * @param fallbackRoom where those are welcomed who take no invites: a key of {@code guild.rooms}
 * @param rejoinDays within which who comes back finds the old chat
 * @param text the question; {@code {name}}, {@code {guild}} and {@code {rooms}} are filled in
 */
public record WelcomeConfig(
        @Default("true") boolean encrypted,
        @Default("[general, commands, memes]") List<String> rooms,
        @Default("general") String fallbackRoom,
        @Default("30") int rejoinDays,

        @Default(
                "\"Welcome to {guild}, {name}! 🌸\\nReact with ✅ (or answer \\\"yes\\\") and I invite you to {rooms}.\"")
        String text) {
    private static final List<String> USUAL = List.of("general", "commands", "memes");

    public WelcomeConfig {
        rooms = List.copyOf(rooms);
        if (rooms.isEmpty()) {
            throw new IllegalArgumentException("rooms: needs at least one room");
        }
        if (rejoinDays < 0 || rejoinDays > 3650) {
            throw new IllegalArgumentException("rejoin-days: must be 0 to 3650");
        }
        if (text.isBlank() || text.length() > 2_000) {
            throw new IllegalArgumentException("text: must have 1 to 2000 signs");
        }
    }

    /**
     * As it is in this guild: nobody has to have all of the usual rooms. What the file names itself stays as it is.
     *
     * @param keys of the guild's rooms
     * @throws IllegalArgumentException if it has none of the usual rooms, and the file names none
     */
    public WelcomeConfig within(Collection<String> keys) {
        if (!rooms.equals(USUAL)) {
            return this;
        }
        List<String> there = USUAL.stream().filter(keys::contains).toList();
        if (there.isEmpty()) {
            throw new IllegalArgumentException("bot.welcome.rooms: guild.rooms has none of " + String.join(", ", USUAL)
                    + "; name the rooms that new members are invited to");
        }
        return new WelcomeConfig(encrypted, there, fallbackRoom, rejoinDays, text);
    }
}
