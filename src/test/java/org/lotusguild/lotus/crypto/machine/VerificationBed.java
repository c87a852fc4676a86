package org.lotusguild.lotus.crypto.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.machine.MachineScene.ALICE;
import static org.lotusguild.lotus.crypto.machine.MachineScene.BOB;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Verification;
import org.lotusguild.lotus.crypto.Verification.Stage;
import org.lotusguild.lotus.crypto.Verifications;
import org.lotusguild.lotus.crypto.Verifications.RoomEvent;
import org.lotusguild.lotus.crypto.Verifications.RoomMessage;
import org.lotusguild.lotus.crypto.fake.Person;
import tools.jackson.databind.node.ObjectNode;

/** Two machines that verify each other, over a server and in a room. */
abstract class VerificationBed extends TwoPeople {
    static final int MOST_STATEMENTS = 500;

    int events;

    @BeforeEach
    void begin() {
        scene.sign(alice);
        scene.sign(bob);
        knows(alice, BOB);
        knows(bob, ALICE);
    }

    void compare(Person asking, Person asked) {
        ask(asking, asked.user(), Optional.empty());
        talk(asking, asked);
        verify(asked, v -> v.accept(v.all().getLast().id()));
        talk(asking, asked);
        assertThat(last(asking).stage()).isEqualTo(Stage.COMPARE);
        assertThat(last(asked).stage()).isEqualTo(Stage.COMPARE);
    }

    void ask(Person asking, UserId user, Optional<RoomId> room) {
        Optional<Verification> asked =
                asking.machine().step(step -> step.verifications().ask(user, room));
        assertThat(asked).isPresent();
    }

    static void agree(Person person) {
        verify(person, v -> v.agree(v.all().getLast().id()));
    }

    static void talk(Person a, Person b) {
        for (int round = 0; round < 4; round++) {
            a.flush();
            b.sync();
            b.flush();
            a.sync();
        }
    }

    static void knows(Person person, UserId user) {
        person.machine().step(step -> {
            step.track(Set.of(user));
            step.doubtDeviceLists();
            return true;
        });
        person.flush();
    }

    /** Carries what is said in the room to everybody, until nobody has anything to say. */
    void carry(Person... people) {
        boolean said = true;
        while (said) {
            said = false;
            for (Person person : people) {
                for (RoomMessage message : taken(person)) {
                    deliver(message, person, people);
                    said = true;
                }
            }
        }
        for (Person person : people) {
            person.flush();
        }
    }

    List<RoomMessage> taken(Person person) {
        return person.machine().step(step -> step.verifications().takeRoomMessages());
    }

    void deliver(RoomMessage message, Person from, Person... to) {
        events++;
        for (Person person : to) {
            RoomEvent event = new RoomEvent(
                    message.room(),
                    new EventId("$v" + events),
                    from.user(),
                    scene.clock.instant(),
                    message.type(),
                    message.content().deepCopy());
            verify(person, v -> v.receive(event));
        }
    }

    static void verify(Person person, Consumer<Verifications> what) {
        person.machine().step(step -> {
            what.accept(step.verifications());
            return true;
        });
    }

    static List<Verification> all(Person person) {
        return person.machine().step(step -> step.verifications().all());
    }

    static Verification last(Person person) {
        return all(person).getLast();
    }

    static ObjectNode event(String type, UserId sender, ObjectNode content) {
        ObjectNode event = Json.object().put("type", type).put("sender", sender.value());
        event.set("content", content);
        return event;
    }
}
