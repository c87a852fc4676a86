package org.lotusguild.lotus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.EncryptResult;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.RoomPolicy.ShareWith;
import org.lotusguild.lotus.crypto.fake.Forger;
import org.lotusguild.lotus.crypto.fake.KeyServer;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.crypto.machine.CryptoMachines;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;
import tools.jackson.databind.node.ObjectNode;

/**
 * The encryption machine on SQLite against the bare binding, 1 KiB messages, both from the same run in turns, in processor
 * time of one thread (waiting for the disk does not count); medians of the rounds after the first two. Encryption is measured within a step (the room ready, nothing stored between),
 * decryption with its replay rows and the commit; the durable path is 50 events a transaction. Then a share to 500 devices.
 */
public final class MachineRate {
    private static final int MESSAGES = 4000;
    private static final int A_BATCH = 50;
    private static final int DEVICES = 500;
    private static final int WARM = 2;
    private static final int ROUNDS = 7;
    private static final String TEXT = "x".repeat(1024);
    private static final UserId ALICE = new UserId("@alice:example.org");
    private static final UserId BOB = new UserId("@bob:example.org");
    private static final UserId CROWD = new UserId("@crowd:example.org");

    private final SecureRandom random = new SecureRandom();
    private final VaultKey key = VaultKey.parse(VaultKey.generate(random));
    private final KeyServer server = new KeyServer();
    private final Database database;

    private MachineRate(Database database) {
        this.database = database;
    }

    /** Messages a second. */
    private record Round(double bareEncrypt, double bareDecrypt, double encrypt, double decrypt, double durable) {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("lotus-bench");
        try (Database database = TestDatabases.sqlite(folder, InstantSource.system(), "crypto")) {
            MachineRate rate = new MachineRate(database);
            rate.megolm();
            rate.share();
        } finally {
            delete(folder);
        }
    }

    private void megolm() throws Exception {
        try (CryptoMachine one = open(ALICE, "ALICE1");
                CryptoMachine two = open(BOB, "BOB1")) {
            Person alice = new Person(server, one);
            Person bob = new Person(server, two);
            alice.flush();
            bob.flush();
            List<Round> rounds = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                rounds.add(round(alice, bob, new RoomId("!room" + i)));
            }
            List<Round> warm = rounds.subList(WARM, ROUNDS);
            double encrypt = median(warm.stream().mapToDouble(Round::encrypt).toArray());
            double decrypt = median(warm.stream().mapToDouble(Round::decrypt).toArray());
            double bareEncrypt = median(warm.stream().mapToDouble(Round::bareEncrypt).toArray());
            double bareDecrypt = median(warm.stream().mapToDouble(Round::bareDecrypt).toArray());
            System.out.printf(
                    Locale.ROOT,
                    "machine 1 KiB: binding encrypt %.0f/s decrypt %.0f/s; machine encrypt %.0f/s decrypt %.0f/s; ratio"
                            + " %.2f %.2f; durable path %.0f/s%n",
                    bareEncrypt,
                    bareDecrypt,
                    encrypt,
                    decrypt,
                    encrypt / bareEncrypt,
                    decrypt / bareDecrypt,
                    median(warm.stream().mapToDouble(Round::durable).toArray()));
        }
    }

    private Round round(Person alice, Person bob, RoomId room) throws Exception {
        PrimitiveRate.Rate bare = PrimitiveRate.binding();
        RoomPolicy policy = policy(Set.of(ALICE, BOB));
        alice.prepare(room, policy);
        bob.sync();
        ObjectNode content = Json.object().put("msgtype", "m.text").put("body", TEXT);
        List<ObjectNode> events = new ArrayList<>();
        double encrypt = alice.machine().step(step -> {
            long start = Cpu.nanos();
            for (int i = 0; i < MESSAGES; i++) {
                EncryptResult result = step.encrypt(room, policy, "m.room.message", content);
                events.add(((EncryptResult.Encrypted) result).content());
            }
            return perSecond(start);
        });
        events.replaceAll(alice::event);
        double decrypt = read(bob, room, events.subList(0, MESSAGES / 2), MESSAGES);
        double durable = read(bob, room, events.subList(MESSAGES / 2, MESSAGES), A_BATCH);
        return new Round(bare.encrypt(), bare.decrypt(), encrypt, decrypt, durable);
    }

    private static double read(Person person, RoomId room, List<ObjectNode> events, int aTransaction) {
        long start = Cpu.nanos();
        for (int from = 0; from < events.size(); from += aTransaction) {
            List<ObjectNode> batch = events.subList(from, Math.min(events.size(), from + aTransaction));
            boolean clear = person.machine()
                    .step(step -> batch.stream().allMatch(event -> step.decrypt(room, event) instanceof Decrypted.Clear));
            if (!clear) {
                throw new IllegalStateException("not all events could be read");
            }
        }
        return events.size() * 1e9 / (Cpu.nanos() - start);
    }

    private void share() {
        crowd();
        try (CryptoMachine machine = open(ALICE, "ALICE2")) {
            Person alice = new Person(server, machine);
            alice.flush();
            RoomPolicy policy = policy(Set.of(ALICE, CROWD));
            alice.prepare(new RoomId("!first"), policy);
            double[] millis = new double[ROUNDS];
            int requests = 0;
            for (int i = 0; i < ROUNDS; i++) {
                RoomId room = new RoomId("!share" + i);
                long start = Cpu.nanos();
                List<Outgoing> shared = alice.share(room, policy);
                millis[i] = (Cpu.nanos() - start) / 1e6;
                requests = shared.size();
                shared.forEach(alice::send);
            }
            System.out.printf(
                    Locale.ROOT,
                    "share to %d devices with sessions: %.0f ms, %d requests%n",
                    DEVICES,
                    median(Arrays.copyOfRange(millis, WARM, ROUNDS)),
                    requests);
        }
    }

    private void crowd() {
        for (int i = 0; i < DEVICES; i++) {
            try (Forger device = new Forger(server, CROWD, new DeviceId("D" + i))) {
                device.publish();
                device.account().generateOneTimeKeys(1);
                device.offerOneTimeKey(
                        "AAAA", device.account().oneTimeKeys().values().iterator().next());
            }
        }
    }

    private CryptoMachine open(UserId user, String device) {
        return new CryptoMachines(database, InstantSource.system(), random, why -> {})
                .open(user, new DeviceId(device), key.vault(user + device, random), Optional.empty());
    }

    private static RoomPolicy policy(Set<UserId> users) {
        return new RoomPolicy(
                "m.megolm.v1.aes-sha2", Duration.ofDays(7), 1_000_000, "shared", ShareWith.ALL, users);
    }

    private static double perSecond(long start) {
        return MESSAGES * 1e9 / (Cpu.nanos() - start);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
