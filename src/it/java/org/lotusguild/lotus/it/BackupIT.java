package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.json.Json;

/**
 * A guild that is backed up while it lives, lost, and put back: the bot goes on, and a client that was there before still reads
 * what was said. The commands are those of {@code docs/operator/backup.md}.
 */
@Timeout(300)
final class BackupIT {

    @TempDir
    private Path folder;

    @Test
    void aLivingGuildComesBackAfterItsHomeWasWiped() throws IOException {
        Oracle oracle = Oracle.start();
        Lotus lotus = new Lotus(Home.fresh("backup"), oracle::abort);
        try (oracle;
                lotus) {
            lotus.up();
            Homeserver server =
                    new Homeserver(lotus.status().homeserver(), lotus.status().serverName(), lotus.home().secret("registration-shared"));
            Person alice = oracle.person(server, "alice");
            String bot = lotus.status().bot();
            String room = alice.createRoom(RoomWish.encrypted().inviting(bot));
            alice.awaitJoin(room, bot);
            Seen before = alice.ping(room, bot);
            String picture = alice.sendFile(room, "cat.txt", "a picture of a cat".getBytes(StandardCharsets.UTF_8));

            String key = folder.resolve("lotus-backup-key").toString();
            String shelf = folder.resolve("backups").toString();
            well(lotus.command("backup", "key", key, "--path", shelf));
            Lotus.Outcome made = well(lotus.command("backup", "run", "--path", shelf));
            assertThat(made.out()).contains("Made ", "with secrets.");
            Lotus.Outcome proven = well(lotus.command("backup", "verify", "--all", "--key", key, "--path", shelf));
            assertThat(proven.out()).contains("restored: synapse, lotus");
            assertThat(well(lotus.command("backup", "list", "--path", shelf)).out()).contains("proven 20");
            assertThat(lotus.command("backup", "restore", "--yes", "--key", key, "--path", shelf).err())
                    .contains("Lotus (process ", "lotus stop");
            doctorIsContentAndKeepsSecrets(lotus, shelf);
            String lost = alice.text(room, "said after the backup, and lost with the disk");
            alice.seen(room, Wanted.event(lost));

            lotus.stop();
            wipe(lotus.home().directory());
            Lotus.Outcome restored = well(lotus.command("backup", "restore", "--yes", "--key", key, "--path", shelf));
            assertThat(restored.out())
                    .contains("install -D -o ", "has a new device under the same identity");
            assertThat(restored.out()).doesNotContain(lotus.home().secret("vault-key"));

            lotus.up();
            Seen after = alice.ping(room, bot);
            assertThat(after.colour()).isZero();
            assertThat(after.device()).isEqualTo(lotus.status().botDevice()).isNotEqualTo(before.device());
            assertThat(alice.signedByOwner(bot, after.device())).isTrue();
            List<Seen> history = alice.history(room);
            assertThat(history).filteredOn(seen -> seen.id().equals(before.id())).singleElement().satisfies(old -> {
                assertThat(old.failure()).isEmpty();
                assertThat(old.body()).startsWith("Pong!");
            });
            assertThat(history).extracting(Seen::id).doesNotContain(lost);
            Seen cat = history.stream().filter(seen -> seen.id().equals(picture)).findFirst().orElseThrow();
            assertThat(alice.readFile(Json.objectAt(cat.content(), "file")))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("a picture of a cat");

            flip(Path.of(shelf));
            Lotus.Outcome damaged = lotus.command("backup", "verify", "--path", shelf);
            assertThat(damaged.exit()).isEqualTo(1);
            assertThat(damaged.err()).contains("databases/synapse.db is damaged");
        }
    }

    private void doctorIsContentAndKeepsSecrets(Lotus lotus, String shelf) throws IOException {
        Path bundle = folder.resolve("bundle.tar");
        Lotus.Outcome page = well(lotus.command("doctor", "--path", shelf, "--bundle", bundle.toString()));
        assertThat(page.out())
                .contains("ok   Lotus", "ok   homeserver   ready", "ok   bot", "ok   clock", "ok   backup", "ok   proof")
                .contains("Synapse 1.", "messages wait to be sent", "All is well.");
        String all = Files.readString(bundle, StandardCharsets.ISO_8859_1);
        assertThat(all).contains("lotus-doctor/status.json", "lotus-doctor/lotus.log", "server-name: lotus.test");
        try (Stream<Path> secrets = Files.list(lotus.home().directory().resolve("secrets"))) {
            for (Path secret : secrets.filter(file -> !file.endsWith(".gitignore")).toList()) {
                assertThat(all).as(secret.toString()).doesNotContain(Files.readString(secret).strip());
            }
        }
        assertThat(all).doesNotContainPattern("as_token: [A-Za-z0-9]");
    }

    private static Lotus.Outcome well(Lotus.Outcome outcome) {
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        return outcome;
    }

    private static void wipe(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    /** One bit of the largest file. */
    private static void flip(Path shelf) throws IOException {
        try (Stream<Path> all = Files.walk(shelf)) {
            Path file = all.filter(path -> path.endsWith("databases/synapse.db")).findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 3] ^= 4;
            Files.write(file, bytes);
        }
    }
}
