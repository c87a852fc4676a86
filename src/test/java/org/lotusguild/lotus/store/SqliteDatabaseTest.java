package org.lotusguild.lotus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.store.StoreException.Kind;

/** The contract on a SQLite file, and what only SQLite has. */
final class SqliteDatabaseTest extends DatabaseContract {

    @Override
    Database open() {
        return TestDatabases.sqlite(folder, clock, "contract");
    }

    @Test
    void onlyTheOwnerMayReadTheFiles() throws IOException {
        database.run(tx -> insert(tx, "a"));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as("mode of " + file)
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void writesOneByteLaterThanTheDiskHolds() {
        byte[] large = new byte[400_000];
        assertThat(kind(() -> database.run(tx -> {
                    tx.sql("pragma max_page_count = 50").list(row -> true);
                    insert(tx, "small");
                    tx.sql("insert into contract_thing (id, content) values ('large', :content)")
                            .bind("content", large)
                            .update();
                })))
                .isEqualTo(Kind.FULL);
        assertThat(ids()).isEmpty();
        database.run(tx -> insert(tx, "after"));
        assertThat(ids()).containsExactly("after");
    }

    @Test
    void readersDoNotWaitForAWriter() throws Exception {
        database.run(tx -> insert(tx, "before"));
        CountDownLatch wrote = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writer = threads.submit(() -> database.run(tx -> {
                insert(tx, "under way");
                wrote.countDown();
                await(mayEnd);
            }));
            await(wrote);
            assertThat(ids()).containsExactly("before");
            mayEnd.countDown();
            writer.get(20, TimeUnit.SECONDS);
        }
        assertThat(ids()).containsExactly("before", "under way");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    void aSecondOpeningInThisProcessIsRefusedAndLeavesTheFirstItsLock() {
        String me = "is held by process " + ProcessHandle.current().pid();
        assertThatThrownBy(this::open).isInstanceOf(StoreException.class).hasMessageContaining(me);
        assertThatThrownBy(this::open).isInstanceOf(StoreException.class).hasMessageContaining(me);
        database.run(tx -> insert(tx, "a"));
    }

    @Test
    void aSecondProcessIsRefusedWithThePidOfTheFirst() throws Exception {
        database.close();
        Process other = otherProcess();
        try (BufferedReader lines = other.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).isEqualTo("wrote 0");
            assertThatThrownBy(this::open)
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
                    .hasMessageContaining("is held by process " + other.pid());
        } finally {
            kill(other);
        }
        database = open();
    }

    @Test
    void aProcessKilledInMidTransactionLeavesWholeTransactionsOnly() throws Exception {
        database.close();
        Process other = otherProcess();
        List<String> told = new ArrayList<>();
        try (BufferedReader lines = other.inputReader(StandardCharsets.UTF_8)) {
            while (told.size() < 40) {
                told.add(lines.readLine());
            }
        } finally {
            kill(other);
        }
        database = open();
        List<String> written = ids();
        assertThat(written.size() % 2).as("both rows of each transaction").isZero();
        for (int i = 0; i < told.size(); i++) {
            assertThat(told.get(i)).isEqualTo("wrote " + i);
            assertThat(written).contains("first " + i, "second " + i);
        }
        List<String> check =
                database.read(tx -> tx.sql("pragma integrity_check").list(row -> row.text("integrity_check")));
        assertThat(check).containsExactly("ok");
    }

    @Test
    void onlyARelaxedTransactionDoesNotWaitForTheDisk() {
        assertThat(database.relaxed(this::waitsForDisk)).isFalse();
        assertThat(database.relaxed(this::waitsForDisk)).isFalse();
        assertThat(database.inTransaction(this::waitsForDisk)).isTrue();
        assertThat(database.inTransaction(this::waitsForDisk)).isTrue();
        assertThatThrownBy(() -> database.relaxed(tx -> {
                    insert(tx, "given up");
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(database.inTransaction(this::waitsForDisk)).isTrue();
        assertThat(ids()).isEmpty();
    }

    private boolean waitsForDisk(Tx tx) {
        return tx.sql("pragma synchronous")
                        .first(row -> row.number("synchronous"))
                        .orElseThrow()
                == 2;
    }

    @Test
    void aLeaseOfADeadProcessIsFreeAtOnce() {
        Leases.Lease before = database.leases().tryAcquire("sync").orElseThrow();
        database.close();
        database = open();
        assertThat(database.leases().tryAcquire("sync").orElseThrow().generation())
                .isEqualTo(before.generation() + 1);
    }

    private Process otherProcess() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath(),
                        EndlessWriter.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Not the system property: whoever runs the tests may load the classes in a way of its own. */
    private static String classPath() {
        return Stream.of(Databases.class, EndlessWriter.class, org.sqlite.JDBC.class, org.slf4j.Logger.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(location -> Path.of(URI.create(location.toString())).toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
}
