package org.lotusguild.lotus.matrix.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.Verification.Stage;
import org.lotusguild.lotus.crypto.fake.Person;

/** While somebody looks: who is asked, who is answered, and who is not. */
final class AttendedVerifierTest extends VerifierBed {
    private static final UserId BOB = UserId.parse("@bob:example.org");

    @Test
    void answersTheNextWhoAsksWhileSomebodyLooks() throws InterruptedException {
        assertThat(verifier.begin(Optional.empty())).isTrue();
        assertThat(verifier.look()).isEmpty();
        ask(alice);
        tend();
        assertThat(look().with()).isEqualTo(ALICE);
        assertThat(look().stage()).isEqualTo(Stage.COMPARE);
        assertThat(look().emoji()).isEqualTo(last(alice).emoji()).hasSize(7);
        agree(alice);
        verifier.answer(true);
        tend();
        assertThat(look().stage()).isEqualTo(Stage.DONE);
        assertThat(last(alice).stage()).isEqualTo(Stage.DONE);
    }

    @Test
    void asksWhomItIsTold() throws InterruptedException {
        assertThat(verifier.begin(Optional.of(ALICE))).isTrue();
        assertThat(look().stage()).isEqualTo(Stage.WAITING);
        alice.sync();
        alice.machine().step(step -> {
            step.verifications().accept(last(step.verifications().all()).id());
            return true;
        });
        tend();
        assertThat(look().stage()).isEqualTo(Stage.COMPARE);
        verifier.answer(false);
        tend();
        assertThat(last(alice).why()).startsWith("m.mismatched_sas");
        assertThat(look().stage()).isEqualTo(Stage.CANCELLED);
    }

    @Test
    void aSlowHomeserverIsNoReasonToGiveUp() throws InterruptedException {
        slowness = Duration.ofSeconds(9);
        assertThat(verifier.begin(Optional.of(ALICE))).isTrue();
        assertThat(look().stage()).isEqualTo(Stage.WAITING);
    }

    @Test
    void aUserWithoutDevicesCannotBeAsked() {
        assertThat(verifier.begin(Optional.of(BOB))).isFalse();
        assertThat(verifier.look()).isEmpty();
    }

    @Test
    void declinesOthersWhileItLooksAtOne() throws InterruptedException {
        Person bob = person(BOB);
        knows(bob, BOT);
        verifier.begin(Optional.of(ALICE));
        ask(bob);
        tend();
        bob.sync();
        assertThat(last(bob).why()).startsWith("m.user");
        assertThat(look().with()).isEqualTo(ALICE);
    }

    @Test
    void declinesTheNextOnceOneIsOver() throws InterruptedException {
        verifier.begin(Optional.empty());
        ask(alice);
        tend();
        verifier.answer(false);
        tend();
        ask(alice);
        tend();
        assertThat(last(alice).why()).isEqualTo("m.user: " + SENTENCE);
    }

    @Test
    void takesTheRequestOfTheOneThatItAsked() throws InterruptedException {
        verifier.begin(Optional.of(ALICE));
        alice.sync();
        ask(alice);
        tend();
        assertThat(look().stage()).isEqualTo(Stage.COMPARE);
    }

    private static void agree(Person person) {
        person.machine().step(step -> {
            step.verifications().agree(last(step.verifications().all()).id());
            return true;
        });
        person.flush();
    }
}
