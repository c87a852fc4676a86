package org.lotusguild.lotus.matrix.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.matrix.SendOptions.Priority;

class AccountBucketTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH.plusSeconds(1_000));

    @Test
    void interactiveEventsGoBeforeBulkOnesThatWaitLonger() throws Exception {
        Semaphore gate = new Semaphore(0);
        AccountBucket bucket = new AccountBucket(
                now::get,
                wait -> {
                    gate.acquire();
                    now.updateAndGet(then -> then.plus(wait));
                },
                false);
        for (int i = 0; i < 10; i++) {
            bucket.take(Priority.BULK);
        }
        List<Priority> order = Collections.synchronizedList(new ArrayList<>());

        Thread bulk = waiter(bucket, Priority.BULK, order);
        awaitQueue(gate, 1);
        Thread interactive = waiter(bucket, Priority.INTERACTIVE, order);
        awaitQueue(gate, 2);
        for (int i = 0; i < 1_000 && !interactive.join(Duration.ofMillis(5)); i++) {
            gate.release();
        }
        assertThat(order).containsExactly(Priority.INTERACTIVE);

        gate.release(1_000);
        assertThat(bulk.join(Duration.ofSeconds(20))).isTrue();
        assertThat(order).containsExactly(Priority.INTERACTIVE, Priority.BULK);
    }

    @Test
    void anExemptAccountWaitsOnlyWhenItIsAskedTo() throws Exception {
        AccountBucket bucket = new AccountBucket(now::get, wait -> now.updateAndGet(then -> then.plus(wait)), true);
        Instant start = now.get();
        for (int i = 0; i < 1_000; i++) {
            assertThat(bucket.take(Priority.BULK)).as("had to wait").isFalse();
        }
        assertThat(now.get()).isEqualTo(start);

        bucket.close(Duration.ofSeconds(90));
        bucket.close(Duration.ofSeconds(3));
        assertThat(bucket.take(Priority.INTERACTIVE)).as("had to wait").isTrue();
        assertThat(now.get()).isEqualTo(start.plusSeconds(90));
    }

    private static Thread waiter(AccountBucket bucket, Priority priority, List<Priority> order) {
        return Thread.ofVirtual().start(() -> {
            try {
                bucket.take(priority);
                order.add(priority);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void awaitQueue(Semaphore gate, int length) {
        Await.until(() -> gate.getQueueLength() >= length);
        assertThat(gate.getQueueLength()).isEqualTo(length);
    }
}
