package org.lotusguild.lotus.crypto.machine;

import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.crypto.BackupReport;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.crypto.recovery.BackupKey;
import org.lotusguild.lotus.store.Database;

/** Alice and Bob with signed devices, on a database of the one kind or the other. */
abstract class BackupBed {
    MachineScene scene;
    Person alice;
    Person bob;

    /** A fresh, empty database with the tables of {@code crypto}. */
    abstract Database database();

    @BeforeEach
    void people() {
        scene = new MachineScene(database());
        alice = scene.signed(ALICE, "ALICE1");
        bob = scene.signed(BOB, "BOB1");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    static void start(Person person) {
        person.machine().step(step -> {
            step.backup().start();
            return true;
        });
        person.backUp();
    }

    static BackupReport report(Person person) {
        return person.machine().step(step -> step.backup().report());
    }

    static BackupKey key(Person person) {
        return person.machine().step(step -> step.backup().key()).orElseThrow();
    }

    static boolean adopt(Person person, Map<String, Secret> secrets) {
        return person.machine().step(step -> step.adoptIdentity(secrets));
    }
}
