package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ROOM;
import static org.lotusguild.lotus.crypto.machine.MachineScene.policy;
import static org.lotusguild.lotus.crypto.machine.MachineScene.text;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.crypto.fake.Person;
import org.lotusguild.lotus.store.Database;
import tools.jackson.databind.node.ObjectNode;

/** What every database must do for the machine: the ways that use all tables. */
abstract class MachineContract {
    private MachineScene scene;

    /** A fresh, empty database with the tables of {@code crypto}. */
    abstract Database database();

    @BeforeEach
    void begin() {
        scene = new MachineScene(database());
    }

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void twoPeopleReadEachOther() {
        Person alice = scene.person(ALICE, "ALICE1");
        Person bob = scene.person(BOB, "BOB1");

        ObjectNode first = alice.say(ROOM, policy(alice, bob), "hello");
        bob.sync();
        assertThat(text(bob.read(ROOM, first))).isEqualTo("hello");

        ObjectNode second = bob.say(ROOM, policy(alice, bob), "hello yourself");
        alice.sync();
        assertThat(text(alice.read(ROOM, second))).isEqualTo("hello yourself");
    }
}
