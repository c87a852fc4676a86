package org.lotusguild.lotus.stack.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Fixtures;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.facts.Answers;
import org.lotusguild.lotus.stack.facts.DatabaseAnswers;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.read.ToldFile;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Databases;
import org.lotusguild.lotus.store.ForeignDatabase;
import org.lotusguild.lotus.store.PostgresServer;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.StoreSettings;

/** On a real PostgreSQL. */
class DatabaseReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-22T22:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private final PostgresServer.Place place = PostgresServer.running().freshDatabase();

    private ForeignDatabase foreign() {
        return ForeignDatabase.open(place.url(), Optional.of(place.password()), CLOCK, new SplittableRandom(1));
    }

    private void prepared() {
        StoreSettings settings = new StoreSettings(place.url(), folder, Optional.of(place.password()), List.of());
        try (Database own = Databases.open(settings, CLOCK, new SplittableRandom(1))) {
            own.run(tx -> {
                tx.sql("create table background_updates (update_name text)").update();
                tx.sql("create table destinations (destination text, failure_ts bigint)")
                        .update();
                tx.sql("create table events (id bigint) with (autovacuum_vacuum_scale_factor = 0.02)")
                        .update();
                tx.sql("insert into background_updates values ('one')").update();
                tx.sql("insert into destinations values ('a', 1), ('b', null)").update();
            });
        }
    }

    @Test
    void readsWhatTheDatabaseSaysAboutItself() {
        prepared();
        DatabaseAnswers answers = DatabaseReader.read(this::foreign, NOW);
        assertThat(answers.failure()).isEmpty();
        assertThat(answers.version()).isGreaterThanOrEqualTo(140_000);
        assertThat(answers.encoding()).isEqualTo("UTF8");
        assertThat(answers.collate()).isEqualTo("C");
        assertThat(answers.updates()).isEqualTo(1);
        assertThat(answers.failing()).isEqualTo(1);
        assertThat(answers.clients()).containsKey("lotus");
        assertThat(answers.settings()).containsKey("shared_buffers");
        assertThat(answers.tables())
                .filteredOn(table -> table.name().equals("events"))
                .singleElement()
                .satisfies(
                        table -> assertThat(table.options()).containsEntry("autovacuum_vacuum_scale_factor", "0.02"));
    }

    /** What a server really has, judged against the memory of its host. */
    @Test
    void letsTheChecksJudgeWhatTheServerReallyHas() {
        prepared();
        StoreSettings settings = new StoreSettings(place.url(), folder, Optional.of(place.password()), List.of());
        try (Database own = Databases.open(settings, CLOCK, new SplittableRandom(1))) {
            own.run(tx -> {
                tx.sql("create table event_json (id bigint) with (autovacuum_vacuum_cost_delay = 5)")
                        .update();
                String name = tx.sql("select current_database() as name")
                        .first(row -> row.text("name"))
                        .orElseThrow();
                tx.sql("alter database \"" + name + "\" set work_mem = '64MB'").update();
            });
        }
        DatabaseAnswers answers = DatabaseReader.read(this::foreign, NOW);
        assertThat(answers.settings()).containsEntry("work_mem", "64MB");
        assertThat(found("PG-006", answers)).contains("setting work_mem").doesNotContain("setting shared_buffers");
        assertThat(found("PG-010", answers)).containsExactly("table event_json");
    }

    private static List<String> found(String id, DatabaseAnswers answers) {
        Told told = ToldFile.of(
                Path.of("facts.yaml"),
                "facts.yaml",
                "hosts: {d: {address: 10.0.0.1, memory: 512MiB, roles: [postgres]}}");
        Facts facts = Fixtures.facts(told)
                .with(
                        EnumSet.of(Reads.DATABASE),
                        new Answers(Optional.empty(), Optional.of(answers), List.of(), List.of()));
        return Audit.run(facts, new Selection(List.of(id), List.of()), List.of(), 0).hits().stream()
                .map(hit -> hit.where().path())
                .toList();
    }

    @Test
    void saysThatItIsNotSynapses() {
        assertThat(DatabaseReader.read(this::foreign, NOW).failure()).contains("no tables of Synapse");
    }

    @Test
    void saysWhyItCannotBeRead() {
        DatabaseAnswers answers = DatabaseReader.read(
                () -> ForeignDatabase.open(
                        place.url(), Optional.of(new Secret("wrong-password")), CLOCK, new SplittableRandom(1)),
                NOW);
        assertThat(answers.failure()).contains("cannot be opened").doesNotContain("wrong-password");
    }

    @Test
    void changesNothing() {
        try (ForeignDatabase database = foreign()) {
            assertThatThrownBy(() -> database.read(
                            tx -> tx.sql("create table x (id bigint)").update()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("read-only transaction");
        }
    }
}
