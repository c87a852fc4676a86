package org.lotusguild.lotus.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.lotusguild.lotus.bot.BotConfig;
import org.lotusguild.lotus.bot.extra.ExtrasConfig;
import org.lotusguild.lotus.bot.welcome.WelcomeConfig;
import org.lotusguild.lotus.guild.GuildConfig;

/** Which rooms the block {@code bot} names that the guild of the file has not: what {@code lotus up} would refuse. */
final class BotChecks {
    static final String HOMELESS = "bot.welcome: needs the block guild: its space";

    private final BotConfig bot;
    private final Optional<GuildConfig> guild;
    private final RoomKeys keys;

    BotChecks(BotConfig bot, Optional<GuildConfig> guild) {
        this.bot = bot;
        this.guild = guild;
        this.keys = guild.map(RoomKeys::of).orElse(new RoomKeys(Set.of()));
    }

    /** A line each. */
    List<String> mistakes() {
        List<String> mistakes = new ArrayList<>();
        Stream.of(desk(), commands(), extras())
                .flatMap(named -> named)
                .filter(named -> !named.room().startsWith("!"))
                .forEach(named -> keys.stranger(named.setting(), named.room()).ifPresent(mistakes::add));
        bot.welcome().ifPresent(welcome -> mistakes.addAll(mistakes(welcome)));
        return mistakes;
    }

    /** A room, by its key or its id. */
    private record Named(String setting, String room) {
        static Stream<Named> all(String setting, List<String> rooms) {
            return rooms.stream().map(room -> new Named(setting, room));
        }
    }

    private Stream<Named> desk() {
        return bot.desk().stream().map(room -> new Named("bot.desk", room));
    }

    private Stream<Named> commands() {
        return bot.commands().entrySet().stream()
                .filter(command -> command.getValue().enabled())
                .flatMap(command -> Named.all(
                        "bot.commands." + command.getKey() + ".rooms",
                        command.getValue().rooms().orElse(List.of())));
    }

    private Stream<Named> extras() {
        ExtrasConfig extras = bot.extras();
        return Stream.of(
                        extras.quotes().stream().flatMap(one -> Named.all("bot.extras.quotes.rooms", one.rooms())),
                        extras.birthdays().stream().map(one -> new Named("bot.extras.birthdays.room", one.room())),
                        extras.starboard().stream().map(one -> new Named("bot.extras.starboard.room", one.room())),
                        extras.starboard().stream().flatMap(one -> Named.all("bot.extras.starboard.from", one.from())))
                .flatMap(named -> named);
    }

    private List<String> mistakes(WelcomeConfig welcome) {
        if (guild.isEmpty()) {
            return List.of(HOMELESS);
        }
        try {
            return Stream.concat(
                            welcome.within(keys.all()).rooms().stream()
                                    .flatMap(key -> keys.stranger("bot.welcome.rooms", key).stream()),
                            keys.stranger("bot.welcome.fallback-room", welcome.fallbackRoom()).stream())
                    .toList();
        } catch (IllegalArgumentException noneOfTheUsual) {
            return List.of(String.valueOf(noneOfTheUsual.getMessage()));
        }
    }
}
