package org.lotusguild.lotus.matrix.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.machine.CryptoMachines;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.FakeHomeserver;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Leases;
import org.lotusguild.lotus.store.TestDatabases;

/** A new device instead of one that must not be used any more, and the end of the old one on the homeserver. */
class DeviceResetTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final UserId USER = UserId.parse("@lotus:example.org");
    private static final String DEVICES = "/_matrix/client/v3/devices/";

    private final SecureRandom random = new SecureRandom();
    private final VaultKey key = VaultKey.parse(VaultKey.generate(random));
    private final AccountStore store = new AccountStore(USER, key.vault(USER.value(), random));

    @TempDir
    Path folder;

    private Database database;
    private FakeHomeserver server;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabases.sqlite(folder, () -> NOW, "crypto", "matrix");
        server = FakeHomeserver.start();
        database.run(tx -> {
            store.create(tx, DeviceId.parse("OLD"));
            store.token(tx, DeviceId.parse("OLD"), new Secret("old-token"));
            tx.sql("update matrix_account set next_batch = 's1'").update();
        });
    }

    @AfterEach
    void close() {
        database.close();
        server.close();
    }

    @Test
    void beginsAnewWithoutTokenAndPosition() {
        DeviceReset.Done done = reset();
        assertThat(done.old()).isEqualTo(DeviceId.parse("OLD"));
        assertThat(done.next().value()).matches("[A-Z]{10}");
        assertThat(database.read(store::device)).contains(done.next());
        Optional<Secret> token = database.read(tx -> store.token(tx, done.next()));
        assertThat(token).isEmpty();
        Optional<Optional<String>> position = database.read(
                tx -> tx.sql("select next_batch from matrix_account").first(row -> row.optionalText("next_batch")));
        assertThat(position).contains(Optional.empty());
    }

    @Test
    void dropsWhatMayHaveBeenDoneBeforeTheStoreWasCopied() {
        database.run(tx -> {
            tx.sql("""
                    insert into matrix_inbox (account, seq, room, event_id, received, sealed)
                    values (:account, 1, '!r', '$e', 0, :sealed)
                    """).bind("account", USER).bind("sealed", new byte[1]).update();
            tx.sql("""
                    insert into matrix_send
                        (account, seq, room, type, txn_id, device, bulk, attempts, expires_at, done_at, send_key)
                    values (:account, 1, '!r', 'm', 't1', 'OLD', 0, 0, 0, null, 'a'),
                        (:account, 2, '!r', 'm', 't2', 'OLD', 0, 0, 0, 5, 'b')
                    """).bind("account", USER).update();
        });
        DeviceReset.Done done = reset();
        assertThat(done.unread()).isEqualTo(1);
        assertThat(done.unsent()).isEqualTo(1);
        Optional<Long> kept = database.read(
                tx -> tx.sql("select count(*) as n from matrix_send").first(row -> row.number("n")));
        assertThat(kept).contains(1L);
    }

    @Test
    void refusesWhileAnotherProcessUsesTheAccount() {
        Leases.Lease other =
                database.leases().tryAcquire(Accounts.leaseName(USER)).orElseThrow();
        assertThatExceptionOfType(AccountRefused.class).isThrownBy(this::reset).withMessageContaining("stop it first");
        database.leases().release(other);
        assertThat(reset().old()).isEqualTo(DeviceId.parse("OLD"));
    }

    @Test
    void removesTheOldDeviceFromTheHomeserverAndForgetsIt() {
        server.on("DELETE", DEVICES + "OLD", Answer.ok());
        reset();
        oldDevices(Optional.empty()).remove();
        oldDevices(Optional.empty()).remove();
        assertThat(server.asked("DELETE", DEVICES + "OLD")).hasSize(1);
    }

    @Test
    void provesItsRightWithThePasswordWhereTheHomeserverAsks() {
        server.on("DELETE", DEVICES + "OLD", asked -> asked.json().has("auth") ? Answer.ok() : challenge());
        reset();
        oldDevices(Optional.of(new Secret("password"))).remove();
        assertThat(server.asked("DELETE", DEVICES + "OLD")
                        .getLast()
                        .json()
                        .path("auth")
                        .path("session")
                        .stringValue())
                .isEqualTo("uia");
        assertThat(database.read(store::oldDevices)).isEmpty();
    }

    @Test
    void keepsAnOldDeviceThatCouldNotBeRemovedForTheNextStart() {
        server.on("DELETE", DEVICES + "OLD", Answer.error(403, "M_FORBIDDEN", "no"));
        reset();
        oldDevices(Optional.empty()).remove();
        assertThat(database.read(store::oldDevices)).containsExactly(DeviceId.parse("OLD"));
    }

    private static Answer challenge() {
        return Answer.json(401, Json.parseObject("""
                {"session": "uia", "flows": [{"stages": ["m.login.password"]}], "params": {}}
                """));
    }

    private DeviceReset.Done reset() {
        CryptoMachines machines = new CryptoMachines(database, () -> NOW, random, ignored -> {});
        return new DeviceReset(database, key, machines, random).run(USER);
    }

    private OldDevices oldDevices(Optional<Secret> password) {
        return new OldDevices(database, store, server.api(() -> NOW, Pause.real()), password);
    }
}
