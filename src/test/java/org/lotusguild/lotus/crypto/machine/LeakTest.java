package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ROOM;
import static org.lotusguild.lotus.crypto.machine.MachineScene.policy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.fake.KeyServer;
import org.lotusguild.lotus.crypto.fake.Needles;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.TestDatabases;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Known secrets are searched for in every file of the database, its write-ahead log too, and in everything that was logged: as
 * bytes, in hex, and in base64 wherever it may begin.
 */
final class LeakTest {
    private static final String SPOKEN = "the \"treasure\" lies\nunder the old oäk";
    private static final String WAITING = "and nobody but us may know of it";

    @TempDir
    private Path folder;

    private final SecureRandom random = new SecureRandom();
    private final Secret vaultKey = VaultKey.generate(random);
    private final KeyServer server = new KeyServer();
    private final Needles secrets = new Needles();

    @Test
    void noFileAndNoLineOfTheLogHoldsAKeyOrAMessage() throws IOException {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger("org.lotusguild.lotus");
        Level before = root.getLevel();
        root.setLevel(Level.TRACE);
        log.start();
        root.addAppender(log);
        try (Database database = TestDatabases.sqlite(folder, InstantSource.system(), "crypto")) {
            talk(database);
            assertThat(secrets.size()).isGreaterThan(10);
            assertClean();
        } finally {
            root.detachAppender(log);
            root.setLevel(before);
        }
        assertClean();
        StringBuilder lines = new StringBuilder();
        for (ILoggingEvent event : log.list) {
            lines.append(event.getFormattedMessage())
                    .append(event.getKeyValuePairs())
                    .append('\n');
        }
        assertThat(log.list).isNotEmpty();
        assertThat(secrets.in(lines.toString().getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void theSearchFindsWhatIsThere() {
        secrets.add("secret", SPOKEN);
        for (String prefix : List.of("", "a", "bc", "def")) {
            byte[] text = (prefix + SPOKEN + "!").getBytes(StandardCharsets.UTF_8);
            assertThat(secrets.in(text)).containsExactly("secret");
            assertThat(secrets.in(HexFormat.of().formatHex(text).getBytes(StandardCharsets.UTF_8)))
                    .hasSize(1);
            assertThat(secrets.in(Base64.getEncoder().encode(text))).hasSize(1);
            assertThat(secrets.in(Json.bytes(Json.object().put("body", prefix + SPOKEN))))
                    .hasSize(1);
        }
    }

    private void talk(Database database) {
        Person alice = open(database, ALICE, "ALICE1");
        Person bob = open(database, BOB, "BOB1");
        RoomPolicy policy = policy(alice, bob);
        bob.say(ROOM, policy, SPOKEN);
        alice.sync();
        ObjectNode waiting = alice.say(ROOM, policy, WAITING);
        bob.read(ROOM, waiting);
        secrets.addBase64("vault key", vaultKey.value());
        secrets.add("spoken", SPOKEN);
        secrets.add("waiting", WAITING);
        collect(database, ALICE, "ALICE1");
        collect(database, BOB, "BOB1");
        bob.sync();
        bob.read(ROOM, waiting);
        collect(database, BOB, "BOB1");
    }

    private Person open(Database database, UserId user, String device) {
        CryptoMachines machines =
                new CryptoMachines(database, new TestClock(Instant.parse("2026-01-01T00:00:00Z")), random, why -> {});
        Person person = new Person(server, machines.open(user, new DeviceId(device), vault(user), Optional.empty()));
        person.machine().step(step -> {
            step.bootstrapCrossSigning();
            return true;
        });
        person.flush();
        return person;
    }

    private Vault vault(UserId user) {
        return VaultKey.parse(vaultKey).vault(user.value(), random);
    }

    /** Everything that is sealed now, opened. */
    private void collect(Database database, UserId user, String device) {
        Sealer sealer = new Sealer(vault(user), user, new DeviceId(device));
        database.read(tx -> {
            long account = new AccountStore()
                    .find(tx, user, new DeviceId(device))
                    .orElseThrow()
                    .account();
            for (Sealed table : SEALED) {
                tx.sql("select " + table.row() + " as place, sealed from " + table.name() + " where account = :account")
                        .bind("account", account)
                        .list(row -> keep(sealer, table, user, row));
            }
            return true;
        });
    }

    /** @param row how the row's place is put together in SQL */
    private record Sealed(Sealer.Table table, String name, String row) {}

    private static final List<Sealed> SEALED = List.of(
            new Sealed(Sealer.Table.ACCOUNT, "crypto_account", "'account'"),
            new Sealed(Sealer.Table.OLM, "crypto_olm_session", "sender_key || '|' || session_id"),
            new Sealed(Sealer.Table.INBOUND, "crypto_inbound", "session_id || '|' || room"),
            new Sealed(Sealer.Table.OUTBOUND, "crypto_outbound", "room"),
            new Sealed(Sealer.Table.SECRET, "crypto_secret", "name"));

    private boolean keep(Sealer sealer, Sealed table, UserId user, Row row) {
        String place = row.text("place");
        Secret clear = sealer.open(table.table(), place, row.bytes("sealed"));
        secrets.add(table.name() + " of " + user + " " + place, middle(clear));
        if (table.table() == Sealer.Table.SECRET) {
            secrets.add(
                    "the bytes of " + user + " " + place, Base64.getDecoder().decode(clear.value()));
        }
        return true;
    }

    /** A pickle names public keys as well; its middle as a whole is secret. */
    private static byte[] middle(Secret secret) {
        byte[] all = bytes(secret);
        int length = Math.min(all.length, 60);
        int from = (all.length - length) / 2;
        return Arrays.copyOfRange(all, from, from + length);
    }

    private static byte[] bytes(Secret secret) {
        return secret.value().getBytes(StandardCharsets.UTF_8);
    }

    private void assertClean() throws IOException {
        assertThat(folder).isNotEmptyDirectory();
        assertThat(secrets.below(folder, file -> false)).isEmpty();
    }
}
