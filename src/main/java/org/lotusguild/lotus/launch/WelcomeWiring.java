package org.lotusguild.lotus.launch;

import java.util.Map;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.bot.BotConfig;
import org.lotusguild.lotus.bot.Ignored;
import org.lotusguild.lotus.bot.command.Desk;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.welcome.WelcomeConfig;
import org.lotusguild.lotus.bot.welcome.WelcomeFeature;
import org.lotusguild.lotus.bot.welcome.WelcomeSetting;
import org.lotusguild.lotus.guild.GuildConfig;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.store.Database;

/** Puts the welcome over the guild's rooms. */
final class WelcomeWiring {
    private static final String SPACE = "space";

    private final World world;
    private final LotusConfig config;
    private final Database db;

    WelcomeWiring(World world, LotusConfig config, Database db) {
        this.world = world;
        this.config = config;
        this.db = db;
    }

    Feature feature(WelcomeConfig block, BotConfig bot, MatrixAccount account, Map<String, RoomId> rooms, Desk desk) {
        GuildConfig guild = config.guild().orElseThrow(() -> new IllegalArgumentException(BotChecks.HOMELESS));
        WelcomeConfig welcome = block.within(rooms.keySet());
        RoomId space = room("bot.welcome", SPACE, rooms);
        Ignored ignored =
                new Ignored(account.user(), Registration.ownUsers(config.homeserver()), bot.ignore(), account.rooms());
        return new WelcomeFeature(new WelcomeSetting(
                welcome,
                account.user(),
                space,
                guild.name(),
                bot.prefix(),
                welcome.rooms().stream()
                        .map(key -> room("bot.welcome.rooms", key, rooms))
                        .toList(),
                room("bot.welcome.fallback-room", welcome.fallbackRoom(), rooms),
                user -> ignored.test(space, user),
                Registration.identity(config.homeserver(), bot.localpart()).exempt(),
                account.rooms(),
                account.directChats(),
                db,
                desk,
                world.clock()));
    }

    private static RoomId room(String where, String key, Map<String, RoomId> rooms) {
        RoomId room = rooms.get(key);
        if (room == null) {
            throw new IllegalArgumentException(
                    where + ": no room \"" + key + "\" in guild.rooms; it has " + String.join(", ", rooms.keySet()));
        }
        return room;
    }
}
