package org.lotusguild.lotus.matrix.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.crypto.Verification.Stage;
import org.lotusguild.lotus.store.StoreException;

/** How it ends when whoever looked is gone. */
final class GoneConsoleTest extends VerifierBed {
    @Test
    void aConsoleThatIsGoneCancels() throws InterruptedException {
        verifier.begin(Optional.empty());
        ask(alice);
        tend();
        clock.advance(Duration.ofSeconds(4));
        assertThat(look().stage()).isEqualTo(Stage.COMPARE);
        clock.advance(Duration.ofSeconds(4));
        tend();
        assertThat(last(alice).stage()).isEqualTo(Stage.COMPARE);
        clock.advance(Duration.ofSeconds(1));
        tend();
        assertThat(last(alice).why()).isEqualTo("m.user: nobody looks any more");
        assertThat(verifier.look()).isEmpty();
    }

    @Test
    void aConsoleThatIsGoneCancelsAlsoAfterTheDatabaseFailed() throws InterruptedException {
        verifier.begin(Optional.empty());
        ask(alice);
        tend();
        clock.advance(Duration.ofSeconds(5));
        database.full = true;
        assertThatThrownBy(() -> verifier.tend()).isInstanceOf(StoreException.class);
        database.full = false;
        tend();
        assertThat(last(alice).why()).isEqualTo("m.user: nobody looks any more");
        assertThat(verifier.look()).isEmpty();
    }

    @Test
    void whoAsksOnceTheConsoleIsGoneIsDeclined() throws InterruptedException {
        verifier.begin(Optional.empty());
        clock.advance(Duration.ofSeconds(5));
        ask(alice);
        tend();
        assertThat(last(alice).why()).isEqualTo("m.user: " + SENTENCE);
    }

    @Test
    void theConsoleMayEndIt() throws InterruptedException {
        verifier.begin(Optional.empty());
        ask(alice);
        tend();
        verifier.end("enough");
        alice.sync();
        assertThat(last(alice).why()).isEqualTo("m.user: enough");
        assertThat(verifier.look()).isEmpty();
    }
}
