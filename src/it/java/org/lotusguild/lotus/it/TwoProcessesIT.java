package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes of one Lotus on one PostgreSQL: the lease decides who syncs and sends. */
@Timeout(300)
final class TwoProcessesIT {
    private static final Duration TAKE_OVER = Duration.ofSeconds(15);

    @Test
    void whenOneIsKilledTheOtherGoesOnAndEachCommandHasOneAnswer() {
        try (ExistingServer server = ExistingServer.startOnPostgres();
                Lotus second = new Lotus(server.lotus().home().twin(), server.oracle()::abort)) {
            Person alice = server.person("alice");
            String room = server.roomWithBot(alice, RoomWish.encrypted());
            List<String> devices = alice.devices(server.bot());
            List<String> asked = new ArrayList<>();
            asked.add(alice.ping(room, server.bot()).replyTo());
            second.begin();
            Await.until(Duration.ofSeconds(60), "the second waits", () -> second.home().log().contains("waiting to take over"));
            asked.add(alice.text(room, "!ping while both run"));

            asked.addAll(takenOver(server.lotus(), second, alice, room, server.bot()));
            server.lotus().begin();
            asked.addAll(takenOver(second, server.lotus(), alice, room, server.bot()));

            Tally tally = alice.pongs(room, server.bot());
            assertThat(tally.answeredOtherThan(1, asked)).as("answered not once").isEmpty();
            assertThat(tally.unreadable()).as("unreadable for Alice").isEmpty();
            assertThat(alice.devices(server.bot())).isEqualTo(devices);
        }
    }

    /** Kills the one that has the account; answers what was asked. */
    private static List<String> takenOver(Lotus has, Lotus waits, Person alice, String room, String bot) {
        String before = alice.text(room, "!ping just before the kill");
        has.kill();
        long killed = System.nanoTime();
        String after = alice.text(room, "!ping just after the kill");
        alice.seen(room, Wanted.pong(after).from(bot));
        Duration gap = Duration.ofNanos(System.nanoTime() - killed);
        assertThat(gap).as("until the other had answered").isLessThan(TAKE_OVER);
        System.out.println("taken over within " + gap.toMillis() + " ms");
        alice.seen(room, Wanted.pong(before).from(bot));
        waits.awaitReady();
        return List.of(before, after);
    }
}
