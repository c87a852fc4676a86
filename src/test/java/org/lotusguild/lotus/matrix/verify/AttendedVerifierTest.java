package org.lotusguild.lotus.matrix.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.crypto.Verification;
import org.lotusguild.lotus.crypto.Verification.Stage;
import org.lotusguild.lotus.crypto.fake.HandClock;
import org.lotusguild.lotus.crypto.fake.KeyServer;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.crypto.machine.CryptoMachines;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.matrix.DirectChats;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.QueueFull;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.fake.FakeRooms;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Leases;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.TestDatabases;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** With a real machine on either side: the account's, and that of a person. */
final class AttendedVerifierTest {
    private static final UserId BOT = UserId.parse("@lotus:example.org");
    private static final UserId ALICE = UserId.parse("@alice:example.org");
    private static final UserId BOB = UserId.parse("@bob:example.org");
    private static final RoomId ROOM = RoomId.parse("!room");
    private static final String SENTENCE = "nobody looks";

    @TempDir
    private Path folder;

    private final KeyServer server = new KeyServer();
    private final HandClock clock = new HandClock();
    private final SecureRandom random = new SecureRandom();
    private final VaultKey key = VaultKey.parse(VaultKey.generate(random));
    private final Said said = new Said();
    private final List<Incoming> passedOn = new ArrayList<>();
    private final List<Person> people = new ArrayList<>();
    private FailingDatabase database;
    private Person bot;
    private Person alice;
    private AttendedVerifier verifier;
    private Listener listener;
    private int acknowledged;
    private Duration slowness = Duration.ZERO;
    private int events;

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
                new NoChats(),
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

    @Test
    void declinesWhileNobodyLooks() throws InterruptedException {
        ask(alice);
        tend();
        assertThat(last(alice).why()).isEqualTo("m.user: " + SENTENCE);
    }

    @Test
    void saysInTheRoomWhereSomebodyCouldLookButOnceAnHour() {
        listener.on(request(ALICE), this::acknowledged);
        assertThat(acknowledged).isEqualTo(1);
        assertThat(said.types()).containsExactlyInAnyOrder("m.key.verification.cancel", "m.room.message");
        assertThat(said.bodies()).containsExactly(SENTENCE);
        listener.on(request(ALICE), this::acknowledged);
        assertThat(said.bodies()).hasSize(1);
        clock.pass(Duration.ofHours(1));
        listener.on(request(ALICE), this::acknowledged);
        assertThat(said.bodies()).hasSize(2);
        assertThat(passedOn).isEmpty();
    }

    @Test
    void aFullQueueStopsNeitherListenerNorSync() throws InterruptedException {
        said.full = true;
        listener.on(request(ALICE), this::acknowledged);
        assertThat(acknowledged).isEqualTo(1);
        verifier.tend();
        assertThat(last(bot).stage()).isEqualTo(Stage.CANCELLED);
    }

    @Test
    void answersTheNextWhoAsksWhileSomebodyLooks() throws InterruptedException {
        assertThat(verifier.begin(Optional.empty())).isTrue();
        assertThat(verifier.look()).isEmpty();
        ask(alice);
        tend();
        assertThat(look().with()).isEqualTo(ALICE);
        assertThat(look().stage()).isEqualTo(Stage.COMPARE);
        assertThat(look().emoji()).isEqualTo(last(alice).emoji()).hasSize(7);
        agree(alice);
        verifier.answer(true);
        tend();
        assertThat(look().stage()).isEqualTo(Stage.DONE);
        assertThat(last(alice).stage()).isEqualTo(Stage.DONE);
    }

    @Test
    void asksWhomItIsTold() throws InterruptedException {
        assertThat(verifier.begin(Optional.of(ALICE))).isTrue();
        assertThat(look().stage()).isEqualTo(Stage.WAITING);
        alice.sync();
        alice.machine().step(step -> {
            step.verifications().accept(last(step.verifications().all()).id());
            return true;
        });
        tend();
        assertThat(look().stage()).isEqualTo(Stage.COMPARE);
        verifier.answer(false);
        tend();
        assertThat(last(alice).why()).startsWith("m.mismatched_sas");
        assertThat(look().stage()).isEqualTo(Stage.CANCELLED);
    }

    @Test
    void aSlowHomeserverIsNoReasonToGiveUp() throws InterruptedException {
        slowness = Duration.ofSeconds(9);
        assertThat(verifier.begin(Optional.of(ALICE))).isTrue();
        assertThat(look().stage()).isEqualTo(Stage.WAITING);
    }

    @Test
    void aUserWithoutDevicesCannotBeAsked() {
        assertThat(verifier.begin(Optional.of(BOB))).isFalse();
        assertThat(verifier.look()).isEmpty();
    }

    @Test
    void declinesOthersWhileItLooksAtOne() throws InterruptedException {
        Person bob = person(BOB);
        knows(bob, BOT);
        verifier.begin(Optional.of(ALICE));
        ask(bob);
        tend();
        bob.sync();
        assertThat(last(bob).why()).startsWith("m.user");
        assertThat(look().with()).isEqualTo(ALICE);
    }

    @Test
    void declinesTheNextOnceOneIsOver() throws InterruptedException {
        verifier.begin(Optional.empty());
        ask(alice);
        tend();
        verifier.answer(false);
        tend();
        ask(alice);
        tend();
        assertThat(last(alice).why()).isEqualTo("m.user: " + SENTENCE);
    }

    @Test
    void takesTheRequestOfTheOneThatItAsked() throws InterruptedException {
        verifier.begin(Optional.of(ALICE));
        alice.sync();
        ask(alice);
        tend();
        assertThat(look().stage()).isEqualTo(Stage.COMPARE);
    }

