package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rows of the encryption test matrix about keys that are damaged, repeated or used up. */
@ExtendWith(SharedBed.class)
@Timeout(300)
final class KeysUnderTroubleIT {
    private static final String ONE_TIME_KEY = "signed_curve25519";
    private static final int CLAIMS = 60;
    private static final int BETWEEN_MESSAGES = 20;

    @Test
    void row7RecoversAWedgedSessionWithADummyMessage(Trial trial) {
        Person alice = trial.person("alice");
        Machine raw = trial.oracle().machine(trial.homeserver(), "raw");
        String room = room(alice, raw, trial.bot());
        pong(alice, room, raw.text(room, "!ping"), trial.bot());

        raw.rotate(room);
        raw.spoil(raw.hold(room), trial.bot(), trial.status().botDevice());

        assertThat(raw.received("m.dummy").path("sender").asString()).isEqualTo(trial.bot());
        raw.rotate(room);
        pong(alice, room, raw.text(room, "!ping"), trial.bot());
    }

    @Test
    void row8SurvivesToDeviceMessagesThatComeTwice(Trial trial) {
        Person alice = trial.person("alice");
        Machine raw = trial.oracle().machine(trial.homeserver(), "raw");
        String room = room(alice, raw, trial.bot());
        String device = trial.status().botDevice();
        int held = raw.hold(room);
        ObjectNode key = raw.addressed(held, trial.bot(), device);
        raw.perform(held);
        raw.toDevice("m.room.encrypted", trial.bot(), device, key);
        String first = raw.put(room, raw.encrypt(room, "!ping"));
        pong(alice, room, first, trial.bot());

        raw.toDevice("m.room.encrypted", trial.bot(), device, key);
        String second = raw.text(room, "!ping");
        pong(alice, room, second, trial.bot());

        raw.rotate(room);
        pong(alice, room, raw.text(room, "!ping"), trial.bot());
        Tally tally = alice.pongs(room, trial.bot());
        assertThat(tally.answersTo(first)).isEqualTo(1);
        assertThat(tally.answersTo(second)).isEqualTo(1);
    }

    @Test
    void row16KeepsOneTimeKeysUpAndReplacesAUsedFallbackKey(ExistingServer server) {
        Person alice = server.person("alice");
        Machine claiming = server.oracle().machine(server.homeserver(), "claiming");
        String room = room(alice, claiming, server.bot());
        String bot = server.bot();
        String device = server.lotus().status().botDevice();
        Set<String> taken = new HashSet<>();
        for (int n = 1; n <= CLAIMS; n++) {
            JsonNode claimed = claiming.claim(bot, device, ONE_TIME_KEY);
            assertThat(claimed.path(0).path("fallback").asBoolean(false)).as("claim %s", n).isFalse();
            taken.add(claimed.path(0).path("key").asString());
            if (n % BETWEEN_MESSAGES == 0) {
                pong(alice, room, claiming.text(room, "!ping"), bot);
            }
        }
        assertThat(taken).hasSize(CLAIMS);

        server.lotus().stop();
        String used = fallbackKey(claiming, bot, device);
        Machine late = server.oracle().machine(server.homeserver(), "late");
        alice.invite(room, late.user());
        late.join(room);
        String written = late.text(room, "!ping");
        server.lotus().up();
        pong(alice, room, written, bot);
        alice.ping(room, bot);
        server.lotus().stop();
        assertThat(fallbackKey(claiming, bot, device)).as("the used fallback key is replaced").isNotEqualTo(used);
        server.lotus().up();
    }

    /** What is claimed when all others are gone. */
    private static String fallbackKey(Machine claiming, String user, String device) {
        for (int n = 0; n < 2 * CLAIMS; n++) {
            JsonNode key = claiming.claim(user, device, ONE_TIME_KEY).path(0);
            if (key.path("fallback").asBoolean(false)) {
                return Json.string((ObjectNode) key, "key").orElseThrow();
            }
        }
        throw new AssertionError("one-time keys without end");
    }

    private static String room(Person alice, Machine raw, String bot) {
        String room = alice.createRoom(RoomWish.encrypted().inviting(bot, raw.user()));
        raw.join(room);
        alice.awaitJoin(room, raw.user());
        alice.awaitJoin(room, bot);
        raw.sync();
        return room;
    }

    private static Seen pong(Person alice, String room, String trigger, String bot) {
        return alice.seen(room, Wanted.pong(trigger).from(bot));
    }
}
