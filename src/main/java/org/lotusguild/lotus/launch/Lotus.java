package org.lotusguild.lotus.launch;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.config.HostPort;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.bot.Bot;
import org.lotusguild.lotus.bot.BotConfig;
import org.lotusguild.lotus.bot.basic.ServiceCheck;
import org.lotusguild.lotus.guild.Guild;
import org.lotusguild.lotus.guild.GuildConfig;
import org.lotusguild.lotus.http.GuardedHttp;
import org.lotusguild.lotus.http.server.HttpServer;
import org.lotusguild.lotus.http.server.PortTaken;
import org.lotusguild.lotus.http.server.Routes;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.account.AccountSetup;
import org.lotusguild.lotus.matrix.account.Accounts;
import org.lotusguild.lotus.stack.live.Probing;
import org.lotusguild.lotus.stack.trial.Ports;
import org.lotusguild.lotus.stack.trial.Trial;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Databases;
import org.lotusguild.lotus.store.StoreSettings;
import org.lotusguild.lotus.webhooks.courier.Courier;
import org.lotusguild.lotus.webhooks.desk.HookDesk;
import org.lotusguild.lotus.webhooks.hook.WebhooksConfig;
import org.lotusguild.lotus.webhooks.hookshot.HookshotImport;
import org.lotusguild.lotus.webhooks.intake.WebhookRoutes;
import org.lotusguild.lotus.webhooks.sender.Doorkeeper;

/** The running program: starts its parts from below. */
final class Lotus {
    private final Home home;
    private final LotusConfig config;
    private final Set<PartName> parts;
    private final World world;
    private final Console console;
    private final StopWish wish;
    private final RunningParts running;
    private final StatusBoard board;
    private final AwaitedHomeserver homeserver;
    private final HomeserverProbe probe;
    private final Optional<Probing> probes;
    private final AtomicReference<Optional<HookDesk>> hooks = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<HookshotImport>> imports = new AtomicReference<>(Optional.empty());

    /** @param parts that run in this process */
    Lotus(
            Home home,
            LotusConfig config,
            Set<PartName> parts,
            World world,
            Console console,
            StopWish wish,
            RunningParts running) {
        this.home = home;
        this.config = config;
        this.parts = parts;
        this.world = world;
        this.console = console;
        this.wish = wish;
        this.running = running;
        this.board = new StatusBoard(home, config);
        this.homeserver = new AwaitedHomeserver(config.homeserver().url(), world, console, board);
        this.probe = new HomeserverProbe(world, config.homeserver().url());
        this.probes = ProbeWiring.of(config, home.secrets(), world);
    }

    /**
     * @param trial the trial's homeserver, prepared; absent where the homeserver is somebody else's to run
     * @return how it is when all runs
     */
    Status start(Optional<Trial> trial) throws InterruptedException {
        BackupFigures.register(
                world.metrics(), BackupPlace.of(home, config.stack()).folder(), home.folder());
        board.expect(Stream.of(
                        Stream.of("http"),
                        trial.stream().flatMap(t -> TrialParts.names(t).stream()),
                        Stream.of("store"),
                        bot().map(b -> "bot").stream(),
                        bot().flatMap(b -> config.guild()).map(g -> "guild").stream(),
                        webhooks().map(w -> "webhooks").stream())
                .flatMap(names -> names)
                .toList());
        Optional<TrialPeople> people = trial.map(t -> new TrialPeople(home, config, world, console, t));
        Routes open = new Routes();
        Optional<WebhookRoutes> entrance = webhooks().map(w -> new WebhookRoutes(open, w.legacyRoot()));
        listen(people, open);
        trial.ifPresent(this::homeserver);
        probes.ifPresent(probing -> running.keep("probes", probing.start()));
        Database db = running.keep("store", store());
        Optional<WebhooksWiring.Ground> ground =
                config.webhooks().map(webhooks -> ground(new WebhooksWiring(world, config, webhooks), db, entrance));
        Optional<AuditRounds> rounds = trial.isPresent() ? Optional.empty() : rounds();
        if (bot().isPresent()) {
            bot(bot().get(), db, people, ground, rounds);
        } else if (webhooks().isPresent()) {
            bridge(webhooks().get(), db, ground.orElseThrow());
        }
        if (config.bot().isEmpty()) {
            rounds.ifPresent(audits -> running.keep("audit", audits).start(news -> {}));
        }
        return board.now();
    }

