package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The end of the program. */
class RunningPartsTest {
    private final List<String> ended = new CopyOnWriteArrayList<>();

    @Test
    void endsFromAboveAndGoesOnAfterAPartThatThrows() throws InterruptedException {
        RunningParts parts = new RunningParts();
        parts.keep("store", () -> ended.add("store"));
        parts.keep("broken", () -> {
            throw new IllegalStateException("no");
        });
        parts.keep("bot", () -> ended.add("bot"));
        parts.close();
        assertThat(ended).containsExactly("bot", "store");
    }

    @Test
    void breaksOffAPartThatNeverEndsAndEndsTheOthers() throws InterruptedException {
        RunningParts parts = new RunningParts(Duration.ofMillis(700));
        CountDownLatch never = new CountDownLatch(1);
        parts.keep("homeserver", () -> ended.add("homeserver"));
        parts.keep("bot", () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                ended.add("bot, in a hurry");
            }
        });
        parts.close();
        assertThat(ended).containsExactly("bot, in a hurry", "homeserver");
    }
}
