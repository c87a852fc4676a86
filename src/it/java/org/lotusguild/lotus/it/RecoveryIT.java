package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a recovery key made by Lotus is worth to an independent client that logs in as the bot. */
@ExtendWith(SharedBed.class)
@Timeout(300)
final class RecoveryIT {
    @Test
    void anIndependentClientGetsTheBotsIdentityBackWithTheRecoveryKey(ExistingServer server) throws IOException {
        String name = server.oracle().register(server.homeserver(), "ordinary");
        String bot = server.homeserver().userId(name);
        Home home = Home.fresh("recovery");
        Path password = home.directory().resolve("password-of-the-bot");
        home.write(password, Oracle.PASSWORD + "\n");
        try (Lotus lotus = new Lotus(home, server.oracle()::abort)) {
            ExistingServer.init(lotus, server.homeserver(), "--user", bot, "--password-file", password.toString());
            lotus.up();
            Lotus.Outcome first = lotus.command("account", "setup-encryption");
            Lotus.Outcome again = lotus.command("account", "setup-encryption");
            String key = home.secret("recovery-key");
            assertThat(first.exit()).as(first.toString()).isZero();
            assertThat(first.out()).contains(key);
            assertThat(again.exit()).as(again.toString()).isZero();
            assertThat(again.out()).doesNotContain(key);
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(home.directory().resolve("secrets/recovery-key"))))
                    .isEqualTo("rw-------");

            Person alice = server.person("alice");
            String room = alice.createRoom(RoomWish.encrypted().inviting(bot));
            alice.awaitJoin(room, bot);
            alice.ping(room, bot);
            Person second = server.oracle().login(server.homeserver(), name, Oracle.PASSWORD);
            Await.until(
                    Duration.ofSeconds(20),
                    "Alice knows the device",
                    () -> alice.devices(bot).toString().contains(second.device()));
            assertThat(alice.signedByOwner(bot, second.device())).isFalse();
            second.recover(key);
            Await.until(
                    Duration.ofSeconds(20),
                    "the bot's identity has signed the device",
                    () -> alice.signedByOwner(bot, second.device()));
        }
    }
}
