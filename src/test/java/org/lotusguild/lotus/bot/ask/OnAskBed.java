package org.lotusguild.lotus.bot.ask;

import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.fake.BotBed;

/** A bot whose model says what a test wrote. */
abstract class OnAskBed {
    static final Instant START = Instant.parse("2026-11-22T18:00:00Z");

    static final AskConfig CONFIG = new AskConfig(URI.create("http://ollama:11434"), "lotusllm", 1, 10, "Be short.");
    static final Duration NOW = Duration.ZERO;
    static final String WORDS = "All work and no play makes Jack a dull boy. ";

    @TempDir
    Path folder;

    final CountDownLatch gate = new CountDownLatch(1);
    final List<String> desk = new CopyOnWriteArrayList<>();
    final List<Instant> times = new ArrayList<>();
    BotBed bed;
    ScriptedModel model;

    @BeforeEach
    final void open() {
        bed = new BotBed(
                folder,
                START,
                BotBed.Making.only(
                        bed -> List.of(AskCommand.of(CONFIG, turns -> model.ask(turns), desk::add, bed.clock))));
        bed.sender.deliverAtOnce();
        model = model();
    }

    final ScriptedModel model() {
        return new ScriptedModel(bed.clock, gate, this::watch);
    }

    /** When each event was sent, by the clock of the test. */
    final void watch() {
        while (times.size() < bed.sender.sent().size()) {
            times.add(bed.clock.instant());
        }
    }

    @AfterEach
    final void close() {
        gate.countDown();
        bed.close();
    }

    final List<String> whole(String ending) {
        Await.until(() -> bed.sender.bodies().stream().anyMatch(body -> body.endsWith(ending)));
        return bed.sender.bodies().stream().filter(body -> !body.isEmpty()).toList();
    }

    final void ask(UserId user) {
        bed.says(user, ROOM, "!ask why?");
    }
}
