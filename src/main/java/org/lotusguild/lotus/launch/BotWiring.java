package org.lotusguild.lotus.launch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.Durations;
import org.lotusguild.lotus.base.Version;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.metric.Counters;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.bot.Bot;
import org.lotusguild.lotus.bot.BotConfig;
import org.lotusguild.lotus.bot.BotIdentity;
import org.lotusguild.lotus.bot.CommandOutcome;
import org.lotusguild.lotus.bot.DatabaseCheck;
import org.lotusguild.lotus.bot.DeskRoom;
import org.lotusguild.lotus.bot.EmptyRooms;
import org.lotusguild.lotus.bot.Invites;
import org.lotusguild.lotus.bot.Kit;
import org.lotusguild.lotus.bot.Repertoire;
import org.lotusguild.lotus.bot.ask.AskCommand;
import org.lotusguild.lotus.bot.ask.ModelCheck;
import org.lotusguild.lotus.bot.basic.HealthFeature;
import org.lotusguild.lotus.bot.basic.PingCommand;
import org.lotusguild.lotus.bot.basic.ServiceCheck;
import org.lotusguild.lotus.bot.basic.ServiceStates;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Desk;
import org.lotusguild.lotus.bot.data.DataFiles;
import org.lotusguild.lotus.bot.extra.Extras;
import org.lotusguild.lotus.bot.fun.Fun;
import org.lotusguild.lotus.bot.minecraft.MinecraftCheck;
import org.lotusguild.lotus.bot.minecraft.MinecraftCommand;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.matrix.HomeserverConfig;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.account.AccountSetup;
import org.lotusguild.lotus.matrix.send.Turns;
import org.lotusguild.lotus.matrix.sync.Pace;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.webhooks.courier.RoomBook;
import org.lotusguild.lotus.webhooks.desk.HookDesk;
import org.lotusguild.lotus.webhooks.hook.WebhooksConfig;

/** Puts the bot over its account. */
final class BotWiring {
    static final String NAME = "Lotus";
    /** Of the bot's user, where the file has no bot. */
    static final String USUAL_LOCALPART = "lotus";

    private static final String NOBODY_LOOKS = "Nobody is at my console to compare emoji. My administrator can:"
            + " lotus account verify, then ask me again.";

    private final World world;
    private final LotusConfig config;
    private final BotConfig bot;
    private final HomeserverProbe homeserver;
    private final DataFiles data = DataFiles.shipped();
    private final Invites invites;
    private final Instant started;

    BotWiring(World world, LotusConfig config, BotConfig bot) {
        this.world = world;
        this.config = config;
        this.bot = bot;
        this.homeserver = new HomeserverProbe(world, config.homeserver().url());
        this.invites = new Invites(bot.invites(), config.homeserver().serverName(), bot.zone(), world.clock());
        this.started = world.clock().instant();
    }

    AccountSetup setup(Listener listener) {
        HomeserverConfig homeserver = config.homeserver();
        return new AccountSetup(
                homeserver.url(),
                Registration.identity(homeserver, bot.localpart()),
                "Lotus " + Version.text(),
                account -> {
                    invites.into(account.rooms());
                    return listener;
                },
                invites,
                bot.maxAge(),
                config.encryption().shareWith(),
                Pace.LISTENING,
                NOBODY_LOOKS,
                Turns.any());
    }

    /**
     * @param hooks where there are webhooks
     * @param around what else {@code !health} asks
     */
    Bot bot(MatrixAccount account, Map<String, RoomId> rooms, Optional<HookDesk> hooks, List<ServiceCheck> around) {
        Kit kit = new Kit(
                account.rooms(),
                account.sender(),
                account.directChats(),
                account.database(),
                Registration.ownUsers(config.homeserver()),
                config.encryption().commandsNeedSignedDevice(),
                world.clock(),
                world.pause(),
                world.random(),
                outcomes(world.metrics()));
        Optional<RoomId> management = management(rooms);
        Desk desk = desk(account, rooms);
        BotParts parts = new BotParts(world, config, bot, data, account, rooms);
        return Bot.open(
                new BotIdentity(account.user(), NAME),
                bot,
                repertoire(account, rooms, parts, management, desk, hooks, around),
                rooms,
                kit);
    }

