package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.fake.Needles;
import org.lotusguild.lotus.crypto.recovery.KeyFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Row 15 of the encryption test matrix: recovery key, backup and key files are what every Matrix client has. */
@ExtendWith(SharedBed.class)
@Timeout(300)
final class RecoveryIT {
    private static final String SPOKEN = "the lamp in the harbour is out";
    private static final String FILED = "twelve fathoms beside the western rock";
    private static final String PASSPHRASE = "a passphrase of the test";

    /** Stands for a database that is gone. */
    @TempDir
    private Path nothing;

    /** An ordinary account with a Lotus on it. */
    private record Ordinary(ExistingServer server, String name, Lotus lotus) implements AutoCloseable {
        static Ordinary up(ExistingServer server, String name) {
            Home home = Home.fresh("recovery");
            Path password = home.directory().resolve("password-of-the-bot");
            home.write(password, Oracle.PASSWORD + "\n");
            home.write(home.directory().resolve("passphrase"), PASSPHRASE + "\n");
            Lotus lotus = new Lotus(home, server.oracle()::abort);
            Ordinary ordinary = new Ordinary(server, name, lotus);
            ExistingServer.init(
                    lotus, server.homeserver(), "--user", ordinary.bot(), "--password-file", password.toString());
            lotus.up();
            return ordinary;
        }

        String bot() {
            return server.homeserver().userId(name);
        }

        Path file(String name) {
            return lotus.home().directory().resolve(name);
        }

        Lotus.Outcome account(String... words) {
            String[] all = new String[words.length + 1];
            all[0] = "account";
            System.arraycopy(words, 0, all, 1, words.length);
            Lotus.Outcome outcome = lotus.command(all);
            assertThat(outcome.exit()).as(outcome.toString()).isZero();
            return outcome;
        }

        void awaitBackup(long kept) {
            Await.until(Duration.ofSeconds(20), "the backup has all room keys", () -> lotus.ask()
                    .filter(status -> status.backup("kept") >= kept && status.backup("waiting") == 0)
                    .isPresent());
        }

        @Override
        public void close() {
            lotus.close();
        }
    }

    @Test
    void row15anIndependentClientReadsWithTheRecoveryKeyWhatTheBotRead(ExistingServer server) throws IOException {
        String name = server.oracle().register(server.homeserver(), "ordinary");
        try (Ordinary lotus = Ordinary.up(server, name)) {
            Person alice = server.person("alice");
            String room = alice.createRoom(RoomWish.encrypted().inviting(lotus.bot()));
            alice.awaitJoin(room, lotus.bot());
            alice.ping(room, lotus.bot());
            String key = made(lotus);
            lotus.awaitBackup(2);
            assertThat(lotus.account("backup").out()).contains("sessions kept");
            alice.seen(room, Wanted.pong(alice.text(room, "!ping " + SPOKEN)).from(lotus.bot()));
            alice.sendFile(room, "chart", FILED.getBytes(StandardCharsets.UTF_8));
            alice.discardSession(room);
            alice.ping(room, lotus.bot());
            lotus.awaitBackup(3);

            Person second = server.oracle().login(server.homeserver(), name, Oracle.PASSWORD);
            assertThat(unread(second, room)).isNotEmpty();
            assertThat(alice.signedByOwner(lotus.bot(), second.device())).isFalse();
            second.recover(key);
            assertThat(second.restoreBackup()).isGreaterThanOrEqualTo(3);
            assertThat(unread(second, room)).isEmpty();
            Await.until(
                    Duration.ofSeconds(20),
                    "the bot's identity has signed the device",
                    () -> alice.signedByOwner(lotus.bot(), second.device()));

            Path keys = lotus.file("keys.txt");
            lotus.account("export-keys", keys.toString(), "--passphrase-file", lotus.file("passphrase").toString());
            assertThat(mode(keys)).isEqualTo("rw-------");
            Person third = server.oracle().login(server.homeserver(), name, Oracle.PASSWORD);
            assertThat(unread(third, room)).isNotEmpty();
            third.importKeys(Files.readString(keys), PASSPHRASE);
            assertThat(unread(third, room)).isEmpty();
            liesNowhere(lotus, key, keys);
        }
    }

