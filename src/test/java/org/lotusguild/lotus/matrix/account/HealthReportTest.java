package org.lotusguild.lotus.matrix.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.matrix.AccountHealth.State;
import org.lotusguild.lotus.matrix.fake.ScriptedMachine;
import org.lotusguild.lotus.matrix.sync.Pace;
import org.lotusguild.lotus.matrix.sync.SyncHealth;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;

class HealthReportTest {
    private final AtomicInteger steps = new AtomicInteger();

    @TempDir
    Path folder;

    private Database database;
    private ScriptedMachine machine;
    private HealthReport report;
    private Optional<String> sendingStopped = Optional.empty();

    @BeforeEach
    void open() {
        database = TestDatabases.sqlite(folder, () -> Instant.EPOCH, "matrix");
        machine = new ScriptedMachine(body -> {
            steps.incrementAndGet();
            return database.inTransaction(body);
        });
        report = new HealthReport(machine, new SyncHealth(() -> Instant.EPOCH, Pace.LISTENING), () -> sendingStopped);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void isAReadHoweverOftenItIsAsked() {
        assertThat(report.now().state()).isEqualTo(State.YELLOW);
        report.now();
        assertThat(steps).hasValue(0);
    }

    @Test
    void asksTheMachineUntilTheDeviceIsSigned() {
        report.refresh();
        report.refresh();
        assertThat(report.now().state()).isEqualTo(State.GREEN);
        assertThat(steps).hasValue(1);
    }

    @Test
    void isYellowWhileTheHomeserverTakesNoRoomKeys() {
        report.refresh();
        machine.refuseBackup();
        assertThat(report.now().state()).isEqualTo(State.YELLOW);
        assertThat(report.now().why()).contains("backup of room keys");
    }

    @Test
    void isRedWhenNothingIsSentAnyMore() {
        report.refresh();
        sendingStopped = Optional.of("the token is gone");
        assertThat(report.now().state()).isEqualTo(State.RED);
        assertThat(report.now().why()).isEqualTo("the token is gone");
    }
}
