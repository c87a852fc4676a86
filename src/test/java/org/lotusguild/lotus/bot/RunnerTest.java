package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.HeardLog;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.bot.command.Caller;
import org.lotusguild.lotus.bot.command.Handler;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.PowerLevel;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.message.Doc;

/** A handler that does not come back, and one that breaks. */
class RunnerTest extends OnDispatchBed {
    private final CountDownLatch interrupted = new CountDownLatch(1);

    private Reply run(Duration limit, Handler handler) {
        Runner runner = new Runner("!", new Typing(bed.rooms), new Random(7), limit);
        return runner.run(
                DispatchBed.command("slow", Syntax.ignored(), handler),
                "",
                bed.said("!slow"),
                new Caller(DispatchBed.ALICE, "Alice", new PowerLevel.Level(0), Trust.CROSS_SIGNED),
                false,
                Instant.EPOCH);
    }

    private Reply forever() {
        try {
            new CountDownLatch(1).await();
            return Reply.say("too late");
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Test
    void endsAHandlerThatTakesTooLongAndSaysSo() throws InterruptedException {
        assertThat(run(Duration.ofMillis(50), call -> forever()))
                .isEqualTo(new Reply.Refuse(Doc.plain("slow: took too long."), true));
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(Runner.LIMIT).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void theCodeOfADefectStandsInTheLogOnce() {
        try (HeardLog log = new HeardLog(Level.WARN)) {
            bed.commands.add(DispatchBed.command("boom", Syntax.ignored(), call -> {
                throw new IllegalStateException("planted");
            }));
            bed.bot().on(bed.said("!boom"), bed.ack());
            String told = bed.sender.bodies().getLast();
            String code = told.substring("Something broke (code ".length(), told.indexOf(')'));
            assertThat(code).matches("[a-z]{6}");
            assertThat(log.errors())
                    .singleElement()
                    .asString()
                    .startsWith("a command broke ")
                    .contains("command=\"boom\"", "code=\"" + code + "\"", "planted");
        }
    }

    /** People can do nothing with a code, and the administrator nothing with a stack trace. */
    @Test
    void aHomeserverThatIsAwayIsNoDefect() {
        List<RuntimeException> away = List.of(
                new HttpFailure(HttpFailure.Kind.TIMEOUT, "sync has not shown it", null),
                new HttpFailure(HttpFailure.Kind.CONNECT, "refused", null),
                new MatrixException(429, "M_LIMIT_EXCEEDED", "slowly", Optional.empty()),
                new MatrixException(502, "", "bad gateway", Optional.empty()));
        try (HeardLog log = new HeardLog(Level.WARN)) {
            for (RuntimeException failure : away) {
                assertThat(run(Runner.LIMIT, call -> {
                            throw failure;
                        }))
                        .isEqualTo(Reply.refuse("slow: the homeserver does not answer. Try again in a minute."));
            }
            assertThat(log.errors()).isEmpty();
            assertThat(log.lines("a command got no answer")).hasSize(away.size());
        }
    }

    @Test
    void aRefusalOfTheHomeserverIsADefect() {
        Reply reply = run(Runner.LIMIT, call -> {
            throw new MatrixException(403, "M_FORBIDDEN", "no", Optional.empty());
        });
        assertThat(Runner.broke(reply)).isTrue();
    }

    @Test
    void aHandlerThatAnswersInTimeIsHeard() {
        assertThat(run(Runner.LIMIT, call -> Reply.say("here"))).isEqualTo(Reply.say("here"));
    }
}