    /** Not in the database, not in the log, not in what the program writes for a while; where people put it is theirs. */
    private static void liesNowhere(Ordinary lotus, String recoveryKey, Path exported) throws IOException {
        Home home = lotus.lotus().home();
        Needles secrets = new Needles();
        secrets.add("spoken", SPOKEN);
        secrets.add("filed", FILED);
        secrets.add("recovery key", recoveryKey);
        secrets.add("recovery key in one", recoveryKey.replace(" ", ""));
        secrets.addBase64("vault key", home.secret("vault-key"));
        secrets.add("passphrase", PASSPHRASE);
        secrets.add("password", Oracle.PASSWORD);
        byte[] sessions = KeyFile.read(Files.readAllBytes(exported), new Secret(PASSPHRASE)).orElseThrow();
        for (JsonNode session : Json.parse(new String(sessions, StandardCharsets.UTF_8))) {
            secrets.addBase64("room key", session.path("session_key").asString());
        }
        Path folder = home.directory();
        Set<Path> ofPeople = Set.of(folder.resolve("password-of-the-bot"), folder.resolve("passphrase"));
        Path kept = folder.resolve("secrets");
        assertThat(secrets.in(Files.readAllBytes(kept.resolve("recovery-key")))).as("the search").isNotEmpty();
        assertThat(secrets.below(folder, file -> file.startsWith(kept) || ofPeople.contains(file))).isEmpty();
        assertThat(secrets.below(Tools.temporary(), file -> false)).isEmpty();
    }

    private static String made(Ordinary lotus) throws IOException {
        Lotus.Outcome first = lotus.account("setup-encryption");
        Lotus.Outcome again = lotus.account("setup-encryption");
        String key = lotus.lotus().home().secret("recovery-key");
        assertThat(first.out()).contains(key);
        assertThat(again.out()).doesNotContain(key);
        assertThat(mode(lotus.file("secrets/recovery-key"))).isEqualTo("rw-------");
        return key;
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    /** Encrypted events that the client cannot read. */
    private static List<String> unread(Person person, String room) {
        return person.history(room).stream()
                .filter(event -> !event.failure().isEmpty())
                .map(Object::toString)
                .toList();
    }

    @Test
    void row15withOnlyTheRecoveryKeyLeftANewLotusReadsWhatTheOldOneCould(ExistingServer server) {
        String name = server.oracle().register(server.homeserver(), "ordinary");
        Person alice = server.person("alice");
        Machine raw = server.oracle().machine(server.homeserver(), "raw");
        String room;
        String key;
        String oldDevice;
        ObjectNode lastWeek;
        try (Ordinary old = Ordinary.up(server, name)) {
            room = alice.createRoom(RoomWish.encrypted().inviting(old.bot()).inviting(raw.user()));
            alice.awaitJoin(room, old.bot());
            raw.join(room);
            alice.awaitJoin(room, raw.user());
            raw.sync();
            alice.seen(room, Wanted.pong(raw.text(room, "!ping")).from(old.bot()));
            lastWeek = raw.encrypt(room, "!ping");
            old.account("setup-encryption");
            key = old.lotus().home().secret("recovery-key");
            old.awaitBackup(2);
            oldDevice = old.lotus().status().botDevice();
            old.lotus().stop();
        }
        try (Ordinary lotus = Ordinary.up(server, name)) {
            assertThat(lotus.lotus().status().crossSigned()).isFalse();
            lotus.lotus().home().write(lotus.file("from-paper"), key + "\n");
            Lotus.Outcome restored = lotus.account("restore", "--recovery-key-file", lotus.file("from-paper").toString());
            assertThat(restored.out()).contains("has its identity back").doesNotContain(key);
            Status now = lotus.lotus().ask().orElseThrow();
            assertThat(now.crossSigned()).isTrue();
            assertThat(now.botDevice()).isNotEqualTo(oldDevice);
            assertThat(now.backup("kept")).isGreaterThanOrEqualTo(2);

            alice.seen(room, Wanted.pong(raw.put(room, lastWeek)).from(lotus.bot()));
            Seen answer = alice.ping(room, lotus.bot());
            assertThat(answer.device()).isEqualTo(now.botDevice());
            assertThat(answer.colour()).isZero();
            assertThat(alice.signedByOwner(lotus.bot(), now.botDevice())).isTrue();

            String file = alice.exportKeys(PASSPHRASE);
            lotus.lotus().home().write(lotus.file("alices.txt"), file);
            assertThat(lotus.account(
                                    "import-keys",
                                    lotus.file("alices.txt").toString(),
                                    "--passphrase-file",
                                    lotus.file("passphrase").toString())
                            .out())
                    .contains("Room keys: ")
                    .doesNotContain("damaged");

            lotus.lotus().stop();
            lotus.lotus().home().restoreDatabase(nothing);
            lotus.lotus().home().write(lotus.file("secrets/vault-key"), "A".repeat(43) + "=\n");
            Status without = lotus.lotus().up();
            assertThat(without.crossSigned()).isTrue();
            assertThat(without.botDevice()).isNotEqualTo(now.botDevice());
            assertThat(without.backup("kept")).isGreaterThanOrEqualTo(now.backup("kept"));
        }
    }
}
