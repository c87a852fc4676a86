package org.lotusguild.lotus.matrix.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.RequestId;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.FakeHomeserver;
import org.lotusguild.lotus.matrix.fake.ScriptedMachine;

class KeyTrafficTest {
    private static final String KEYS = "/_matrix/client/v3/keys/";
    private static final String TO_DEVICE = "/_matrix/client/v3/sendToDevice/.*";
    private static final RoomId ROOM = RoomId.parse("!room");
    private static final UserId ALICE = UserId.parse("@alice:example.org");
    private static final RoomPolicy POLICY = new RoomPolicy(
            "m.megolm.v1.aes-sha2", Duration.ofDays(7), 100, "shared", RoomPolicy.ShareWith.ALL, Set.of(ALICE));

    private final ScriptedMachine machine = ScriptedMachine.withoutDatabase();
    private final AtomicReference<Duration> clock = new AtomicReference<>(Duration.ZERO);
    private final InstantSource time = () -> java.time.Instant.EPOCH.plus(clock.get());
    private FakeHomeserver server;
    private KeyTraffic traffic;
    private RoomKeys roomKeys;
    private int shares;

    @BeforeEach
    void start() throws IOException {
        server = FakeHomeserver.start();
        server.on("POST", KEYS + ".*", Answer.ok());
        server.on("PUT", TO_DEVICE, Answer.ok());
        MatrixApi api = server.api(time, wait -> clock.updateAndGet(now -> now.plus(wait)));
        traffic = new KeyTraffic(machine, api, () -> Optional.of(new Secret("pass")));
        roomKeys =
                new RoomKeys(machine, traffic, time, wait -> clock.updateAndGet(now -> now.plus(wait)), () -> shares++);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sendsEachKindToItsPlaceAndTellsTheMachine() throws Exception {
        machine.add(
                new Outgoing.KeysUpload(id("1"), Json.object()),
                new Outgoing.SigningKeysUpload(id("2"), Json.object()),
                new Outgoing.SignatureUpload(id("3"), Json.object()),
                new Outgoing.KeysQuery(id("4"), Json.object()),
                new Outgoing.KeysClaim(id("5"), Json.object()),
                new Outgoing.ToDevice(id("6"), "m.room.encrypted", Json.object()));

        traffic.flush();

        assertThat(server.asked().stream().map(Object::toString))
                .containsExactly(
                        "POST " + KEYS + "upload",
                        "POST " + KEYS + "device_signing/upload",
                        "POST " + KEYS + "signatures/upload",
                        "POST " + KEYS + "query",
                        "POST " + KEYS + "claim",
                        "PUT /_matrix/client/v3/sendToDevice/m.room.encrypted/6");
        assertThat(machine.told()).containsExactly("sent 1", "sent 2", "sent 3", "sent 4", "sent 5", "sent 6");
    }

    @Test
    void sendsWhatTheAnswersBringAsWell() throws Exception {
        machine.onSent((id, answer) ->
                id.value().equals("1") ? List.of(new Outgoing.KeysQuery(id("2"), Json.object())) : List.of());
        machine.add(new Outgoing.KeysUpload(id("1"), Json.object()));

        traffic.flush();

        assertThat(machine.told()).containsExactly("sent 1", "sent 2");
    }

    @Test
    void answersTheHomeserversQuestionForThePassword() throws Exception {
        server.next("POST", KEYS + "device_signing/upload", Answer.json(401, """
                {"flows":[{"stages":["m.login.password"]}],"session":"s"}"""));
        machine.add(new Outgoing.SigningKeysUpload(id("1"), Json.object()));

        traffic.flush();

        assertThat(server.asked().getLast().json().path("auth").path("session").stringValue())
                .isEqualTo("s");
        assertThat(machine.told()).containsExactly("sent 1");
    }

    @Test
    void tellsTheMachineOfARefusalAndGoesOn() throws Exception {
        server.next("POST", KEYS + "upload", Answer.error(400, "M_UNKNOWN", "already exists"));
        machine.add(new Outgoing.KeysUpload(id("1"), Json.object()), new Outgoing.KeysQuery(id("2"), Json.object()));

        traffic.flush();

        assertThat(machine.told()).containsExactly("failed 1 400", "sent 2");
    }

    @Test
    void countsAnAnswerThatTheMachineCannotTakeInAsRefusedAndGoesOn() throws Exception {
        machine.onSent((id, answer) -> {
            if (id.value().equals("1")) {
                throw new IllegalStateException("made to fail");
            }
            return List.of();
        });
        machine.add(new Outgoing.KeysClaim(id("1"), Json.object()), new Outgoing.KeysQuery(id("2"), Json.object()));

        traffic.flush();
        traffic.flush();

        assertThat(machine.told()).containsExactly("sent 1", "failed 1 unusable", "sent 2");
    }

    /** Were it a refusal, the devices would count as having the key. */
    @Test
    void aProxysPageIsNoWordOfTheHomeserver() throws Exception {
        server.next("PUT", "/_matrix/client/v3/sendToDevice/.*", Answer.page(404));
        machine.add(new Outgoing.ToDevice(id("1"), "m.room.encrypted", Json.object()));

        assertThatThrownBy(traffic::flush).isInstanceOf(MatrixException.class);
        traffic.flush();

        assertThat(machine.told()).containsExactly("sent 1");
    }

    @Test
    void leavesWhatMayPassToTheNextFlushAndSendsTheRest() throws Exception {
        server.next("POST", KEYS + "query", Answer.page(502));
        machine.add(
                new Outgoing.KeysQuery(id("1"), Json.object()),
                new Outgoing.ToDevice(id("2"), "m.dummy", Json.object()));

        assertThatThrownBy(traffic::flush).isInstanceOf(MatrixException.class);
        assertThat(machine.told()).containsExactly("sent 2");

        traffic.flush();
        assertThat(machine.told()).containsExactly("sent 2", "sent 1");
    }

    @Test
    void neverHasTheSameRequestOnItsWayTwiceNorTheMachineLocked() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        server.next("POST", KEYS + "query", new Answer.Held(release, Answer.ok()));
        machine.add(new Outgoing.KeysQuery(id("1"), Json.object()));

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first = threads.submit(() -> flush());
            server.await(asked -> asked.path().endsWith("query"));
            Future<?> second = threads.submit(() -> flush());
            assertThat(machine.busy()).isFalse();
            release.countDown();
            first.get(20, TimeUnit.SECONDS);
            second.get(20, TimeUnit.SECONDS);
        }

        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void sharesInOrderBeforeAMessageMayLeave() throws Exception {
        machine.add(new Outgoing.KeysQuery(id("q"), Json.object()));
        machine.claim(new Outgoing.KeysClaim(id("c"), Json.object()));
        machine.onShare(policy -> List.of(
                new Outgoing.ToDevice(id("k1"), "m.room.encrypted", Json.object()),
                new Outgoing.ToDevice(id("k2"), "m.room_key.withheld", Json.object())));

        roomKeys.share(ROOM, POLICY);

        assertThat(machine.told())
                .containsExactly("track [@alice:example.org]", "sent q", "sent c", "share", "sent k1", "sent k2");
    }

