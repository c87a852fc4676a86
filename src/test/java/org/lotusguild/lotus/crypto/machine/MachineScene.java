package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.RoomPolicy.ShareWith;
import org.lotusguild.lotus.crypto.fake.FailingDatabase;
import org.lotusguild.lotus.crypto.fake.KeyServer;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.crypto.fake.RestartingMachine;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Leases.Lease;
import tools.jackson.databind.node.ObjectNode;

/** A key server, a database and people with machines on it. All of them may share the database. */
final class MachineScene implements AutoCloseable {
    static final RoomId ROOM = new RoomId("!room");
    static final UserId ALICE = new UserId("@alice:example.org");
    static final UserId BOB = new UserId("@bob:example.org");
    static final UserId CAROL = new UserId("@carol:example.org");

    final KeyServer server = new KeyServer();
    final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
    final FailingDatabase database;
    final Map<Ignored, Integer> ignored = new EnumMap<>(Ignored.class);
    private final SecureRandom random = new SecureRandom();
    private final VaultKey key = VaultKey.parse(VaultKey.generate(random));
    private final List<CryptoMachine> machines = new ArrayList<>();
    private boolean restarting;

    MachineScene(Database database) {
        this.database = new FailingDatabase(database);
    }

    /** From now on machines are closed and opened again before each step. */
    void restartBeforeEachStep() {
        restarting = true;
    }

    CryptoMachine open(UserId user, String device) {
        CryptoMachine machine = restarting
                ? new RestartingMachine(() -> open(user, device, Optional.empty()))
                : open(user, device, Optional.empty());
        machines.add(machine);
        return machine;
    }

    CryptoMachine open(UserId user, String device, Optional<Lease> lease) {
        return machines().open(user, new DeviceId(device), key.vault(user.value(), random), lease);
    }

    /** Seals as the person's machine does. */
    Sealer sealer(Person person) {
        return new Sealer(key.vault(person.user().value(), random), person.user(), person.device());
    }

    private CryptoMachines machines() {
        return new CryptoMachines(database, clock, random, why -> ignored.merge(why, 1, Integer::sum));
    }

    /** A new device in the place of the person's. */
    Person succeed(Person person, String device) {
        DeviceId next = new DeviceId(device);
        person.machine().close();
        database.run(tx -> machines()
                .succeed(
                        tx,
                        person.user(),
                        person.device(),
                        next,
                        key.vault(person.user().value(), random)));
        Person successor = new Person(server, open(person.user(), device));
        successor.flush();
        return successor;
    }

    /** A person that has just logged in: keys uploaded. */
    Person person(UserId user, String device) {
        Person person = new Person(server, open(user, device));
        person.flush();
        return person;
    }

    /** As {@link #person}, with a cross-signing identity. */
    Person signed(UserId user, String device) {
        Person person = person(user, device);
        sign(person);
        return person;
    }

    /** Gives it an identity and signs its device with it. */
    void sign(Person person) {
        person.machine().step(step -> {
            step.bootstrapCrossSigning();
            return true;
        });
        person.flush();
    }

    /** The same device after the process was killed and started again. */
    Person restart(Person person) {
        person.machine().close();
        return new Person(server, open(person.user(), person.device().value()));
    }

    static RoomPolicy policy(Person... people) {
        return policy(100, ShareWith.ALL, people);
    }

    static RoomPolicy policy(long messages, ShareWith with, Person... people) {
        Set<UserId> users = new LinkedHashSet<>();
        for (Person person : people) {
            users.add(person.user());
        }
        return new RoomPolicy("m.megolm.v1.aes-sha2", Duration.ofDays(7), messages, "shared", with, users);
    }

    static RoomPolicy policy(long messages, ShareWith with, Set<UserId> users) {
        return new RoomPolicy("m.megolm.v1.aes-sha2", Duration.ofDays(7), messages, "shared", with, users);
    }

    /** An Olm message damaged in its middle. */
    static ObjectNode spoiled(ObjectNode event) {
        ObjectNode copy = event.deepCopy();
        ObjectNode box = (ObjectNode)
                Json.objectAt(copy, "content", "ciphertext").iterator().next();
        String body = box.get("body").stringValue();
        int at = body.length() / 2;
        box.put("body", body.substring(0, at) + (body.charAt(at) == 'A' ? 'B' : 'A') + body.substring(at + 1));
        return copy;
    }

    static String text(Decrypted decrypted) {
        assertThat(decrypted).isInstanceOf(Decrypted.Clear.class);
        return Json.string(((Decrypted.Clear) decrypted).content(), "body").orElseThrow();
    }

    static String session(ObjectNode event) {
        return Json.string(event, "content", "session_id").orElseThrow();
    }

    int count(Ignored why) {
        return ignored.getOrDefault(why, 0);
    }

    /** The number of rows that the statement (an aggregate named n) counts. */
    long number(String sql) {
        return database.read(tx -> tx.sql(sql).first(row -> row.number("n")).orElseThrow());
    }

    @Override
    public void close() {
        machines.forEach(CryptoMachine::close);
        database.close();
    }
}
