package org.lotusguild.lotus.matrix.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.FakeHomeserver;
import org.lotusguild.lotus.matrix.fake.ReadingMachine;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;
import tools.jackson.databind.node.ObjectNode;

final class UseCounterTest {
    private static final String DATA = "/_matrix/client/v3/user/.*/account_data/org.lotusguild.lotus.start";

    private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
    private volatile @Nullable ObjectNode kept;

    @TempDir
    Path folder;

    private FakeHomeserver server;
    private Database database;
    private MatrixApi api;

    @BeforeEach
    void open() throws Exception {
        server = FakeHomeserver.start();
        database = TestDatabases.sqlite(folder, clock, "matrix");
        server.on("GET", DATA, asked -> {
            ObjectNode data = kept;
            return data == null ? Answer.error(404, "M_NOT_FOUND", "none") : Answer.json(data);
        });
        server.on("PUT", DATA, asked -> {
            kept = asked.json();
            return Answer.ok();
        });
        api = server.api(clock, Pause.real());
    }

    @AfterEach
    void close() {
        database.close();
        server.close();
    }

    private ReadingMachine machine(long starts) {
        ReadingMachine machine =
                new ReadingMachine(database, UserId.parse("@lotus:example.org"), DeviceId.parse("DEVICE"));
        machine.starts(starts);
        return machine;
    }

    @Test
    void aCopyTakenWhileItRanIsFoundAnHourLater() {
        ReadingMachine machine = machine(5);
        UseCounter uses = new UseCounter(api, machine, clock);
        assertThat(uses.start()).isEmpty();
        long copied = machine.starts();
        clock.advance(Duration.ofHours(1));
        assertThat(uses.goOn()).isEmpty();
        assertThat(machine.starts()).isEqualTo(6);

        ReadingMachine copy = machine(copied + 1);
        assertThat(new UseCounter(api, copy, clock).start()).contains(6L);
        assertThat(copy.broken()).isPresent();
    }

    @Test
    void asksOnlyOnceAnHour() {
        UseCounter uses = new UseCounter(api, machine(1), clock);
        assertThat(uses.goOn()).isEmpty(); // not before the start
        uses.start();
        clock.advance(Duration.ofMinutes(59));
        uses.goOn();
        assertThat(server.asked("PUT", DATA)).hasSize(1);
        clock.advance(Duration.ofMinutes(1));
        uses.goOn();
        uses.goOn();
        assertThat(server.asked("PUT", DATA)).hasSize(2);
    }

    @Test
    void findsThatAnotherUsesACopyAtTheSameTime() {
        ReadingMachine machine = machine(5);
        UseCounter uses = new UseCounter(api, machine, clock);
        uses.start();
        new UseCounter(api, machine(6), clock).start();
        clock.advance(Duration.ofHours(1));
        assertThat(uses.goOn()).contains(6L);
        assertThat(machine.broken()).isPresent();
    }
}