    @Test
    void aConsoleThatIsGoneCancels() throws InterruptedException {
        verifier.begin(Optional.empty());
        ask(alice);
        tend();
        clock.pass(Duration.ofSeconds(4));
        assertThat(look().stage()).isEqualTo(Stage.COMPARE);
        clock.pass(Duration.ofSeconds(4));
        tend();
        assertThat(last(alice).stage()).isEqualTo(Stage.COMPARE);
        clock.pass(Duration.ofSeconds(1));
        tend();
        assertThat(last(alice).why()).isEqualTo("m.user: nobody looks any more");
        assertThat(verifier.look()).isEmpty();
    }

    @Test
    void aConsoleThatIsGoneCancelsAlsoAfterTheDatabaseFailed() throws InterruptedException {
        verifier.begin(Optional.empty());
        ask(alice);
        tend();
        clock.pass(Duration.ofSeconds(5));
        database.full = true;
        assertThatThrownBy(() -> verifier.tend()).isInstanceOf(StoreException.class);
        database.full = false;
        tend();
        assertThat(last(alice).why()).isEqualTo("m.user: nobody looks any more");
        assertThat(verifier.look()).isEmpty();
    }

    @Test
    void whoAsksOnceTheConsoleIsGoneIsDeclined() throws InterruptedException {
        verifier.begin(Optional.empty());
        clock.pass(Duration.ofSeconds(5));
        ask(alice);
        tend();
        assertThat(last(alice).why()).isEqualTo("m.user: " + SENTENCE);
    }

    @Test
    void theConsoleMayEndIt() throws InterruptedException {
        verifier.begin(Optional.empty());
        ask(alice);
        tend();
        verifier.end("enough");
        alice.sync();
        assertThat(last(alice).why()).isEqualTo("m.user: enough");
        assertThat(verifier.look()).isEmpty();
    }

    @Test
    void leavesWhatIsNotItsBusinessToTheListener() {
        Incoming.Message message =
                new Incoming.Message(meta(ALICE), "m.text", "hello", Optional.empty(), Set.of(), Json.object());
        Incoming.Unknown unknown = new Incoming.Unknown(meta(ALICE), "m.sticker", Json.object());
        listener.on(message, this::acknowledged);
        listener.on(unknown, this::acknowledged);
        assertThat(passedOn).containsExactly(message, unknown);
        assertThat(acknowledged).isZero();
    }

    /** While the homeserver takes its time, a sync answer comes as well. */
    private void traffic() throws InterruptedException {
        Duration once = slowness;
        if (once.isPositive()) {
            slowness = Duration.ZERO;
            clock.pass(once);
            verifier.tend();
        }
        bot.flush();
    }

    private Person person(UserId user) {
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

    private static void knows(Person person, UserId user) {
        person.machine().step(step -> {
            step.track(Set.of(user));
            return true;
        });
        person.flush();
    }

    private static void ask(Person person) {
        person.machine().step(step -> step.verifications().ask(BOT, Optional.empty()));
        person.flush();
    }

    private static void agree(Person person) {
        person.machine().step(step -> {
            step.verifications().agree(last(step.verifications().all()).id());
            return true;
        });
        person.flush();
    }

    /** Some sync answers on both sides. */
    private void tend() throws InterruptedException {
        for (int round = 0; round < 4; round++) {
            bot.sync();
            verifier.tend();
            alice.sync();
        }
    }

    private Verification look() {
        return verifier.look().orElseThrow();
    }

    private static Verification last(Person person) {
        return person.machine().step(step -> last(step.verifications().all()));
    }

    private static Verification last(List<Verification> all) {
        return all.getLast();
    }

    private void acknowledged(Tx tx) {
        acknowledged++;
    }

    private Incoming.Message request(UserId from) {
        ObjectNode content = Json.object()
                .put("msgtype", "m.key.verification.request")
                .put("body", "compare?")
                .put("from_device", "DEVICE")
                .put("to", BOT.value());
        content.putArray("methods").add("m.sas.v1");
        return new Incoming.Message(
                meta(from), "m.key.verification.request", "compare?", Optional.empty(), Set.of(), content);
    }

    private EventMeta meta(UserId from) {
        events++;
        return new EventMeta(
                ROOM,
                EventId.parse("$" + events),
                from,
                clock.instant(),
                Duration.ZERO,
                false,
                true,
                Trust.CROSS_SIGNED,
                Optional.empty(),
                Optional.empty());
    }

    /** Refuses to commit while it is full. */
    private static final class FailingDatabase implements Database {
        private final Database real;
        private boolean full;

        FailingDatabase(Database real) {
            this.real = real;
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

        @Override
        public <T> T read(Function<Tx, T> body) {
            return real.read(body);
        }

        @Override
        public Leases leases() {
            return real.leases();
        }

        @Override
        public void close() {
            real.close();
        }
    }

    /** Keeps what was stored. */
    private static final class Said implements RoomSender {
        private final List<String> types = new ArrayList<>();
        private final List<String> bodies = new ArrayList<>();
        private boolean full;

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

    private static final class NoChats implements DirectChats {
        @Override
        public Optional<RoomId> find(UserId user) {
            return Optional.empty();
        }

        @Override
        public RoomId open(UserId user, boolean encrypted) {
            throw new IllegalStateException("no chat is opened");
        }

        @Override
        public void add(UserId user, RoomId room) {
            throw new IllegalStateException("nobody lists a chat here");
        }

        @Override
        public boolean isDirect(RoomId room) {
            return false;
        }
    }
}
