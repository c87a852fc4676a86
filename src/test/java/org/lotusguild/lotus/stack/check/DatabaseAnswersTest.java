package org.lotusguild.lotus.stack.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.stack.check.SaidAnswers.found;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.facts.Answers;
import org.lotusguild.lotus.stack.facts.DatabaseAnswers;

/** What a running PostgreSQL says of itself. Each check once with a fault and once without. */
class DatabaseAnswersTest {
    @Test
    void asksTheDatabaseHowItIs() {
        assertThat(found(
                        "PG-001", database(table("events", Map.of("autovacuum_vacuum_scale_factor", "0.02"), 1, 0, 1))))
                .isEmpty();
        assertThat(found("PG-001", database(table("events", Map.of(), 1, 0, 1))))
                .hasSize(1);
        assertThat(found("PG-007", database(table("events", Map.of(), 100, 20, 1))))
                .isEmpty();
        assertThat(found("PG-007", database(table("events", Map.of(), 100, 21, 1))))
                .hasSize(1);
        assertThat(found("PG-007", database(table("events", Map.of(), 100, 0, 500_000_000))))
                .hasSize(1);
        assertThat(found("PG-002", database())).isEmpty();
        assertThat(found("PG-002", waiting())).containsExactly("setting max_connections: waits for a restart");
        assertThat(found("PG-002", silent())).containsExactly("unknown database: no route");
    }

    @Test
    void countsTheConnectionsOfOtherPrograms() {
        String files =
                "=== homeserver.yaml\nserver_name: example.org\ndatabase: {args: {user: synapse, cp_max: 80}}\nlisteners: []\n"
                        + "=== postgresql.conf\nmax_connections = 100";
        assertThat(found("PG-005", files, clients(Map.of("synapse", 80, "lotus", 10))))
                .isEmpty();
        assertThat(found("PG-005", files, clients(Map.of("synapse", 80, "lotus", 13))))
                .hasSize(1);
    }

    private static Answers clients(Map<String, Integer> clients) {
        DatabaseAnswers answers = new DatabaseAnswers(
                150018, "UTF8", "C", "C", List.of(), List.of(), List.of(), clients, Map.of(), 0, 0, "");
        return new Answers(Optional.empty(), Optional.of(answers), List.of(), List.of());
    }

    private static DatabaseAnswers.Table table(
            String name, Map<String, String> options, long live, long dead, long age) {
        return new DatabaseAnswers.Table(name, options, 1L << 30, live, dead, age);
    }

    private static Answers database(DatabaseAnswers.Table... tables) {
        return database(List.of(tables), List.of(), "");
    }

    private static Answers database(List<DatabaseAnswers.Table> tables, List<String> pending, String failure) {
        DatabaseAnswers answers = new DatabaseAnswers(
                150018, "UTF8", "C", "C", tables, pending, List.of(), Map.of(), Map.of(), 0, 0, failure);
        return new Answers(Optional.empty(), Optional.of(answers), List.of(), List.of());
    }

    private static Answers waiting() {
        return database(List.of(), List.of("max_connections"), "");
    }

    private static Answers silent() {
        return database(List.of(), List.of(), "no route");
    }

    private static Answers synapsesDatabase(int version, String collate, long updates, long failing) {
        return new Answers(
                Optional.empty(),
                Optional.of(new DatabaseAnswers(
                        version,
                        "UTF8",
                        collate,
                        "C",
                        List.of(),
                        List.of(),
                        List.of(DatabaseAnswers.Mistake.HIDDEN),
                        Map.of(),
                        Map.of(),
                        updates,
                        failing,
                        "")),
                List.of(),
                List.of());
    }

    @Test
    void judgesTheDatabaseOfSynapse() {
        Answers well = synapsesDatabase(150_018, "C", 0, 3);
        Answers bad = synapsesDatabase(130_002, "de_DE.UTF-8", 2, 900);
        assertThat(found("SYN-025", well)).isEmpty();
        assertThat(found("SYN-025", bad)).containsExactly("database: UTF8, collate de_DE.UTF-8, ctype C");
        assertThat(found("SYN-026", well)).isEmpty();
        assertThat(found("SYN-026", bad)).containsExactly("database: release 13");
        assertThat(found("SYN-039", well)).isEmpty();
        assertThat(found("SYN-039", bad)).containsExactly("database: 2 are left");
        assertThat(found("SYN-040", well)).isEmpty();
        assertThat(found("SYN-040", bad)).containsExactly("database: 900 destinations");
        assertThat(found("PG-002", well)).singleElement().asString().startsWith("unknown pg_file_settings");
    }

