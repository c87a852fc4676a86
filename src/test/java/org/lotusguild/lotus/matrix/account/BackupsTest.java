package org.lotusguild.lotus.matrix.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import org.lotusguild.lotus.crypto.recovery.BackupKey;
import org.lotusguild.lotus.crypto.recovery.SharedSession;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.FakeHomeserver;
import org.lotusguild.lotus.matrix.fake.ReadingMachine;
import org.lotusguild.lotus.matrix.keys.KeyTraffic;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;
import tools.jackson.databind.node.ObjectNode;

final class BackupsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final UserId USER = UserId.parse("@lotus:example.org");
    private static final RoomId ROOM = RoomId.parse("!room:example.org");
    private static final String KEYS = "/_matrix/client/v3/room_keys/keys/.*";

    private final SecureRandom random = new SecureRandom();
    private final BackupKey key = BackupKey.create(random);

    @TempDir
    Path folder;

    private FakeHomeserver server;
    private Database database;
    private ReadingMachine machine;
    private final Semaphore pauses = new Semaphore(0);
    private final List<Duration> paused = new CopyOnWriteArrayList<>();
    private Backups backups;

    @BeforeEach
    void open() throws Exception {
        server = FakeHomeserver.start();
        database = TestDatabases.sqlite(folder, () -> NOW, "matrix");
        machine = new ReadingMachine(database, USER, DeviceId.parse("DEVICE"));
        machine.backup().adopt(key);
        MatrixApi api = server.api(() -> NOW, Pause.real());
        backups = new Backups(
                machine,
                new KeyTraffic(machine, api, Optional::empty),
                api,
                machine::step,
                () -> NOW,
                this::pause,
                random);
        backups.start();
    }

    @AfterEach
    void close() {
        backups.close();
        database.close();
        server.close();
    }

    @Test
    void asksTheBackupForTheKeyOfAWaitingEvent() throws Exception {
        server.on("GET", KEYS, Answer.json(entry()));
        machine.backup().miss(ROOM, "session");
        backups.wake();
        Await.until(() -> !machine.backup().taken().isEmpty());
        assertThat(machine.backup().taken()).containsExactly(session());
        assertThat(server.asked("GET", KEYS)).singleElement().satisfies(asked -> {
            assertThat(asked.path()).endsWith("/%21room%3Aexample.org/session");
            assertThat(asked.query()).isEqualTo(Map.of("version", "1"));
        });
    }

    @Test
    void whatTheBackupDoesNotHaveIsNoFailure() throws Exception {
        server.on("GET", KEYS, Answer.error(404, "M_NOT_FOUND", "none"));
        machine.backup().miss(ROOM, "none");
        backups.wake();
        Await.until(() -> server.asked("GET", KEYS).size() == 1);
        server.on("GET", KEYS, Answer.json(entry()));
        machine.backup().miss(ROOM, "session");
        backups.wake();
        Await.until(() -> machine.backup().taken().equals(List.of(session())));
    }

    /** Sync wakes it after every answer, a busy room more often. */
    @Test
    void aFailureIsTriedAgainHoweverOftenItIsWoken() throws Exception {
        server.on("GET", KEYS, Answer.error(500, "M_UNKNOWN", "unwell"));
        machine.backup().miss(ROOM, "session");
        backups.wake();
        Await.until(() -> paused.size() == 1);
        for (int wakes = 0; wakes < 20; wakes++) {
            backups.wake();
        }
        machine.backup().miss(ROOM, "session");
        pauses.release();
        Await.until(() -> paused.size() == 2);
        assertThat(server.asked("GET", KEYS)).hasSize(2);
        assertThat(paused).isSorted();
        server.on("GET", KEYS, Answer.json(entry()));
        machine.backup().miss(ROOM, "session");
        pauses.release();
        Await.until(() -> machine.backup().taken().equals(List.of(session())));
    }

    /** Ends when the test says so. */
    private void pause(Duration wait) throws InterruptedException {
        paused.add(wait);
        pauses.acquire();
    }

    private ObjectNode entry() {
        ObjectNode entry = Json.object();
        entry.set(
                "session_data",
                BackupKey.close(key.publicKey(), new Secret(Json.text(session().forBackup())), random));
        return entry;
    }

    private static SharedSession session() {
        return new SharedSession(
                ROOM,
                "session",
                Curve25519Key.parse("A".repeat(43)),
                Ed25519Key.parse("A".repeat(43)),
                new Secret("key"));
    }
}
