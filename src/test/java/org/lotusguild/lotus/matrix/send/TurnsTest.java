package org.lotusguild.lotus.matrix.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lotusguild.lotus.matrix.send.SendBench.CLEAR;
import static org.lotusguild.lotus.matrix.send.SendBench.CRYPT;
import static org.lotusguild.lotus.matrix.send.SendBench.end;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;

/** Only so many are on the wire at once, of all who share the turns. */
class TurnsTest extends SendQueueBed {
    private final Semaphore free = new Semaphore(1, true);

    @Test
    void whatHasNoTurnWaitsAndGoesThen() throws Exception {
        bench.turns = new Turns(free);
        free.acquire();
        try (SendQueue one = bench.queue()) {
            one.start();
            List<Ticket> tickets = List.of(bench.send(one, CLEAR, "0"), bench.send(one, CRYPT, "1"));
            Await.until(() -> free.getQueueLength() >= 2);
            assertThat(bench.timeline()).isEmpty();
            free.release();
            for (Ticket ticket : tickets) {
                assertThat(end(ticket)).isInstanceOf(Ticket.Sent.class);
            }
        }
        assertThat(free.availablePermits()).isEqualTo(1);
    }

    @Test
    void whatGotItsTurnTooLateIsNotSent() throws Exception {
        bench.turns = new Turns(free);
        free.acquire();
        try (SendQueue one = bench.queue()) {
            one.start();
            SendOptions minute = SendOptions.interactive().lifetime(Duration.ofMinutes(1));
            List<Ticket> tickets = List.of(
                    one.send(CLEAR, "m.room.message", SendBench.text("0"), minute),
                    one.send(CRYPT, "m.room.message", SendBench.text("1"), minute));
            Await.until(() -> free.getQueueLength() >= 2);
            bench.now.updateAndGet(then -> then.plus(Duration.ofMinutes(2)));
            free.release();
            for (Ticket ticket : tickets) {
                assertThat(end(ticket)).isInstanceOf(Ticket.Dropped.class);
            }
        }
        assertThat(bench.timeline()).isEmpty();
    }

    @Test
    void aTurnIsGivenBackWhateverCameOfIt() {
        Turns turns = new Turns(free);
        assertThatThrownBy(() -> turns.take(() -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(turns.take(() -> "mine")).isEqualTo("mine");
    }
}
