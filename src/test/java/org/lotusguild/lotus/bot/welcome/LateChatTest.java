package org.lotusguild.lotus.bot.welcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.welcome.WelcomeBed.SPACE;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.event.Incoming.Member;

/** Chats that were made and that sync does not show. */
class LateChatTest {
    private static final int AT_ONCE = 12;

    @TempDir
    Path folder;

    private final CountDownLatch shown = new CountDownLatch(1);
    private final AtomicInteger late = new AtomicInteger();
    private WelcomeBed welcome;
    private BotBed bed;

    @BeforeEach
    void open() {
        welcome = new WelcomeBed(folder);
        bed = welcome.bed;
        bed.look();
    }

    @AfterEach
    void close() {
        shown.countDown();
        bed.close();
    }

    private static UserId guest(int number) {
        return UserId.parse("@guest" + number + ":example.org");
    }

    private void firstAreLate(int number) {
        bed.rooms.whileAwaited(() -> {
            if (late.getAndIncrement() < number) {
                untilShown();
            }
        });
    }

    private void untilShown() {
        try {
            shown.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpFailure(HttpFailure.Kind.INTERRUPTED, "asked to stop", e);
        }
    }

    private Thread looking() {
        return Thread.ofVirtual().start(() -> {
            try {
                bed.look();
            } catch (IllegalStateException _) {
                // interrupted
            }
        });
    }

    @Test
    void holdUpNobodyWhoComesMeanwhile() throws InterruptedException {
        firstAreLate(1);
        bed.moves(guest(0), SPACE, Member.JOIN);
        Thread looking = looking();
        Await.until(() -> late.get() == 1);
        bed.moves(guest(1), SPACE, Member.JOIN);
        Await.until(() -> welcome.chats.created.contains(guest(1)));
        shown.countDown();
        assertThat(looking.join(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void areNotWaitedForAtAStop() throws InterruptedException {
        firstAreLate(AT_ONCE);
        IntStream.rangeClosed(0, AT_ONCE).forEach(i -> bed.moves(guest(i), SPACE, Member.JOIN));
        Thread looking = looking();
        Await.until(() -> late.get() == AT_ONCE && looking.getState() == Thread.State.WAITING);
        looking.interrupt();
        assertThat(looking.join(Duration.ofSeconds(10))).isTrue();
    }
}
