package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Row 14 of the encryption test matrix, both ways, in a room and from device to device; its ten minutes are a unit test's. */
@ExtendWith(SharedBed.class)
@Timeout(300)
final class VerificationIT {
    private static final String QUESTION = "Do they match?";

    @Test
    void row14LotusAsksInTheDirectChat(Trial trial) {
        Person alice = trial.person("alice");
        String room = alice.openDirect(trial.bot());
        alice.awaitJoin(room, trial.bot());
        alice.ping(room, trial.bot());
        lotusAsks(trial, alice);
    }

    @Test
    void row14LotusAsksFromDeviceToDevice(Trial trial) {
        lotusAsks(trial, acquainted(trial));
    }

    /** Somebody whose client follows the bot's devices, because they share a room. */
    private static Person acquainted(Trial trial) {
        Person alice = trial.person("alice");
        alice.ping(trial.roomWithBot(alice, RoomWish.encrypted()), trial.bot());
        return alice;
    }

    private static void lotusAsks(Trial trial, Person alice) {
        try (Dialog console = trial.lotus().dialog("account", "verify", alice.user())) {
            int request = alice.rung();
            alice.compare(request, false, true);
            bothAgree(trial, alice, console, request);
        }
    }

    @Test
    void row14ThePersonAsksInARoom(Trial trial) {
        Person alice = trial.person("alice");
        String room = trial.roomWithBot(alice, RoomWish.encrypted());
        alice.ping(room, trial.bot());
        try (Dialog console = waiting(trial)) {
            int request = alice.ringIn(room, trial.bot());
            alice.compare(request, true, true);
            bothAgree(trial, alice, console, request);
        }
    }

    /** Row 9 on the way: whoever gives keys to verified devices only withholds before, and the bot reads after. */
    @Test
    void row9ReportsWhatIsWithheldUntilRow14ThePersonAsksFromDeviceToDevice(Trial trial) {
        Person alice = trial.person("alice");
        String room = trial.roomWithBot(alice, RoomWish.encrypted());
        alice.withholdFromUnverified();
        alice.text(room, "!ping");
        Await.until(Duration.ofSeconds(20), "the reason in the status", () -> trial.lotus()
                .ask()
                .filter(status -> status.unread("m.unverified") > 0)
                .isPresent());
        assertThat(trial.lotus().command("status").out()).contains("waiting: m.unverified");

        try (Dialog console = waiting(trial)) {
            int request = alice.ring(trial.bot(), trial.status().botDevice());
            alice.compare(request, true, true);
            bothAgree(trial, alice, console, request);
        }
        assertThat(alice.ping(room, trial.bot()).colour()).isZero();
    }

    private static Dialog waiting(Trial trial) {
        Dialog console = trial.lotus().dialog("account", "verify");
        console.until("Waiting for a request");
        return console;
    }

    private static void bothAgree(Trial trial, Person alice, Dialog console, int request) {
        List<String> lines = console.until(QUESTION);
        console.type("y");
        Compared compared = alice.compared(request);
        assertThat(compared.error()).isEmpty();
        assertThat(names(lines)).isEqualTo(compared.shown().toLowerCase(Locale.ROOT));
        console.until("Verified: " + alice.user() + ", device " + alice.device());
        assertThat(console.end()).isZero();
        Await.until(
                Duration.ofSeconds(20),
                "the bot verified for the person",
                () -> alice.verified(trial.bot(), trial.status().botDevice()));
    }

    /** The lines between the heading and the question: a sign and its name each. */
    private static String names(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("  "))
                .map(line -> line.strip().split("  ", 2)[1].toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }

    @Test
    void row14APersonWhoSeesOtherEmojiEndsIt(Trial trial) {
        Person alice = acquainted(trial);
        try (Dialog console = waiting(trial)) {
            int request = alice.ring(trial.bot(), trial.status().botDevice());
            alice.compare(request, true, false);
            assertThat(alice.compared(request).code()).isEqualTo("m.mismatched_sas");
            assertThat(console.end()).isNotZero();
            assertThat(console.errors()).contains("m.mismatched_sas");
        }
    }

    @Test
    void row14TheConsoleSeesOtherEmojiAndEndsIt(Trial trial) {
        Person alice = acquainted(trial);
        try (Dialog console = waiting(trial)) {
            int request = alice.ring(trial.bot(), trial.status().botDevice());
            alice.compare(request, true, true);
            console.until(QUESTION);
            console.type("n");
            assertThat(alice.compared(request).code()).isEqualTo("m.mismatched_sas");
            assertThat(console.end()).isNotZero();
            assertThat(alice.verified(trial.bot(), trial.status().botDevice())).isFalse();
        }
    }

    @Test
    void row14AClosedConsoleCancels(Trial trial) {
        Person alice = acquainted(trial);
        try (Dialog console = waiting(trial)) {
            int request = alice.ring(trial.bot(), trial.status().botDevice());
            alice.compare(request, true, true);
            console.until(QUESTION);
            console.interrupt();
            assertThat(alice.compared(request).code()).isEqualTo("m.user");
        }
    }

    @Test
    void declinesWhileNobodyLooksAndSaysWhereSomebodyCan(Trial trial) {
        Person alice = trial.person("alice");
        String room = trial.roomWithBot(alice, RoomWish.encrypted());
        alice.ping(room, trial.bot());
        int request = alice.ringIn(room, trial.bot());
        alice.compare(request, true, true);
        assertThat(alice.compared(request).code()).isEqualTo("m.user");
        Seen told = alice.seen(room, Wanted.beginning("Nobody is at my console").from(trial.bot()));
        assertThat(told.body()).contains("lotus account verify");
    }
}
