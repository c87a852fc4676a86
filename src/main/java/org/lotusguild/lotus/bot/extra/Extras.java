package org.lotusguild.lotus.bot.extra;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.ballot.Ballots;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.fun.ChooseCommand;
import org.lotusguild.lotus.matrix.DirectChats;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.store.Database;

/** The extras that the file names. */
public final class Extras {
    private final ExtrasConfig config;
    private final Parts parts;

    /**
     * What they are made from.
     *
     * @param ignored whose reactions never count
     * @param byKey the rooms of the guild
     * @param zone of the times that people write and read
     * @param wordGame what the daily word game is called here
     * @param commandNames which no tag may have
     */
    public record Parts(
            Rooms rooms,
            DirectChats chats,
            Database db,
            Ballots ballots,
            BiPredicate<RoomId, UserId> ignored,
            Map<String, RoomId> byKey,
            ZoneId zone,
            RandomGenerator random,
            String wordGame,
            Set<String> commandNames) {}

    public Extras(ExtrasConfig config, Parts parts) {
        this.config = config;
        this.parts = parts;
    }

    /** Those without a memory of their own. */
    public List<Command> commands() {
        List<Command> commands = new ArrayList<>();
        for (ExtrasConfig.Name name : wanted()) {
            switch (name) {
                case CHOOSE -> commands.add(ChooseCommand.of(parts.random()));
                case LEADERBOARD -> commands.add(Leaderboard.command(parts.rooms(), parts.wordGame()));
                case TAG -> commands.add(Tags.command(taken()));
                case REMIND, ROLES, SCHEDULE -> {}
            }
        }
        return commands;
    }

    /** @throws IllegalArgumentException if the file names a room that the guild has not */
    public List<Feature> features() {
        List<Feature> features = new ArrayList<>();
        for (ExtrasConfig.Name name : wanted()) {
            switch (name) {
                case REMIND ->
                    features.add(
                            new Reminders(parts.rooms(), parts.chats(), parts.db(), parts.ballots(), parts.zone()));
                case ROLES -> features.add(new RoleMessages(parts.rooms(), parts.byKey()));
                case SCHEDULE ->
                    features.add(new Schedules(parts.rooms(), parts.chats(), parts.db(), parts.byKey(), parts.zone()));
                case CHOOSE, LEADERBOARD, TAG -> {}
            }
        }
        config.quotes()
                .ifPresent(
                        q -> features.add(new Quotes(parts.rooms(), rooms("quotes.rooms", q.rooms()), parts.random())));
        config.birthdays()
                .ifPresent(b ->
                        features.add(new Birthdays(parts.rooms(), room("birthdays.room", b.room()), parts.zone())));
        config.starboard()
                .ifPresent(s -> features.add(new Starboard(
                        parts.rooms(),
                        parts.db(),
                        parts.ignored(),
                        room("starboard.room", s.room()),
                        rooms("starboard.from", s.from()),
                        s.stars())));
        return features;
    }

    /** Also of what is off: it may be switched on. */
    private Set<String> taken() {
        Set<String> names = new HashSet<>(parts.commandNames());
        names.addAll(List.of("quote", "birthday"));
        for (ExtrasConfig.Name extra : ExtrasConfig.Name.values()) {
            names.add(extra.name().toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private Set<ExtrasConfig.Name> wanted() {
        return new LinkedHashSet<>(config.commands());
    }

    private Set<RoomId> rooms(String setting, List<String> keys) {
        return keys.stream().map(key -> room(setting, key)).collect(Collectors.toSet());
    }

    private RoomId room(String setting, String key) {
        if (key.startsWith("!")) {
            return RoomId.parse(key);
        }
        RoomId room = parts.byKey().get(key);
        if (room == null) {
            throw new IllegalArgumentException("bot.extras.%s: no room \"%s\" in guild.rooms; it has %s"
                    .formatted(setting, key, String.join(", ", parts.byKey().keySet())));
        }
        return room;
    }
}
