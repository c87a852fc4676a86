package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lotus comes and goes under people who do not stop talking. */
@ExtendWith(SharedBed.class)
@Timeout(600)
final class RestartsIT {
    private static final int RESTARTS = 20;
    private static final Set<Integer> SOME = Set.of(2, 6, 9, 13, 18);

    /** So many messages, and a restart after some of them. */
    private record Round(int number, int messages, int before, boolean kill) {}

    /** What one person writes while Lotus is restarted, in a Megolm session of its own. */
    private static List<String> talk(Person alice, String room, Round round, AtomicInteger sent) {
        List<String> written = new ArrayList<>();
        alice.discardSession(room);
        for (int n = 0; n < round.messages(); n++) {
            written.add(alice.text(room, "!ping " + round.number() + "." + n));
            sent.set(n + 1);
        }
        return written;
    }

    private static void restart(Lotus lotus, boolean kill) {
        if (kill) {
            lotus.kill();
        } else {
            lotus.stop();
        }
        lotus.up();
    }

    @Test
    void fiveHundredMessagesAndTwentyRestartsLoseAndDoubleNothing(ExistingServer server) throws Exception {
        talkThrough(server, 25, SOME::contains);
    }

    @Test
    void row19TwoHundredMessagesAndTwentyKillsLoseAndDoubleNothing(ExistingServer server) throws Exception {
        talkThrough(server, 10, every -> true);
    }

    private static void talkThrough(ExistingServer server, int messages, IntPredicate killed) throws Exception {
        Random moments = new Random(20261125);
        Person alice = server.person("alice");
        String room = server.roomWithBot(alice, RoomWish.encrypted());
        alice.ping(room, server.bot());
        List<String> devices = alice.devices(server.bot());
        List<String> written = new ArrayList<>();
        try (ExecutorService talking = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < RESTARTS; n++) {
                Round round = new Round(n, messages, moments.nextInt(messages), killed.test(n));
                written.addAll(restartUnder(talking, server, alice, room, round));
            }
        }
        assertThat(written).hasSize(RESTARTS * messages);
        Tally tally = awaitAnswers(alice, room, server.bot(), written);
        assertThat(tally.answeredOtherThan(1, written)).as("answered not once").isEmpty();
        assertThat(tally.unreadable()).as("unreadable for Alice").isEmpty();
        assertThat(alice.devices(server.bot())).isEqualTo(devices);
    }

    private static List<String> restartUnder(
            ExecutorService talking, ExistingServer server, Person alice, String room, Round round)
            throws InterruptedException, ExecutionException, TimeoutException {
        AtomicInteger sent = new AtomicInteger();
        Future<List<String>> talk = talking.submit(() -> talk(alice, room, round, sent));
        Await.until(Duration.ofSeconds(30), round + " begun", () -> sent.get() >= round.before() || talk.isDone());
        restart(server.lotus(), round.kill());
        return talk.get(60, TimeUnit.SECONDS);
    }

    /** Gives every message time to be answered, then asks a last question, so that doubles had their time too. */
    private static Tally awaitAnswers(Person alice, String room, String bot, List<String> written) {
        Await.happens(Duration.ofSeconds(60), () -> {
            Tally tally = alice.pongs(room, bot);
            return written.stream().allMatch(trigger -> tally.answersTo(trigger) > 0);
        });
        alice.ping(room, bot);
        return alice.pongs(room, bot);
    }

    @Test
    void aHomeserverThatRestartsFindsTheBotAgain(ExistingServer server) {
        Person alice = server.person("alice");
        String room = server.roomWithBot(alice, RoomWish.encrypted());
        alice.ping(room, server.bot());
        server.restartHomeserver();
        String trigger = alice.text(room, "!ping");
        Seen answer = alice.seen(room, Wanted.pong(trigger).from(server.bot()).within(Duration.ofSeconds(90)));
        assertThat(answer.colour()).isZero();
        assertThat(server.lotus().running()).isTrue();
    }

    @Test
    void whatGrewOldWhileItWasDownIsNotAnswered(ExistingServer server) {
        Person alice = server.person("alice");
        String room = server.roomWithBot(alice, RoomWish.encrypted());
        alice.ping(room, server.bot());
        server.lotus().stop();
        server.lotus().home().bot(Home.LIMITS_OFF, "max-age: 5s");
        List<String> old = new ArrayList<>();
        for (int n = 0; n < 5; n++) {
            old.add(alice.text(room, "!ping old " + n));
        }
        Await.elapsed(Duration.ofSeconds(6));
        server.lotus().up();
        String young = alice.ping(room, server.bot()).replyTo();
        Tally tally = alice.pongs(room, server.bot());
        assertThat(tally.answersTo(young)).isEqualTo(1);
        assertThat(tally.answeredOtherThan(0, old)).isEmpty();
        assertThat(tally.unreadable()).isEmpty();
        server.lotus().stop();
        server.lotus().home().bot(Home.LIMITS_OFF);
    }
}
