package org.lotusguild.lotus.webhooks.courier;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.config.ConfigReader;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomAlias;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.http.AddressGuard;
import org.lotusguild.lotus.http.GuardedHttp;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.matrix.Figures;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.account.AccountRefused;
import org.lotusguild.lotus.matrix.api.Credentials;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;
import org.lotusguild.lotus.matrix.fake.FakeHomeserver;
import org.lotusguild.lotus.matrix.fake.FakeRooms;
import org.lotusguild.lotus.matrix.fake.PlainCaller;
import org.lotusguild.lotus.matrix.fake.ScriptedMachine;
import org.lotusguild.lotus.matrix.keys.KeyTraffic;
import org.lotusguild.lotus.matrix.keys.RoomKeys;
import org.lotusguild.lotus.matrix.keys.RoomPolicies;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.matrix.send.SendQueue;
import org.lotusguild.lotus.matrix.send.SendSetup;
import org.lotusguild.lotus.matrix.send.Turns;
import org.lotusguild.lotus.script.Sandbox;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;
import org.lotusguild.lotus.webhooks.calm.Night;
import org.lotusguild.lotus.webhooks.delivery.Accepted;
import org.lotusguild.lotus.webhooks.delivery.Delivery;
import org.lotusguild.lotus.webhooks.delivery.DeliveryIds;
import org.lotusguild.lotus.webhooks.delivery.DeliveryStore;
import org.lotusguild.lotus.webhooks.delivery.Past;
import org.lotusguild.lotus.webhooks.delivery.Posted;
import org.lotusguild.lotus.webhooks.delivery.State;
import org.lotusguild.lotus.webhooks.delivery.Waiting;
import org.lotusguild.lotus.webhooks.fake.FakeAccount;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.hook.Hooks;
import org.lotusguild.lotus.webhooks.hook.WebhooksConfig;
import org.lotusguild.lotus.webhooks.image.PictureFetch;
import org.lotusguild.lotus.webhooks.image.Pictures;
import org.lotusguild.lotus.webhooks.sender.Profiles;
import org.lotusguild.lotus.webhooks.sender.Senders;
import org.lotusguild.lotus.webhooks.service.Formatter;
import org.lotusguild.lotus.webhooks.service.Service;
import org.lotusguild.lotus.webhooks.service.Services;
import org.lotusguild.lotus.webhooks.transform.Scripts;
import org.lotusguild.lotus.webhooks.transform.TransformFigures;
import tools.jackson.databind.node.ObjectNode;

/** A courier over a real database and real send queues, before a homeserver that knows transaction ids. */
final class CourierBed implements AutoCloseable {
    static final RoomId ROOM = RoomId.parse("!room:example.org");
    static final RoomId OTHER = RoomId.parse("!other:example.org");
    static final RoomId ADMINS = RoomId.parse("!admins:example.org");

    /** An event as it arrived, once a transaction id. */
    record Arrived(RoomId room, String type, ObjectNode content, EventId id) {
        String body() {
            return Json.string(content, "body").orElse("");
        }

        /** What an edit makes the message say. */
        String now() {
            return Json.string(content, "m.new_content", "body").orElse(body());
        }

        Optional<String> relation() {
            return Json.string(content, "m.relates_to", "rel_type");
        }

        String target() {
            return Json.string(content, "m.relates_to", "event_id").orElse("");
        }
    }

    final FakeHomeserver server = FakeHomeserver.start();
    final FakeRooms rooms = new FakeRooms().join(ROOM, OTHER, ADMINS);
    final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    final InstantSource clock = () -> Clock.systemUTC().instant().plus(ahead.get());
    final Database database;
    final List<FakeAccount> opened = new ArrayList<>();
    private final Vault vault = VaultKey.parse(new Secret("00".repeat(32))).vault("webhooks", new SecureRandom());
    final DeliveryStore deliveries = new DeliveryStore(vault);
    private final DeliveryIds ids = new DeliveryIds(clock, new SecureRandom());
    private final WebhooksConfig config;
    final Hooks hooks;
    final Waiting waiting = new Waiting();
    final Sandbox sandbox;
    private final Arrivals arrivals = new Arrivals(server, rooms, () -> this.redacts);
    /** Payloads of this kind break the script's engine. */
    volatile java.util.function.Consumer<Delivery> defect = delivery -> {};

    volatile Function<Service, Formatter> formatters = Services::formatter;
    volatile UnaryOperator<Face> face = usual -> usual;
    volatile Function<RoomAlias, Optional<RoomId>> aliases = alias -> Optional.empty();
    volatile int perHook = 50;
    volatile Optional<Night> night = Optional.empty();
    volatile boolean redacts;
    /** Whether services have users of their own. */
    volatile boolean own = true;
    /** Whether the homeserver gives them no device. */
    volatile boolean withoutDevices;

    CourierBed(Path folder, String yaml) throws IOException {
        database = TestDatabases.sqlite(folder, clock, "matrix", "webhooks");
        Path file = Files.writeString(folder.resolve("webhooks.yaml"), yaml);
        config = new ConfigReader(name -> Optional.empty()).read(file, WebhooksConfig.class);
        hooks = Hooks.open(config, URI.create("https://hooks.example.org"), database, vault, clock, new SecureRandom());
        rooms.keptIn(database);
        sandbox = new Sandbox(config.transforms(), clock, new SecureRandom());
    }

