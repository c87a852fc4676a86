package org.lotusguild.lotus.matrix.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import org.lotusguild.lotus.crypto.recovery.BackupKey;
import org.lotusguild.lotus.crypto.recovery.RecoveryKey;
import org.lotusguild.lotus.crypto.recovery.SecretStorage;
import org.lotusguild.lotus.crypto.recovery.SharedSession;
import org.lotusguild.lotus.matrix.Recovery.Outcome;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.FakeHomeserver;
import org.lotusguild.lotus.matrix.fake.ReadingMachine;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;
import tools.jackson.databind.node.ObjectNode;

final class OwnRecoveryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final UserId USER = UserId.parse("@lotus:example.org");
    private static final String DATA = "/_matrix/client/v3/user/.*/account_data/.*";
    private static final Map<String, Secret> SEEDS = Map.of(
            "m.cross_signing.master", new Secret("1"),
            "m.cross_signing.self_signing", new Secret("2"),
            "m.cross_signing.user_signing", new Secret("3"));
    private static final String MASTER = "m.cross_signing.master";

    private final SecureRandom random = new SecureRandom();
    private final RecoveryKey key = RecoveryKey.create(random);
    private final SecretStorage storage = new SecretStorage(key, random);
    private final Map<String, ObjectNode> kept = new HashMap<>();
    private final List<String> written = new ArrayList<>();

    @TempDir
    Path folder;

    private FakeHomeserver server;
    private Database database;
    private ReadingMachine machine;
    private OwnRecovery secrets;

    @BeforeEach
    void open() throws Exception {
        server = FakeHomeserver.start();
        database = TestDatabases.sqlite(folder, () -> NOW, "matrix");
        machine = new ReadingMachine(database, USER, DeviceId.parse("DEVICE"));
        machine.identity(CrossSigningStatus.SIGNED, Map.of(MASTER, new Secret("seed")));
        server.on("GET", DATA, asked -> {
            ObjectNode data = kept.get(type(asked.path()));
            return data == null ? Answer.error(404, "M_NOT_FOUND", "none") : Answer.json(data);
        });
        server.on("PUT", DATA, asked -> {
            written.add(type(asked.path()));
            kept.put(type(asked.path()), asked.json());
            return Answer.ok();
        });
        MatrixApi api = server.api(() -> NOW, Pause.real());
        secrets = new OwnRecovery(
                machine,
                api,
                new OwnRecovery.Requests(() -> {}, () -> machine.step(Step::crossSigning), () -> {}),
                machine::step,
                random);
    }

    @AfterEach
    void close() {
        machine.close();
        database.close();
        server.close();
    }

    private static String type(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private ObjectNode kept(String type) {
        return Objects.requireNonNull(kept.get(type), type);
    }

    private String id() {
        return kept(SecretStorage.DEFAULT_KEY).path("key").stringValue("");
    }

    @Test
    void storesTheSeedsBeforeTheKeyBecomesTheDefault() {
        assertThat(secrets.store(key)).isEqualTo(new Outcome.Stored());
        assertThat(storage.fits(kept(SecretStorage.KEY + id()))).isTrue();
        assertThat(storage.open(MASTER, Json.objectAt(kept(MASTER), "encrypted", id())))
                .contains(new Secret("seed"));
        assertThat(written).containsExactly(SecretStorage.KEY + id(), MASTER, SecretStorage.DEFAULT_KEY);
    }

    @Test
    void writesNothingTwice() {
        secrets.store(key);
        written.clear();
        assertThat(secrets.store(key)).isEqualTo(new Outcome.Stored());
        assertThat(written).isEmpty();
    }

    @Test
    void keepsWhatAnotherKeyClosed() {
        secrets.store(key);
        kept(MASTER).withObjectProperty("encrypted").put("other", "entry");
        machine.identity(CrossSigningStatus.SIGNED, Map.of(MASTER, new Secret("new seed")));
        secrets.store(key);
        assertThat(kept(MASTER).at("/encrypted/other").stringValue("")).isEqualTo("entry");
        assertThat(storage.open(MASTER, Json.objectAt(kept(MASTER), "encrypted", id())))
                .contains(new Secret("new seed"));
    }

    @Test
    void refusesAStorageUnderAnotherKey() {
        secrets.store(RecoveryKey.create(random));
        written.clear();
        assertThat(secrets.store(key)).isInstanceOf(Outcome.Refused.class);
        assertThat(written).isEmpty();
    }

    @Test
    void refusesAnIdentityThatIsNotOurs() {
        machine.identity(CrossSigningStatus.FOREIGN, Map.of());
        assertThat(secrets.store(key)).isInstanceOf(Outcome.Refused.class);
        assertThat(written).isEmpty();
    }

    @Test
    void theBackupsKeyIsKeptWithTheIdentity() {
        BackupKey backup = BackupKey.create(random);
        machine.backup().adopt(backup);
        secrets.store(key);
        assertThat(storage.open(BackupKey.SECRET, Json.objectAt(kept(BackupKey.SECRET), "encrypted", id())))
                .contains(backup.secret());
        machine.backup().adopt(BackupKey.create(random));
        secrets.store(key);
        assertThat(machine.backup().key().orElseThrow().publicKey()).isEqualTo(backup.publicKey());
    }

    @Test
    void bringsBackTheIdentityAndTheRoomKeys() {
        BackupKey backup = BackupKey.create(random);
        machine.identity(CrossSigningStatus.SIGNED, SEEDS);
        machine.backup().adopt(backup);
        secrets.store(key);
        machine.identity(CrossSigningStatus.FOREIGN, SEEDS);
        ObjectNode sessions = Json.object();
        for (int n = 0; n < 150; n++) {
            sessions.withObjectProperty("rooms")
                    .withObjectProperty("!room" + n % 3)
                    .withObjectProperty("sessions")
                    .putObject("session" + n)
                    .set("session_data", closed(backup));
        }
        sessions.withObjectProperty("rooms")
                .withObjectProperty("!room0")
                .withObjectProperty("sessions")
                .putObject("false")
                .put("session_data", "nothing");
        server.on("GET", "/_matrix/client/v3/room_keys/keys", Answer.json(sessions));

        assertThat(secrets.restore(key)).isEqualTo(new Outcome.Restored(150, 0, 1));
        assertThat(machine.step(Step::crossSigning)).isEqualTo(CrossSigningStatus.SIGNED);
        assertThat(machine.backup().taken())
                .hasSize(150)
                .allMatch(session -> session.key().value().equals("key"));
    }

    private ObjectNode closed(BackupKey backup) {
        return BackupKey.close(
                backup.publicKey(), new Secret(Json.text(session("x").forBackup())), random);
    }

    private static SharedSession session(String id) {
        return new SharedSession(
                RoomId.parse("!room"),
                id,
                Curve25519Key.parse("A".repeat(43)),
                Ed25519Key.parse("A".repeat(43)),
                new Secret("key"));
    }

    @Test
    void restoresNothingWithAnotherKeyOrFromNothing() {
        assertThat(secrets.restore(key)).isInstanceOf(Outcome.Refused.class);
        secrets.store(key);
        assertThat(secrets.restore(RecoveryKey.create(random))).isInstanceOf(Outcome.Refused.class);
        machine.identity(CrossSigningStatus.FOREIGN, SEEDS);
        assertThat(secrets.restore(key)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void writesAKeyFileAndReadsItBack() throws Exception {
        machine.step(step -> step.backup().take(List.of(session("one"), session("two")), Optional.empty()));
        Secret passphrase = new Secret("a long passphrase");
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        assertThat(secrets.exportKeys(file, passphrase)).isEqualTo(2);
        assertThat(secrets.importKeys(file.toByteArray(), passphrase)).isEqualTo(new Outcome.Restored(2, 0, 0));
        assertThat(machine.backup().taken()).hasSize(4).endsWith(session("one"), session("two"));
        assertThat(secrets.importKeys(file.toByteArray(), new Secret("x"))).isInstanceOf(Outcome.Refused.class);
    }
}