    private static Answers running(Map<String, String> settings, DatabaseAnswers.Table... tables) {
        DatabaseAnswers answers = new DatabaseAnswers(
                150018, "UTF8", "C", "C", List.of(tables), List.of(), List.of(), Map.of(), settings, 0, 0, "");
        return new Answers(Optional.empty(), Optional.of(answers), List.of(), List.of());
    }

    @Test
    void judgesTheMemoryThatTheServerReallyHas() {
        String facts = "=== facts.yaml\nhosts:\n  d: {address: 10.0.0.1, memory: 6GiB, roles: [postgres]}\n";
        String file = "=== postgresql.conf\nshared_buffers = 1536MB\nwork_mem = 15MB\n"
                + "shared_preload_libraries = 'pg_stat_statements'\n" + facts;
        Map<String, String> well = Map.of(
                "shared_buffers",
                "1536MB",
                "work_mem",
                "15MB",
                "max_connections",
                "100",
                "shared_preload_libraries",
                "pg_stat_statements");
        assertThat(found("PG-006", file, running(well))).isEmpty();
        assertThat(found("PG-006", facts, running(well))).isEmpty();
        Map<String, String> stock = Map.of(
                "shared_buffers",
                "128MB",
                "work_mem",
                "64MB",
                "max_connections",
                "100",
                "shared_preload_libraries",
                "");
        List<String> wrong = List.of(
                "setting shared_preload_libraries: without pg_stat_statements",
                "setting shared_buffers: 128MB are 2 % of 6144MB",
                "setting work_mem: 64MB × 2 × 100 connections = 12800MB of 6144MB");
        assertThat(found("PG-006", facts, running(stock))).isEqualTo(wrong);
        assertThat(found("PG-006", file, running(stock))).isEqualTo(wrong);
        assertThat(found("PG-006", file, running(Map.of("shared_buffers", "196608"))))
                .isEmpty();
        assertThat(found("PG-006", file, silent())).containsExactly("unknown database: no route");
    }

    @Test
    void judgesHowVacuumReallyRuns() {
        DatabaseAnswers.Table slow = table("events", Map.of("autovacuum_vacuum_cost_delay", "5"), 1, 0, 1);
        assertThat(found("PG-010", running(Map.of("autovacuum_vacuum_cost_delay", "2ms"))))
                .isEmpty();
        assertThat(found("PG-010", running(Map.of("autovacuum_vacuum_cost_delay", "20ms"), slow)))
                .containsExactly(
                        "setting autovacuum_vacuum_cost_delay: autovacuum_vacuum_cost_delay = 20ms",
                        "table events: autovacuum_vacuum_cost_delay = 5");
        String written = "=== postgresql.conf\nautovacuum_vacuum_cost_delay = 20ms\n";
        assertThat(found("PG-010", written, running(Map.of("autovacuum_vacuum_cost_delay", "20ms"))))
                .containsExactly("autovacuum_vacuum_cost_delay: autovacuum_vacuum_cost_delay = 20ms");
        assertThat(found("PG-010", silent())).containsExactly("unknown database: no route");
    }

    @Test
    void knowsTheConnectionsOfAServerWithoutItsFiles() {
        String synapse =
                "=== homeserver.yaml\nserver_name: example.org\ndatabase: {args: {user: synapse, cp_max: 95}}\nlisteners: []\n";
        assertThat(found("PG-005", synapse, running(Map.of("max_connections", "100"))))
                .containsExactly("setting max_connections: 1 processes with cp_max 95 need 95, and 92 are free");
        assertThat(found("PG-005", synapse, running(Map.of("max_connections", "200"))))
                .isEmpty();
    }
}
