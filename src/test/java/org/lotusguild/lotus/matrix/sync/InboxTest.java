package org.lotusguild.lotus.matrix.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.matrix.sync.Told.answer;
import static org.lotusguild.lotus.matrix.sync.Told.message;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.fake.ReadingMachine;
import org.lotusguild.lotus.store.StoreException;
import tools.jackson.databind.node.ObjectNode;

class InboxTest {
    private static final String ROOM = "!room";

    @TempDir
    Path folder;

    private SyncBed bed;

    @BeforeEach
    void open() throws Exception {
        bed = new SyncBed(folder);
        bed.settled(ROOM);
    }

    @AfterEach
    void close() throws Exception {
        bed.close();
    }

    @Test
    void aSlowRoomDoesNotHoldUpOthers() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Listener recorder = bed.listener;
        bed.listener = (event, ack) -> {
            if (event.meta().id().value().equals("$slow")) {
                waitFor(release);
            }
            recorder.on(event, ack);
        };
        bed.take(answer("s2").joined(ROOM, message("$slow", "x"), message("$after", "x")));
        bed.take(answer("s3").joined("!quick", message("$quick", "x")));
        Await.until(() -> bed.heardIds().contains("$quick"));
        assertThat(bed.heardIds()).containsExactly("$quick");
        release.countDown();
        Await.until(() -> bed.heard.size() == 3);
        assertThat(bed.heardIds()).containsExactly("$quick", "$slow", "$after");
    }

    @Test
    void keepsTheOrderOfARoomOverManyAnswers() throws Exception {
        List<String> sent = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 20; i++) {
            ObjectNode[] events = new ObjectNode[7];
            for (int j = 0; j < events.length; j++) {
                events[j] = message("$" + i + "-" + j, "x");
                sent.add("$" + i + "-" + j);
            }
            bed.take(answer("s" + (i + 2)).joined(ROOM, events));
        }
        Await.until(() -> bed.heard.size() == sent.size());
        assertThat(bed.heardIds()).isEqualTo(sent);
    }

    @Test
    void neverRunsMoreThanSixtyFourRoomsAtOnce() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch release = new CountDownLatch(1);
        bed.listener = (event, ack) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            waitFor(release);
            running.decrementAndGet();
            bed.heard.add(event);
        };
        Told.Answered told = answer("s2");
        IntStream.range(0, 80).forEach(i -> told.joined("!r" + i, message("$" + i, "x")));
        bed.take(told);
        Await.until(() -> running.get() == 64);
        release.countDown();
        Await.until(() -> bed.heard.size() == 80);
        assertThat(most.get()).isEqualTo(64);
    }

    @Test
    void dropsAnEventThatCannotBeHandledAndGoesOn() throws Exception {
        Listener recorder = bed.listener;
        bed.listener = (event, ack) -> {
            if (event.meta().id().value().equals("$poison")) {
                throw new IllegalStateException("poison");
            }
            recorder.on(event, ack);
        };
        bed.take(answer("s2").joined(ROOM, message("$poison", "x"), message("$good", "x")));
        Await.until(() -> bed.inboxRows() == 0);
        assertThat(bed.heardIds()).containsExactly("$good");
    }

    @Test
    void waitsForAFullDatabaseAndKeepsTheOrder() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Listener recorder = bed.listener;
        bed.listener = (event, ack) -> {
            if (calls.incrementAndGet() <= 3) {
                throw new StoreException(StoreException.Kind.FULL, "full", null);
            }
            recorder.on(event, ack);
        };
        bed.take(answer("s2").joined(ROOM, message("$1", "x"), message("$2", "x")));
        Await.until(() -> bed.heard.size() == 2);
        assertThat(bed.heardIds()).containsExactly("$1", "$2");
        assertThat(bed.waits).hasSize(3);
    }

    @Test
    void anEventThatExhaustsTheStackDoesNotBlockItsRoom() throws Exception {
        Listener recorder = bed.listener;
        bed.listener = (event, ack) -> {
            if (event.meta().id().value().equals("$deep")) {
                throw new StackOverflowError();
            }
            recorder.on(event, ack);
        };
        bed.take(answer("s2").joined(ROOM, message("$deep", "x"), message("$good", "x")));
        Await.until(() -> bed.inboxRows() == 0);
        assertThat(bed.heardIds()).containsExactly("$good");
    }

    @Test
    void asksForTheDevicesOfAnUnknownSenderBeforeItsFirstMessageIsHeard() throws Exception {
        UserId alice = UserId.parse("@alice:example.org");
        bed.machine.unknown(alice);
        bed.courier = () -> bed.machine.tracked().stream().filter(alice::equals).forEach(bed.machine::known);
        bed.take(answer("s2")
                .toDevice(ReadingMachine.key("k1"))
                .joined(ROOM, ReadingMachine.encrypted(message("$1", "x"), "k1")));
        Await.until(() -> bed.heard.size() == 1);
        assertThat(bed.heard.getFirst().meta().trust()).isEqualTo(Trust.CROSS_SIGNED);
    }

    @Test
    void anUnknownSenderIsHeardAlsoWhenNobodyKnowsItsDevices() throws Exception {
        bed.machine.unknown(UserId.parse("@alice:example.org"));
        bed.courier = () -> {
            throw new HttpFailure(HttpFailure.Kind.TIMEOUT, "no answer", null);
        };
        bed.take(answer("s2")
                .toDevice(ReadingMachine.key("k1"))
                .joined(ROOM, ReadingMachine.encrypted(message("$1", "x"), "k1")));
        Await.until(() -> bed.heard.size() == 1);
        assertThat(bed.heard.getFirst().meta().trust()).isEqualTo(Trust.UNKNOWN);
    }

    @Test
    void keepsAnEventForTheNextStartWhenTheDatabaseFailed() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Listener recorder = bed.listener;
        bed.listener = (event, ack) -> {
            if (calls.incrementAndGet() == 1) {
                throw new StoreException(StoreException.Kind.BROKEN, "broken", null);
            }
            recorder.on(event, ack);
        };
        bed.take(answer("s2").joined(ROOM, message("$1", "x"), message("$2", "x")));
        bed.take(answer("s3").joined(ROOM, message("$3", "x")));
        Await.until(() -> bed.heard.size() == 2);
        assertThat(bed.heardIds()).as("not repeated in this process").containsExactly("$2", "$3");
        bed.loop.close(Duration.ofSeconds(4));
        bed.loop = bed.loop();
        bed.loop.deliver();
        Await.until(() -> bed.heard.size() == 3);
        assertThat(bed.heardIds()).endsWith("$1");
    }

    @Test
    void takesTheEventOutTogetherWithWhatTheListenerWrites() throws Exception {
        bed.database.run(tx -> tx.sql("create table claim (event text)").update());
        bed.listener = (event, ack) -> bed.database.run(tx -> {
            tx.sql("insert into claim (event) values (:event)")
                    .bind("event", event.meta().id())
                    .update();
            ack.within(tx);
        });
        bed.take(answer("s2").joined(ROOM, message("$1", "x")));
        Await.until(() -> bed.inboxRows() == 0);
        assertThat(claims()).isEqualTo(1);
    }

    @Test
    void anEventInWorkWhenTheAccountStopsComesAgain() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        bed.listener = (event, ack) -> {
            begun.countDown();
            waitFor(new CountDownLatch(1));
        };
        bed.take(answer("s2").joined(ROOM, message("$1", "x")));
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        bed.loop.close(Duration.ofMillis(200));
        assertThat(bed.inboxRows()).isEqualTo(1);
        bed.listener = (event, ack) -> bed.heard.add(event);
        bed.loop = bed.loop();
        bed.loop.deliver();
        Await.until(() -> bed.heard.size() == 1);
    }

    @Test
    void whatIsInWorkGoesOnWhileNothingNewIsHandedOver() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        Listener recorder = bed.listener;
        bed.listener = (event, ack) -> {
            begun.countDown();
            waitFor(answered);
            recorder.on(event, ack);
        };
        bed.take(answer("s2").joined(ROOM, message("$1", "x"), message("$2", "x")));
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        bed.loop.hold(Duration.ofMillis(50));
        answered.countDown();
        Await.until(() -> bed.inboxRows() == 1);
        bed.loop.close(Duration.ofSeconds(4));
        assertThat(bed.heardIds()).containsExactly("$1");
    }

    @Test
    void aParcelComesBackAsItWas() {
        ObjectNode event = message("$1", "x");
        List<Parcel> all = List.of(
                new Parcel(event, Optional.empty(), false),
                new Parcel(event, Optional.of(new Decrypted.Clear("m.x", message("$2", "y"), Trust.UNSIGNED)), true),
                new Parcel(event, Optional.of(new Decrypted.Refused(Decrypted.Reason.REPLAYED)), false),
                new Parcel(event, Optional.of(new Decrypted.Waiting(Decrypted.Reason.WITHHELD_NO_OLM)), false));
        assertThat(all)
                .allSatisfy(parcel -> assertThat(Parcel.of(parcel.bytes())).isEqualTo(parcel));
    }

    private long claims() {
        return bed.database
                .read(tx -> tx.sql("select count(*) as n from claim").first(row -> row.number("n")))
                .orElseThrow();
    }

    /** As a listener that was interrupted would end: with an exception. */
    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
