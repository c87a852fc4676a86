package org.lotusguild.lotus.bot.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.COMMANDS;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.bot.fake.BotBed;

class HealthFeatureTest {
    private static final ServiceCheck.Reading UP = new ServiceCheck.Up(Duration.ofMillis(12));

    @TempDir
    Path folder;

    private final List<String> desk = new ArrayList<>();
    private Supplier<ServiceCheck.Reading> minecraft = () -> UP;
    private BotBed bed;

    private record Check(String name, Supplier<ServiceCheck.Reading> answer) implements ServiceCheck {
        @Override
        public String address() {
            return name + ".example.org";
        }

        @Override
        public Reading check() {
            return answer.get();
        }
    }

    private List<String> notes = List.of();

    @BeforeEach
    void open() {
        bed = new BotBed(folder, Instant.parse("2026-11-22T18:00:00Z"), made -> {
            List<ServiceCheck> checks = List.of(
                    new Check("synapse", () -> UP),
                    new Check("turn", () -> new ServiceCheck.Warning("certificate ends in 6 d")),
                    new Check("minecraft", () -> minecraft.get()));
            return List.of(new HealthFeature(
                    () -> "Lotus 1.4.0, up 3 d 4 h. Encryption: device ABCDEFGH, cross-signed.",
                    new ServiceStates(checks, made.clock),
                    Optional.of(COMMANDS),
                    () -> notes,
                    desk::add,
                    made.clock));
        });
    }

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void namesWhatIsUpAndWhatIsNot() {
        minecraft = () -> new ServiceCheck.Down("connection refused");
        assertThat(bed.says(ALICE, ROOM, "!health")).containsExactly("""
                Lotus 1.4.0, up 3 d 4 h. Encryption: device ABCDEFGH, cross-signed.
                ✅ synapse 12 ms
                ⚠️ turn: certificate ends in 6 d
                ❌ minecraft: connection refused
                2 of 3 up.""");
        assertThat(bed.says(ALICE, ROOM, "!status")).containsExactly("health: wait 5 s.");
    }

    @Test
    void waitsTwoSecondsForASlowService() {
        CompletableFuture<ServiceCheck.Reading> answer =
                new CompletableFuture<ServiceCheck.Reading>().completeOnTimeout(UP, 20, TimeUnit.SECONDS);
        minecraft = answer::join; // as the look-up of a name it does not end when it is interrupted
        assertThat(bed.says(ALICE, ROOM, "!health").getFirst()).contains("❌ minecraft: no answer in 2 s\n2 of 3 up.");
        assertThat(answer).as("waited for").isNotDone();
        answer.complete(UP);
    }

    @Test
    void tellsTheManagementMore() {
        minecraft = () -> {
            throw new IllegalStateException("no route to host");
        };
        assertThat(bed.says(ALICE, COMMANDS, "!health").getFirst())
                .contains("✅ synapse 12 ms · synapse.example.org\n")
                .contains("❌ minecraft: the check failed · minecraft.example.org · last error: no route to host\n");
        minecraft = () -> UP;
        bed.clock.advance(Duration.ofSeconds(11));
        assertThat(bed.says(ALICE, COMMANDS, "!health").getFirst())
                .contains("✅ minecraft 12 ms · minecraft.example.org · last error: no route to host\n3 of 3 up.");
    }

    @Test
    void tellsTheDeskOnceWhenSomethingGoesDownAndWhenItIsBackForGood() {
        bed.look();
        assertThat(desk).isEmpty();
        minecraft = () -> new ServiceCheck.Down("connection refused");
        bed.after(Duration.ofSeconds(31));
        bed.after(Duration.ofSeconds(31));
        assertThat(desk).containsExactly("❌ minecraft is down: connection refused");
        minecraft = () -> UP;
        bed.after(Duration.ofSeconds(31));
        minecraft = () -> new ServiceCheck.Down("connection refused");
        bed.after(Duration.ofSeconds(31));
        minecraft = () -> UP;
        for (int i = 0; i < 4; i++) {
            bed.after(Duration.ofSeconds(31));
            assertThat(desk).hasSize(1);
        }
        bed.after(Duration.ofSeconds(31));
        assertThat(desk).hasSize(2).last().isEqualTo("✅ minecraft is back after 2 min 4 s.");
    }

    @Test
    void tellsTheManagementRoomWhatElseIsToBeKnown() {
        notes = List.of("Invites declined since the start: 1.");
        assertThat(bed.says(ALICE, COMMANDS, "!health").getFirst())
                .endsWith("3 of 3 up.\nInvites declined since the start: 1.");
        assertThat(bed.says(BotBed.BOB, ROOM, "!health").getFirst()).endsWith("3 of 3 up.");
    }

    @Test
    void asksAServiceOnceInTenSeconds() {
        AtomicInteger asked = new AtomicInteger();
        minecraft = () -> {
            asked.incrementAndGet();
            return UP;
        };
        bed.says(ALICE, ROOM, "!health");
        bed.clock.advance(Duration.ofSeconds(10));
        bed.says(BotBed.BOB, ROOM, "!health");
        assertThat(asked).hasValue(1);
        bed.clock.advance(Duration.ofSeconds(1));
        bed.says(BotBed.CEM, ROOM, "!health");
        assertThat(asked).hasValue(2);
    }

    /** Each of them waits until all are being asked. */
    @Test
    void asksAllServicesAtOnce() {
        CyclicBarrier together = new CyclicBarrier(3);
        List<ServiceCheck> checks = Stream.of("a", "b", "c")
                .<ServiceCheck>map(name -> new Check(name, () -> {
                    try {
                        together.await(1, TimeUnit.SECONDS);
                        return UP;
                    } catch (Exception alone) {
                        throw new IllegalStateException(alone);
                    }
                }))
                .toList();
        assertThat(new ServiceStates(checks, bed.clock).now())
                .extracting(ServiceStates.State::reading)
                .containsExactly(UP, UP, UP);
    }
}
