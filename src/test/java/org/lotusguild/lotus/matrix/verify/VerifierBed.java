package org.lotusguild.lotus.matrix.verify;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Verification;
import org.lotusguild.lotus.crypto.fake.KeyServer;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.crypto.machine.CryptoMachines;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.QueueFull;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.fake.FakeRooms;
import org.lotusguild.lotus.matrix.fake.NoChats;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.TestDatabases;
import org.lotusguild.lotus.store.Through;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** A verifier with a real machine on either side: the account's, and that of a person. */
abstract class VerifierBed {
    static final UserId BOT = UserId.parse("@lotus:example.org");
    static final UserId ALICE = UserId.parse("@alice:example.org");
    static final RoomId ROOM = RoomId.parse("!room");
    static final String SENTENCE = "nobody looks";

    @TempDir
    private Path folder;

    private final KeyServer server = new KeyServer();
    final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final SecureRandom random = new SecureRandom();
    private final VaultKey key = VaultKey.parse(VaultKey.generate(random));
    final Said said = new Said();
    final List<Incoming> passedOn = new ArrayList<>();
    private final List<Person> people = new ArrayList<>();
    FailingDatabase database;
    Person bot;
    Person alice;
    AttendedVerifier verifier;
    Listener listener;
    Duration slowness = Duration.ZERO;

    @BeforeEach
    void open() {
        database = new FailingDatabase(TestDatabases.sqlite(folder, InstantSource.system(), "crypto"));
        bot = person(BOT);
        alice = person(ALICE);
        knows(alice, BOT);
        verifier = new AttendedVerifier(new AttendedVerifier.Parts(
                bot.machine(),
                this::traffic,
                said,
                new FakeRooms(),
                new NoChats(Set.of()),
                clock,
                time -> new Semaphore(0).acquire(),
                SENTENCE));
        listener = verifier.before((event, ack) -> passedOn.add(event));
    }

    @AfterEach
    void close() {
        people.forEach(person -> person.machine().close());
        database.close();
    }

    /** While the homeserver takes its time, a sync answer comes as well. */
    private void traffic() throws InterruptedException {
        Duration once = slowness;
        if (once.isPositive()) {
            slowness = Duration.ZERO;
            clock.advance(once);
            verifier.tend();
        }
        bot.flush();
    }

    Person person(UserId user) {
        CryptoMachines machines = new CryptoMachines(database, clock, random, why -> {});
        Person person = new Person(
                server, machines.open(user, new DeviceId("DEVICE"), key.vault(user.value(), random), Optional.empty()));
        person.machine().step(step -> {
            step.bootstrapCrossSigning();
            return true;
        });
        person.flush();
        people.add(person);
        return person;
    }

    static void knows(Person person, UserId user) {
        person.machine().step(step -> {
            step.track(Set.of(user));
            return true;
        });
        person.flush();
    }

    static void ask(Person person) {
        person.machine().step(step -> step.verifications().ask(BOT, Optional.empty()));
        person.flush();
    }

    /** Some sync answers on both sides. */
    void tend() throws InterruptedException {
        for (int round = 0; round < 4; round++) {
            bot.sync();
            verifier.tend();
            alice.sync();
        }
    }

    Verification look() {
        return verifier.look().orElseThrow();
    }

    static Verification last(Person person) {
        return person.machine().step(step -> last(step.verifications().all()));
    }

    static Verification last(List<Verification> all) {
        return all.getLast();
    }

    /** Refuses to commit while it is full. */
    static final class FailingDatabase extends Through {
        boolean full;

        FailingDatabase(Database real) {
            super(real);
        }

        @Override
        public <T> T inTransaction(Function<Tx, T> body) {
            return real.inTransaction(tx -> {
                T result = body.apply(tx);
                if (full) {
                    throw new StoreException(StoreException.Kind.FULL, "the disk is full", null);
                }
                return result;
            });
        }
    }

    /** Keeps what was stored. */
    static final class Said implements RoomSender {
        private final List<String> types = new ArrayList<>();
        private final List<String> bodies = new ArrayList<>();
        boolean full;

        @Override
        public Ticket enqueue(Tx tx, RoomId room, String type, ObjectNode content, SendOptions options) {
            if (full) {
                throw new QueueFull("the send queue is full");
            }
            tx.afterCommit(() -> {
                types.add(type);
                Json.string(content, "body").ifPresent(bodies::add);
            });
            return limit -> new Ticket.Pending();
        }

        @Override
        public Ticket send(RoomId room, String type, ObjectNode content, SendOptions options) {
            throw new IllegalStateException("outside of a step");
        }

        @Override
        public Optional<Ticket> find(Tx tx, String key) {
            return Optional.empty();
        }

        @Override
        public boolean hasSent(Tx tx, EventId event) {
            return false;
        }

        List<String> types() {
            return types;
        }

        List<String> bodies() {
            return bodies;
        }
    }
}
