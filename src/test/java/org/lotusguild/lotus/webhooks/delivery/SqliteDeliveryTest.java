package org.lotusguild.lotus.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;

class SqliteDeliveryTest extends DeliveryContract {
    @TempDir
    private Path folder;

    @Override
    Database open(TestClock clock) {
        return TestDatabases.sqlite(folder, clock, "webhooks");
    }

    /** Whoever counts and takes while many wait must not read them all from the table. */
    @Test
    void looksForWhatWaitsInItsIndex() {
        TestClock clock = new TestClock(java.time.Instant.EPOCH);
        try (Database db = TestDatabases.sqlite(folder.resolve("plan"), clock, "webhooks")) {
            List<String> plan = db.read(tx -> tx.sql("""
                            explain query plan select id, body from webhook_delivery
                            where done_at is null and state in ('PENDING', 'RETRY') and due_at <= 5
                                and hook not in (select hook from webhook_delivery
                                    where done_at is null and state = 'RETRY' and due_at > 5)
                            order by id limit 10""").list(row -> row.text("detail")));

            assertThat(plan).anyMatch(step -> step.contains("webhook_delivery USING INDEX webhook_delivery_open"));
            assertThat(plan).noneMatch(step -> step.contains("TEMP B-TREE FOR ORDER BY"));
        }
    }

    @Test
    void namesOfOneProcessSortByTheirAge() {
        DeliveryIds ids = new DeliveryIds(new TestClock(java.time.Instant.EPOCH), new SecureRandom());

        List<String> names =
                java.util.stream.Stream.generate(ids::next).limit(1_000).toList();

        assertThat(names).isSorted().doesNotHaveDuplicates();
    }
}
