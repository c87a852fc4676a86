package org.lotusguild.lotus.bot.minecraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.BOB;
import static org.lotusguild.lotus.bot.fake.BotBed.CEM;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.fake.BotBed;

/** What the file says of {@code !minecraft}, and how often and how many at once. */
class MinecraftSettingsTest {
    private static final Rcon.Limits LONG = new Rcon.Limits(
            Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofMillis(80));

    @TempDir
    Path folder;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final FakeRcon server = FakeRcon.vanilla("hunter2", this::console);
    private BotBed bed;

    @BeforeEach
    void open() {
        bed = new BotBed(folder, Instant.parse("2026-11-22T18:00:00Z"), BotBed.Making.only(bed -> {
            MinecraftConfig config = new MinecraftConfig(
                    server.address(), new Secret("hunter2"), 1, MinecraftConfig.Whitelist.FWHITELIST);
            return List.of(MinecraftCommand.of(config, bed.db(), line -> {}, bed.clock, LONG));
        }));
    }

    @AfterEach
    void close() {
        gate.countDown();
        server.close();
        bed.close();
    }

    /** Answers when the gate is open, and notes how many wait for that. */
    private String console(String line) {
        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            gate.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        atOnce.decrementAndGet();
        return "Added " + line.split(" ")[2] + " to the whitelist";
    }

    @Test
    void usesTheCommandAndTheNumberOfNamesOfTheFile() {
        gate.countDown();
        assertThat(bed.answerTo(ALICE, "!minecraft Steve_01")).isEqualTo("✅ Steve_01 is on the whitelist.");
        assertThat(server.commands()).containsExactly("fwhitelist add Steve_01");
        bed.clock.advance(Duration.ofSeconds(10));
        assertThat(bed.answerTo(ALICE, "!minecraft Alex_1"))
                .isEqualTo("minecraft: you have 1 name already (Steve_01). Remove one with !minecraft remove <name>.");
    }

    @Test
    void waitsTenSecondsBetweenTwoCallsOfOnePerson() {
        gate.countDown();
        bed.answerTo(ALICE, "!minecraft Steve_01");
        bed.clock.advance(Duration.ofSeconds(3));
        assertThat(bed.answerTo(ALICE, "!minecraft list")).isEqualTo("minecraft: wait 7 s.");
        bed.clock.advance(Duration.ofSeconds(7));
        assertThat(bed.answerTo(ALICE, "!minecraft list")).isEqualTo("Your names: Steve_01.");
        assertThat(bed.answerTo(BOB, "!minecraft x")).startsWith("minecraft: a name has 3 to 16");
        assertThat(bed.answerTo(BOB, "!minecraft list"))
                .as("a refusal costs nothing")
                .isEqualTo("You have no names yet.");
    }

    @Test
    void talksToTheConsoleOneAfterTheOther() {
        List<UserId> people = List.of(ALICE, BOB, CEM);
        people.forEach(user -> bed.says(user, ROOM, "!minecraft " + user.localpart() + "_1"));
        Await.until(() -> atOnce.get() == 1);
        assertThat(bed.news()).isEmpty();
        gate.countDown();
        Await.until(() -> bed.sender.bodies().stream()
                        .filter(body -> body.startsWith("✅"))
                        .count()
                == 3);
        assertThat(most).hasValue(1);
        assertThat(server.commands()).hasSize(3);
    }
}
