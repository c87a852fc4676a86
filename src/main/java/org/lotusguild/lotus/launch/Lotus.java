package org.lotusguild.lotus.launch;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.config.HostPort;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.bot.Bot;
import org.lotusguild.lotus.bot.BotConfig;
import org.lotusguild.lotus.guild.Guild;
import org.lotusguild.lotus.http.server.HttpServer;
import org.lotusguild.lotus.http.server.Limits;
import org.lotusguild.lotus.http.server.PortTaken;
import org.lotusguild.lotus.http.server.Proxies;
import org.lotusguild.lotus.http.server.Routes;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.stack.trial.Trial;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Databases;
import org.lotusguild.lotus.store.StoreSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running program: starts its parts from below, stops them from above. */
final class Lotus {
    private static final Logger LOG = LoggerFactory.getLogger(Lotus.class);
    private static final Duration START_BREAKS_OFF = Duration.ofSeconds(5);

    private final Home home;
    private final LotusConfig config;
    private final World world;
    private final Console console;
    private final StatusBoard board;
    private final Deque<Part> running = new ArrayDeque<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch started = new CountDownLatch(1);
    private final Thread starter = Thread.currentThread();
    private final CountDownLatch ended = new CountDownLatch(1);

    private record Part(String name, AutoCloseable close) {}

    Lotus(Home home, LotusConfig config, World world, Console console) {
        this.home = home;
        this.config = config;
        this.world = world;
        this.console = console;
        this.board = new StatusBoard(home, config);
    }

    /** @param trial the trial's homeserver, prepared; absent where the homeserver is somebody else's to run */
    void start(Optional<Trial> trial) throws InterruptedException {
        try {
            startParts(trial);
        } finally {
            started.countDown();
        }
    }

    private void startParts(Optional<Trial> trial) throws InterruptedException {
        Optional<TrialPeople> people = trial.map(t -> new TrialPeople(home, config, world, t));
        listen(people);
        trial.ifPresent(this::homeserver);
        Database db = keep("store", store());
        if (config.bot().isPresent()) {
            bot(config.bot().get(), db, people);
        }
    }

    private void listen(Optional<TrialPeople> people) {
        board.starting("http");
        Routes internal = new ControlRoutes(home.controlToken(), board, this::stop, people.map(p -> p)).routes(world);
        keep("http", server(config.http().internal(), internal));
        keep("http", server(config.http().bind(), new Routes()));
        board.ready("http");
    }

    private HttpServer server(HostPort at, Routes routes) {
        InetSocketAddress address = new InetSocketAddress(at.host(), at.port());
        try {
            return HttpServer.start(
                    address, Limits.usual(), Proxies.trusting(config.http().trustedProxies()), routes, world.random());
        } catch (PortTaken e) {
            throw Failure.machine(
                    "port " + at.port() + " of " + at.host() + " is in use by another program",
                    "End that program, or choose another port under http: in " + home.configuration() + ".");
        }
    }

    private void homeserver(Trial trial) {
        board.part("homeserver", () -> new Status.Part(PartState.STARTING, ""));
        console.step("Starting the homeserver at " + trial.guild().url());
        trial.start();
        keep("homeserver", trial);
        board.trial(trial.guild());
        board.part("homeserver", () -> switch (trial.state()) {
            case RUNNING -> new Status.Part(PartState.READY, "");
            case STARTING -> new Status.Part(PartState.STARTING, "");
            case DOWN -> new Status.Part(PartState.STARTING, "it ended by itself and is being started again");
            case STOPPED -> new Status.Part(PartState.FAILED, "stopped");
        });
    }

    private Database store() {
        board.starting("store");
        Database db = Databases.open(
                new StoreSettings(
                        config.store().url(), home.folder(), config.store().password(), Tables.OF_THE_PROGRAM),
                world.clock(),
                world.random());
        board.ready("store");
        return db;
    }

    private void bot(BotConfig bot, Database db, Optional<TrialPeople> people) throws InterruptedException {
        board.starting("bot");
        console.step("Opening the bot's account and its encryption");
        boolean shared = config.store().url().startsWith("postgresql:");
        BotWiring wiring = new BotWiring(world, config, bot, db);
        LateListener listener = new LateListener();
        MatrixAccount account = keep(
                "bot",
                AccountsWiring.accounts(world, db, shared, config.encryption()).open(wiring.setup(listener)));
        account.start();
        account.showAs(BotWiring.NAME);
        board.bot(account);
        Map<String, RoomId> rooms = guild(account, db, people);
        Bot opened = keep("commands", wiring.bot(account, rooms));
        listener.open(opened);
        opened.start();
        config.guild().ifPresent(guild -> board.ready("guild"));
    }

    private Map<String, RoomId> guild(MatrixAccount account, Database db, Optional<TrialPeople> people) {
        if (config.guild().isEmpty()) {
            return Map.of();
        }
        board.starting("guild");
        console.step("Looking after the guild's rooms");
        String server = config.homeserver().serverName();
        Guild.Applied applied = new Guild(config.guild().get(), account.user(), server, account.rooms(), db).apply();
        people.ifPresent(p -> p.settle(applied, account.rooms()));
        board.rooms(applied.rooms());
        return applied.rooms();
    }

    private <T extends AutoCloseable> T keep(String name, T part) {
        synchronized (running) {
            running.push(new Part(name, part));
        }
        return part;
    }

    Status status() {
        return board.now();
    }

    /** Asks for the end; answers at once. */
    void stop() {
        asked.countDown();
    }

    void awaitStopAsked() throws InterruptedException {
        asked.await();
    }

    /** As {@link #shutDown}, from outside: breaks a start off. False if the end was under way already. */
    boolean shutDownBySignal() throws InterruptedException {
        boolean first = !stopping.get();
        if (!started.await(0, TimeUnit.SECONDS)) {
            starter.interrupt();
        }
        stop();
        started.await(START_BREAKS_OFF.toSeconds(), TimeUnit.SECONDS);
        shutDown();
        return first;
    }

    /** Ends everything in order, once; a second caller waits for the first. */
    void shutDown() throws InterruptedException {
        if (!stopping.compareAndSet(false, true)) {
            ended.await();
            return;
        }
        for (Part part = next(); part != null; part = next()) {
            try {
                part.close().close();
            } catch (Exception e) {
                LOG.atWarn().addKeyValue("part", part.name()).setCause(e).log("a part did not stop in order");
            }
        }
        ended.countDown();
    }

    private @Nullable Part next() {
        synchronized (running) {
            return running.poll();
        }
    }
}