    /** In the process that has the bot, who tells of them; a trial's machine is somebody's own. */
    private Optional<AuditRounds> rounds() {
        return config.stack()
                .filter(servers -> bot().isPresent() || config.bot().isEmpty())
                .map(servers -> new AuditRounds(home.folder(), world, now -> HomeAudit.report(home, now)));
    }

    private Optional<BotConfig> bot() {
        return config.bot().filter(block -> parts.contains(PartName.BOT));
    }

    private Optional<WebhooksConfig> webhooks() {
        return config.webhooks().filter(block -> parts.contains(PartName.WEBHOOKS));
    }

    /** The address of a hook, once its part runs. */
    Optional<URI> hook(String name) {
        return board.hook(name);
    }

    private void listen(Optional<TrialPeople> people, Routes open) {
        Routes internal = new ControlRoutes(
                        home.controlToken(),
                        board,
                        wish::ask,
                        people.map(p -> p),
                        new EncryptionControl(new EncryptionSetup(home, world.random()), board::account),
                        new HookControl(hooks::get, imports::get))
                .routes(world);
        running.keep("http", server(config.http().internal(), internal));
        running.keep("http", server(config.http().bind(), open));
        board.ready("http");
    }

    private HttpServer server(HostPort at, Routes routes) {
        InetSocketAddress address = new InetSocketAddress(at.host(), at.port());
        try {
            return HttpServer.start(
                    address, WebhooksWiring.limits(config), WebhooksWiring.proxies(config), routes, world.random());
        } catch (PortTaken e) {
            String remedy = Ports.holder(at.port()).isPresent() ? "End that program, or choose" : "Choose";
            String who = Ports.holder(at.port()).isPresent()
                    ? "port " + at.port() + " of " + at.host() + " is taken by " + Ports.holderShown(at.port())
                    : String.valueOf(e.getMessage());
            throw Failure.machine(who, remedy + " another address under http: in " + home.configuration() + ".");
        }
    }

    private void homeserver(Trial trial) {
        console.step("Starting the homeserver at " + trial.guild().url() + TrialParts.around(trial));
        trial.start();
        running.keep("homeserver", trial);
        board.trial(trial.guild());
        TrialParts.show(trial, board);
    }

    private Database store() {
        Database db = Databases.open(
                new StoreSettings(
                        config.store().url(), home.folder(), config.store().password(), Tables.OF_THE_PROGRAM),
                world.clock(),
                world.random());
        board.ready("store");
        return db;
    }

    /**
     * Posts are taken as soon as they can be stored; they wait until somebody can deliver them.
     *
     * @param entrance absent where this process takes none, and only knows the hooks
     */
    private WebhooksWiring.Ground ground(WebhooksWiring wiring, Database db, Optional<WebhookRoutes> entrance) {
        try {
            WebhooksWiring.Ground ground = wiring.ground(db);
            running.keep("scripts", ground.sandbox());
            hooks.set(Optional.of(wiring.desk(ground, db)));
            imports.set(Optional.of(wiring.imports(ground, db)));
            entrance.ifPresent(way -> running.keep("webhooks", wiring.intake(ground, db, way)));
            return ground;
        } catch (IllegalArgumentException e) {
            throw Failure.usage(home.configuration() + ": " + e.getMessage(), "Correct it, then lotus up again.");
        }
    }