    /** Where those who run the guild hear of things. */
    Desk desk(MatrixAccount account, Map<String, RoomId> rooms) {
        return new DeskRoom(management(rooms), account.sender(), world.clock());
    }

    private Optional<RoomId> management(Map<String, RoomId> rooms) {
        return bot.desk().map(key -> room(key, rooms));
    }

    /** In the order of the help. */
    Repertoire repertoire(
            MatrixAccount account,
            Map<String, RoomId> rooms,
            BotParts parts,
            Optional<RoomId> management,
            Desk desk,
            Optional<HookDesk> hooks,
            List<ServiceCheck> around) {
        Repertoire all = new Repertoire();
        ServiceStates services = new ServiceStates(checks(account.database(), around), world.clock());
        all.add(parts.ballots());
        all.add(PingCommand.of(homeserver::took));
        all.add(new HealthFeature(
                () -> headline(account), services, management, invites::declined, desk, world.clock()));
        all.add(new EmptyRooms(account.user(), account.rooms(), Set.copyOf(rooms.values()), world.clock()));
        Fun.commands(data, bot.fortune().file(), world.random()).forEach(all::add);
        parts.games().forEach(all::add);
        all.add(parts.polls());
        bot.minecraft()
                .ifPresent(server -> all.add(MinecraftCommand.of(server, account.database(), desk, world.clock())));
        bot.ask().ifPresent(model -> all.add(AskCommand.of(model, world.http(), desk, world.clock())));
        bot.welcome()
                .ifPresent(welcome -> all.add(new WelcomeWiring(world, config, account.database())
                        .feature(welcome, bot, account, rooms, desk)));
        hooks.ifPresent(open -> hookCommands(open, account, rooms, management).forEach(all::add));
        Extras extras = parts.extras(all.names());
        extras.commands().forEach(all::add);
        extras.features().forEach(all::add);
        return all;
    }

    private List<Command> hookCommands(
            HookDesk open, MatrixAccount account, Map<String, RoomId> rooms, Optional<RoomId> management) {
        RoomBook book = new RoomBook(rooms, account.rooms()::resolve, world.clock());
        HookChat chat = new HookChat(open, account.rooms(), account.directChats(), account.sender(), book::room);
        return config.webhooks()
                .flatMap(WebhooksConfig::adminRoom)
                .flatMap(book::room)
                .or(() -> management)
                .map(chat::commands)
                .orElse(List.of());
    }

    private static RoomId room(String key, Map<String, RoomId> rooms) {
        RoomId room = key.startsWith("!") ? RoomId.parse(key) : rooms.get(key);
        if (room == null) {
            throw new IllegalArgumentException(
                    "bot.desk: no room \"" + key + "\" in guild.rooms; it has " + String.join(", ", rooms.keySet()));
        }
        return room;
    }

    static Counters<CommandOutcome> outcomes(Metrics metrics) {
        return metrics.counters(
                "lotus_bot_commands_total",
                "What came of messages that were meant as commands",
                new Metrics.Label<>("outcome", CommandOutcome.class));
    }

    private String headline(MatrixAccount account) {
        Duration up = Duration.between(started, world.clock().instant());
        boolean signed = account.health().crossSigning() == CrossSigningStatus.SIGNED;
        return "Lotus %s, up %s. Encryption: device %s, %s."
                .formatted(
                        Version.text(),
                        Durations.shown(up),
                        account.device(),
                        signed ? "cross-signed" : "not cross-signed");
    }

    private List<ServiceCheck> checks(Database db, List<ServiceCheck> around) {
        List<ServiceCheck> checks = new ArrayList<>();
        checks.add(homeserverCheck());
        checks.add(new DatabaseCheck(db, config.store().url()));
        checks.addAll(around);
        bot.minecraft().ifPresent(server -> checks.add(new MinecraftCheck(server.address())));
        bot.ask().ifPresent(model -> checks.add(new ModelCheck(world.http(), model.url())));
        return checks;
    }

    private ServiceCheck homeserverCheck() {
        return new ServiceCheck() {
            @Override
            public String name() {
                return "synapse";
            }

            @Override
            public String address() {
                return config.homeserver().url().toString();
            }

            @Override
            public Reading check() {
                return new Up(homeserver.took());
            }
        };
    }
}
