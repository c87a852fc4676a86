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
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.fake.HandClock;
import org.lotusguild.lotus.crypto.fake.KeyServer;
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
    private static final String SPOKEN = "the treasure lies under the old oak";
    private static final String WAITING = "and nobody but us may know of it";

    @TempDir
    private Path folder;

    private final SecureRandom random = new SecureRandom();
    private final Secret vaultKey = VaultKey.generate(random);
    private final KeyServer server = new KeyServer();
    private final Map<String, byte[]> secrets = new LinkedHashMap<>();

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
            assertThat(secrets).hasSizeGreaterThan(10);
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
        assertThat(found(lines.toString().getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void theSearchFindsWhatIsThere() {
        secrets.put("secret", SPOKEN.getBytes(StandardCharsets.UTF_8));
        for (String prefix : List.of("", "a", "bc", "def")) {
            byte[] text = (prefix + SPOKEN + "!").getBytes(StandardCharsets.UTF_8);
            assertThat(found(text)).containsExactly("secret");
            assertThat(found(HexFormat.of().formatHex(text).getBytes(StandardCharsets.UTF_8)))
                    .hasSize(1);
            assertThat(found(Base64.getEncoder().encode(text))).hasSize(1);
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
        secrets.put("vault key", bytes(vaultKey));
        secrets.put("spoken", SPOKEN.getBytes(StandardCharsets.UTF_8));
        secrets.put("waiting", WAITING.getBytes(StandardCharsets.UTF_8));
        collect(database, ALICE, "ALICE1");
        collect(database, BOB, "BOB1");
        bob.sync();
        bob.read(ROOM, waiting);
        collect(database, BOB, "BOB1");
    }

    private Person open(Database database, UserId user, String device) {
        CryptoMachines machines = new CryptoMachines(database, new HandClock(), random, why -> {});
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
        secrets.put(table.name() + " of " + user + " " + place, middle(clear));
        if (table.table() == Sealer.Table.SECRET) {
            secrets.put(
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
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).isNotEmpty();
            for (Path file : all) {
                assertThat(found(Files.readAllBytes(file))).as(file.toString()).isEmpty();
            }
        }
    }

    private List<String> found(byte[] where) {
        String text = new String(where, StandardCharsets.ISO_8859_1);
        List<String> found = new ArrayList<>();
        secrets.forEach((name, secret) -> {
            if (forms(secret).stream().anyMatch(text::contains)) {
                found.add(name);
            }
        });
        return found;
    }

    private static List<String> forms(byte[] secret) {
        List<String> forms = new ArrayList<>();
        forms.add(new String(secret, StandardCharsets.ISO_8859_1));
        forms.add(HexFormat.of().formatHex(secret));
        for (int shift = 0; shift < 3; shift++) {
            int whole = (secret.length - shift) / 3 * 3;
            byte[] part = Arrays.copyOfRange(secret, shift, shift + whole);
            forms.add(Base64.getEncoder().encodeToString(part));
            forms.add(Base64.getUrlEncoder().encodeToString(part));
        }
        return forms;
    }
}
