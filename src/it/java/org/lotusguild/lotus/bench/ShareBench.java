package org.lotusguild.lotus.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.CryptoMachine;
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

/**
 * The first share of a room's key with people that were never met, two devices each, against the key server of the tests in
 * the same process: lists asked for, one-time keys claimed, sessions begun, key sent. The heap is bounded by {@code bench/run}.
 */
public final class ShareBench {
    private static final UserId ALICE = new UserId("@alice:example.org");
    private static final RoomId ROOM = new RoomId("!room");

    private final SecureRandom random = new SecureRandom();
    private final VaultKey key = VaultKey.parse(VaultKey.generate(random));
    private final KeyServer server = new KeyServer();

    private ShareBench() {}

    public static void main(String[] args) throws Exception {
        int devices = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        Path folder = Files.createTempDirectory("lotus-bench");
        try (Database database = TestDatabases.sqlite(folder, InstantSource.system(), "crypto")) {
            new ShareBench().run(database, devices);
        } finally {
            delete(folder);
        }
    }

    private void run(Database database, int devices) {
        Set<UserId> people = crowd(devices / 2);
        people.add(ALICE);
        RoomPolicy policy =
                new RoomPolicy("m.megolm.v1.aes-sha2", Duration.ofDays(7), 100, "shared", ShareWith.ALL, people);
        try (CryptoMachine machine = new CryptoMachines(database, InstantSource.system(), random, why -> {})
                .open(ALICE, new DeviceId("ALICE"), key.vault(ALICE.value(), random), Optional.empty())) {
            Person alice = new Person(server, machine);
            alice.flush();
            System.gc();
            double before = heap();
            double lists = seconds(() -> {
                machine.step(step -> {
                    step.track(people);
                    return true;
                });
                alice.flush();
            });
            double sessions = seconds(() -> alice.claim(people));
            int sent = alice.wire().size();
            double share = seconds(() -> alice.share(ROOM, policy).forEach(alice::send));
            List<Outgoing> messages = alice.wire().subList(sent, alice.wire().size());
            alice.encrypt(ROOM, policy, "hello");
            report(devices, lists, sessions, share, messages);
            System.out.printf(
                    Locale.ROOT,
                    "in a heap of at most %.0f MB, of which the key server and the people take %.0f MB%n",
                    Runtime.getRuntime().maxMemory() / 1e6,
                    before);
        }
    }

    private static void report(int devices, double lists, double sessions, double share, List<Outgoing> messages) {
        int largest = messages.stream().mapToInt(ShareBench::addressed).max().orElse(0);
        int all = messages.stream().mapToInt(ShareBench::addressed).sum();
        if (all != devices || largest > 250) {
            throw new IllegalStateException(all + " devices got the key, " + largest + " at once");
        }
        System.out.printf(
                Locale.ROOT,
                "first share to %d devices of %d people: lists %.1f s, sessions %.1f s, key %.1f s; %d messages, at most %d"
                        + " devices each%n",
                devices,
                devices / 2,
                lists,
                sessions,
                share,
                messages.size(),
                largest);
    }

    private static int addressed(Outgoing message) {
        return ((Outgoing.ToDevice) message).body().path("messages").valueStream().mapToInt(user -> user.size()).sum();
    }

    private Set<UserId> crowd(int people) {
        Set<UserId> all = new HashSet<>();
        for (int n = 0; n < people; n++) {
            UserId user = new UserId("@person" + n + ":example.org");
            all.add(user);
            for (String device : List.of("PHONE", "LAPTOP")) {
                try (Forger forged = new Forger(server, user, new DeviceId(device))) {
                    forged.publish();
                    forged.account().generateOneTimeKeys(1);
                    forged.offerOneTimeKey(
                            "AAAA", forged.account().oneTimeKeys().values().iterator().next());
                }
            }
        }
        return all;
    }

    private static double heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
    }

    private static double seconds(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e9;
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
