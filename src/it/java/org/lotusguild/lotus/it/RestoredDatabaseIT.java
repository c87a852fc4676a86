package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Row 17 of the encryption test matrix: a database that is older than its last use. */
@ExtendWith(SharedBed.class)
@Timeout(300)
final class RestoredDatabaseIT {
    @TempDir
    private Path yesterday;

    @Test
    void row17IsRefusedInOneSentenceAndHealedByOneCommand(ExistingServer server) {
        Lotus lotus = server.lotus();
        Person alice = server.person("alice");
        String room = server.roomWithBot(alice, RoomWish.encrypted());
        String oldDevice = alice.ping(room, server.bot()).device();
        lotus.stop();
        lotus.home().copyDatabase(yesterday);
        lotus.up();
        alice.ping(room, server.bot());
        lotus.stop();
        lotus.home().restoreDatabase(yesterday);

        Lotus.Outcome refused = lotus.command("up");
        assertThat(refused.exit()).as(refused.toString()).isEqualTo(1);
        assertThat(refused.err().strip().lines())
                .singleElement()
                .asString()
                .contains("older than its last use", "lotus account reset-device");

        Lotus.Outcome reset = lotus.command("account", "reset-device");
        assertThat(reset.exit()).as(reset.toString()).isZero();
        lotus.up();
        Seen answer = alice.ping(room, server.bot());
        assertThat(answer.colour()).isZero();
        assertThat(answer.device()).isEqualTo(lotus.status().botDevice()).isNotEqualTo(oldDevice);
        assertThat(alice.signedByOwner(server.bot(), answer.device())).isTrue();
        assertThat(alice.devices(server.bot()).toString()).contains(answer.device()).doesNotContain(oldDevice);
    }

    @Test
    void aRunningLotusKeepsItsDevice(ExistingServer server) {
        Lotus.Outcome outcome = server.lotus().command("account", "reset-device");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains("Lotus runs on", "lotus stop");
    }
}