    static String sample(String path) {
        try {
            return Files.readString(Path.of("src/test/resources/webhooks/payloads", path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the homeserver says instead of taking an event; empty: it takes it. */
    void trouble(Function<Asked, Optional<Answer>> script) {
        arrivals.trouble(script);
    }

    String accept(String hook, String json) {
        String id = ids.next();
        Accepted post = new Accepted(
                hook, Json.parse(json), new Posted("POST", "application/json", Map.of(), Map.of()), 100, List.of());
        DeliveryStore.Fresh fresh = deliveries.fresh(id, clock.instant(), post);
        database.run(tx -> deliveries.insert(tx, List.of(fresh)));
        return id;
    }

    private Transformer defective(Transformer scripts) {
        return new Transformer() {
            @Override
            public Instant allowedAt(Hook hook) {
                return scripts.allowedAt(hook);
            }

            @Override
            public Transformed transform(Hook hook, Delivery delivery, String service) {
                defect.accept(delivery);
                return scripts.transform(hook, delivery, service);
            }
        };
    }

    /** One process: an account's queue and a courier. */
    final class Running implements AutoCloseable {
        final Metrics figures = new Metrics();
        private final SendQueue queue;
        final Courier courier;

        Running(Database through, HttpCaller http) {
            queue = queue(through, http);
            FakeAccount bot = new FakeAccount(UserId.parse("@lotus:example.org"), rooms, queue);
            Pictures pictures = new Pictures(
                    new PictureFetch(new GuardedHttp(AddressGuard.ofPublicInternet(), "1")), through, clock);
            Profiles profiles = new Profiles(Map.of(), pictures, figures);
            CourierFigures counted = new CourierFigures(figures);
            courier = new Courier(new Means(
                    through,
                    false,
                    vault,
                    deliveries,
                    hooks,
                    face.apply(new Faces(
                            defective(new Scripts(
                                    sandbox,
                                    config.transforms(),
                                    hooks,
                                    line -> through.run(tx -> bot.sender()
                                            .enqueue(
                                                    tx,
                                                    ADMINS,
                                                    "m.room.message",
                                                    MessageContent.notice(Doc.plain(line)),
                                                    SendOptions.interactive())),
                                    new TransformFigures(figures),
                                    clock,
                                    Pause.real())),
                            Map.of(),
                            service -> formatters.apply(service),
                            counted)),
                    new RoomBook(Map.of(), alias -> aliases.apply(alias), clock),
                    () -> new Senders(new Senders.Means(
                            bot,
                            own ? Optional.of(user -> opened(user, queue)) : Optional.empty(),
                            "hook_",
                            profiles,
                            clock)),
                    pictures,
                    bot.sender(),
                    Optional.of(ADMINS),
                    new Rules(night, Map.of(), Duration.ofDays(14), perHook),
                    counted,
                    waiting,
                    clock,
                    Pause.real(),
                    new SecureRandom()));
            if (!own || withoutDevices) {
                bot.start();
            }
            courier.start();
        }

        private FakeAccount opened(UserId user, SendQueue queue) {
            if (withoutDevices) {
                throw AccountRefused.denied("no device");
            }
            FakeAccount account = new FakeAccount(user, rooms, queue);
            account.start();
            synchronized (opened) {
                opened.add(account);
            }
            return account;
        }

        @Override
        public void close() {
            courier.close();
            queue.close();
        }
    }

    Running process() {
        return new Running(database, new PlainCaller());
    }

    Running process(Database through, HttpCaller http) {
        return new Running(through, http);
    }

    private SendQueue queue(Database through, HttpCaller http) {
        MatrixApi api = MatrixApi.of(
                http, server.url(), new Credentials.Login(new Secret("token")), clock, Pause.real(), new Random(1));
        ScriptedMachine machine = new ScriptedMachine(through::inTransaction);
        KeyTraffic traffic = new KeyTraffic(machine, api, Optional::empty);
        return new SendQueue(
                new SendSetup(
                        through,
                        vault,
                        machine,
                        new RoomKeys(machine, traffic, clock, Pause.real(), () -> {}),
                        new RoomPolicies(rooms, RoomPolicy.ShareWith.ALL),
                        rooms,
                        () -> true,
                        api,
                        new Figures(new Metrics()),
                        clock,
                        Pause.real(),
                        new SecureRandom(),
                        Turns.any()),
                true);
    }

    List<Arrived> arrived() {
        return arrivals.all();
    }

    List<Arrived> arrived(RoomId room) {
        return arrived().stream().filter(event -> event.room().equals(room)).toList();
    }

    Past past(String id, String hook) {
        return database.read(tx -> deliveries.past().history(tx, hook, 1_000)).stream()
                .filter(past -> past.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until nothing is open, but what waits for a later time. */
    void awaitDone() throws InterruptedException {
        Await.until(() -> database.read(tx -> deliveries.in(tx, State.PENDING, 1))
                        .isEmpty()
                && database.read(tx -> deliveries.in(tx, State.SENDING, 1)).isEmpty());
    }

    List<Delivery> in(State state) {
        return database.read(tx -> deliveries.in(tx, state, 100));
    }

    @Override
    public void close() {
        sandbox.close();
        database.close();
        server.close();
    }
}
