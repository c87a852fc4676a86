package org.lotusguild.lotus.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.HttpAnswer;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.AccountHealth;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.fake.PlainCaller;

/** The homeserver is gone for ten minutes, by a clock that the test moves second by second. */
@Timeout(120)
class OutageTest {
    private static final int MINUTES = 10;
    private static final int A_MINUTE = 3;
    private static final long GROWTH = 3L << 20;

    @TempDir
    Path folder;

    @Test
    void whatIsQueuedMeanwhileArrivesInOrderWithinAMinuteAndMemoryIsFlat() throws Exception {
        Outage outage = new Outage();
        Ticks ticks = new Ticks();
        try (TalkBed bed = new TalkBed(folder, outage, ticks)) {
            bed.server.tell(TalkBed.CLEAR, bed.says("!ping"));
            Await.until(() -> bed.answers(TalkBed.CLEAR).size() == 1);
            ticks.follow(bed);
            outage.begin();

            List<Long> heap = new ArrayList<>();
            for (int minute = 0; minute < MINUTES; minute++) {
                for (int n = 0; n < A_MINUTE; n++) {
                    say(bed, TalkBed.CLEAR, minute * A_MINUTE + n);
                    say(bed, TalkBed.CRYPT, minute * A_MINUTE + n);
                }
                ticks.pass(Duration.ofMinutes(1));
                heap.add(usedHeap());
            }
            assertThat(bed.account.health().state()).isNotEqualTo(AccountHealth.State.GREEN);
            assertThat(outage.asked()).as("no busy loop").isBetween(10, 400);
            assertThat(heap.getLast() - heap.get(1))
                    .as("heap by minute: %s", heap)
                    .isLessThan(GROWTH);

            outage.end();
            assertThat(ticks.until(() -> bed.server.sent(TalkBed.CLEAR).size() > 1
                            && !bed.server.sent(TalkBed.CRYPT).isEmpty()))
                    .as("seconds until the queues move")
                    .isLessThanOrEqualTo(60);
            // From here on the clock stands: nothing waits any more.
            Await.until(() -> bed.answers(TalkBed.CLEAR).size() == 1 + MINUTES * A_MINUTE);
            Await.until(() -> bed.answers(TalkBed.CRYPT).size() == MINUTES * A_MINUTE);
            assertThat(bed.answers(TalkBed.CLEAR).subList(1, 1 + MINUTES * A_MINUTE))
                    .isEqualTo(numbers());
            assertThat(bed.answers(TalkBed.CRYPT)).isEqualTo(numbers());

            bed.server.tell(TalkBed.CLEAR, bed.says("!ping"));
            ticks.until(() -> bed.answers(TalkBed.CLEAR).size() == 2 + MINUTES * A_MINUTE);
            assertThat(bed.account.health().state()).isEqualTo(AccountHealth.State.GREEN);
        }
    }

    private static void say(TalkBed bed, RoomId room, int number) {
        bed.account
                .sender()
                .send(
                        room,
                        "m.room.message",
                        Json.object().put("msgtype", "m.text").put("body", Integer.toString(number)),
                        SendOptions.interactive());
    }

    private static List<String> numbers() {
        return IntStream.range(0, MINUTES * A_MINUTE)
                .mapToObj(Integer::toString)
                .toList();
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The way to the homeserver; nothing is remembered of what was asked while it is closed. */
    private static final class Outage implements HttpCaller {
        private final HttpCaller open = new PlainCaller();
        private volatile boolean away;
        private int asked;

        void begin() {
            away = true;
        }

        void end() {
            away = false;
        }

        synchronized int asked() {
            return asked;
        }

        private synchronized void pass() {
            if (away) {
                asked++;
                throw new HttpFailure(HttpFailure.Kind.CONNECT, "nobody there", null);
            }
        }

        @Override
        public HttpAnswer send(HttpCall call) {
            pass();
            return open.send(call);
        }

        @Override
        public <T> T stream(HttpCall call, Function<InputStream, T> accepted, Function<HttpAnswer, T> refused) {
            pass();
            return open.stream(call, accepted, refused);
        }
    }

    /** Waits end when the bed's clock says so; before it is followed they are brief. */
    private static final class Ticks implements Pause {
        private static final Duration SECOND = Duration.ofSeconds(1);
        private static final Duration OF_A_TICK = Duration.ofMillis(8);
        private Optional<TalkBed> followed = Optional.empty();

        synchronized void follow(TalkBed bed) {
            followed = Optional.of(bed);
        }

        @Override
        public void take(Duration time) throws InterruptedException {
            Optional<Clock> clock = clock();
            if (clock.isEmpty()) {
                Pause.real().take(time.compareTo(OF_A_TICK) < 0 ? time : OF_A_TICK);
                return;
            }
            Instant due = clock.get().instant().plus(time);
            synchronized (this) {
                while (clock.get().instant().isBefore(due)) {
                    wait(1_000);
                }
            }
        }

        private synchronized Optional<Clock> clock() {
            return followed.map(bed -> bed.clock);
        }

        void pass(Duration time) throws InterruptedException {
            for (long second = 0; second < time.toSeconds(); second++) {
                tick();
            }
        }

        /** @return after how many seconds it was so */
        int until(BooleanSupplier wanted) throws InterruptedException {
            for (int seconds = 0; seconds < 200; seconds++) {
                if (wanted.getAsBoolean()) {
                    return seconds;
                }
                tick();
                Pause.real().take(OF_A_TICK.multipliedBy(4));
            }
            throw new AssertionError("not within 200 s");
        }

        private void tick() throws InterruptedException {
            synchronized (this) {
                followed.orElseThrow().clock.advance(SECOND);
                notifyAll();
            }
            Pause.real().take(OF_A_TICK);
        }
    }
}