    private void bot(
            BotConfig bot,
            Database db,
            Optional<TrialPeople> people,
            Optional<WebhooksWiring.Ground> ground,
            Optional<AuditRounds> rounds)
            throws InterruptedException {
        console.step("Opening the bot's account and its encryption");
        BotWiring wiring = new BotWiring(world, config, bot);
        LateListener listener = new LateListener();
        Accounts accounts = accounts(db);
        MatrixAccount account = running.keep("bot", homeserver.then("bot", () -> {
            probe.require();
            return opened(accounts, wiring.setup(listener));
        }));
        board.identity(account);
        new UnattendedRestore(home, console).look(account);
        Map<String, RoomId> rooms = config.guild().isEmpty()
                ? Map.of()
                : homeserver.then("guild", () -> guild(config.guild().get(), account, people));
        Bot opened = running.keep("commands", opened(wiring, account, rooms));
        listener.open(opened);
        opened.start();
        board.serving(account, opened.words());
        rounds.ifPresent(audits -> running.keep("audit", audits).start(wiring.desk(account, rooms)::tell));
        webhooks()
                .ifPresent(webhooks -> courier(
                        ground.orElseThrow(),
                        new CourierWiring(world, config, webhooks, db, accounts),
                        account,
                        rooms));
        // Ends first: while the others stop, nobody begins what they would have to break off.
        running.keep("events", account::hold);
    }

    private Accounts accounts(Database db) {
        return AccountsWiring.accounts(world, db, shared(), config.encryption().machine());
    }

    private boolean shared() {
        return config.store().url().startsWith("postgresql:");
    }

    private void bridge(WebhooksConfig webhooks, Database db, WebhooksWiring.Ground ground) {
        console.step("Opening the bridge's account");
        CourierWiring wiring = new CourierWiring(world, config, webhooks, db, accounts(db));
        Bridge bridge =
                running.keep("bridge", new Bridge(wiring, ground, () -> Guild.rooms(db), homeserver, probe, board));
        board.hooks(ground.hooks()::address);
        bridge.start(shared());
    }

    private void courier(
            WebhooksWiring.Ground ground, CourierWiring wiring, MatrixAccount account, Map<String, RoomId> rooms) {
        GuardedHttp strangers = running.keep("pictures", CourierWiring.strangers());
        Courier courier;
        try {
            courier =
                    running.keep("courier", wiring.courier(ground, account, Doorkeeper.of(account), rooms, strangers));
        } catch (IllegalArgumentException e) {
            throw Failure.usage(home.configuration() + ": " + e.getMessage(), "Correct it, then lotus up again.");
        }
        courier.start();
        board.hooks(ground.hooks()::address);
        board.part(
                "webhooks",
                () -> courier.trouble()
                        .map(why -> new Status.Part(PartState.DEGRADED, why))
                        .orElse(new Status.Part(PartState.READY, "")));
    }

    /** What the file wants of commands is known wrong only here, where commands and rooms are known. */
    private Bot opened(BotWiring wiring, MatrixAccount account, Map<String, RoomId> rooms) {
        try {
            List<ServiceCheck> around = new ArrayList<>(ServerChecks.of(config, world, probes));
            webhooks().ifPresent(block -> around.add(new PartCheck("webhooks", board)));
            return wiring.bot(account, rooms, hooks.get(), around);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(home.configuration() + ": " + e.getMessage(), "Correct it, then lotus up again.");
        }
    }

    private static MatrixAccount opened(Accounts accounts, AccountSetup setup) throws InterruptedException {
        MatrixAccount account = accounts.open(setup);
        try {
            account.start();
            account.showAs(BotWiring.NAME);
            return account;
        } catch (RuntimeException e) {
            account.close();
            throw e;
        }
    }

    private Map<String, RoomId> guild(GuildConfig wanted, MatrixAccount account, Optional<TrialPeople> people) {
        console.step("Looking after the guild's rooms");
        String server = config.homeserver().serverName();
        Guild.Applied applied = new Guild(wanted, account.user(), server, account.rooms(), account.database()).apply();
        people.ifPresent(p -> p.settle(applied, account.rooms()));
        board.rooms(applied.rooms());
        board.part(
                "guild",
                () -> applied.troubles().isEmpty()
                        ? new Status.Part(PartState.READY, "")
                        : new Status.Part(PartState.DEGRADED, String.join("; ", applied.troubles())));
        return applied.rooms();
    }
}