    @Test
    void goesOnWithoutADeviceListThatDoesNotComeWithinTenSeconds() throws Exception {
        server.on("POST", KEYS + "query", Answer.error(500, "M_UNKNOWN", "broken"));
        machine.add(new Outgoing.KeysQuery(id("q"), Json.object()));
        machine.onShare(policy -> List.of(new Outgoing.ToDevice(id("k"), "m.room.encrypted", Json.object())));

        roomKeys.share(ROOM, POLICY);

        assertThat(machine.told()).containsExactly("track [@alice:example.org]", "share", "sent k");
        assertThat(clock.get()).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(10));
    }

    @Test
    void doesNotGoOnWhenTheHomeserverAsksToWait() {
        server.on("POST", KEYS + "query", Answer.limited(5_000));
        machine.add(new Outgoing.KeysQuery(id("q"), Json.object()));

        assertThatThrownBy(() -> roomKeys.share(ROOM, POLICY)).isInstanceOf(MatrixException.class);
        assertThat(machine.told()).doesNotContain("share");
    }

    @Test
    void tellsThatARoomKeyMayHaveToBeBackedUp() throws InterruptedException {
        roomKeys.share(ROOM, POLICY);
        assertThat(shares).isEqualTo(1);
    }

    @Test
    void bringsOneRequestToTheBackupAtATime() throws InterruptedException {
        server.on("PUT", "/_matrix/client/v3/room_keys/keys", Answer.ok());
        upload("b1");
        upload("b2");
        assertThat(traffic.backUp()).isTrue();
        assertThat(machine.told()).containsExactly("sent b1");
        server.on("PUT", "/_matrix/client/v3/room_keys/keys", Answer.error(403, "M_WRONG_ROOM_KEYS_VERSION", "no"));
        assertThat(traffic.backUp()).isTrue();
        assertThat(machine.told()).containsExactly("sent b1", "failed b2 403");
        assertThat(traffic.backUp()).isFalse();
        assertThat(server.asked("PUT", "/_matrix/client/v3/room_keys/keys"))
                .allSatisfy(asked -> assertThat(asked.query()).isEqualTo(Map.of("version", "7")));
    }

    private void upload(String id) {
        Outgoing upload = new Outgoing.BackupUpload(new RequestId(id), "7", Json.object());
        machine.add(upload);
        machine.backup().upload(upload);
    }

    private boolean flush() throws InterruptedException {
        traffic.flush();
        return true;
    }

    private static RequestId id(String value) {
        return new RequestId(value);
    }
}
