package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Finding.unknown;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.DatabaseAnswers;
import org.lotusguild.lotus.stack.facts.DatabaseAnswers.Mistake;
import org.lotusguild.lotus.stack.facts.DatabaseAnswers.Table;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Where;

/** The database as it runs. */
final class PgRunning {
    private static final String FACTOR = "autovacuum_vacuum_scale_factor";
    private static final Map<String, Double> BUSY = busy();
    private static final long BIG = 100L << 20;
    private static final double MOST_DEAD = 0.2;
    private static final long OLDEST = 500_000_000;

    static final List<Check> CHECKS = List.of(
            Check.of("PG-001", MEDIUM, "A busy table is cleaned too rarely")
                    .reads(Reads.DATABASE)
                    .passes("the busy tables of Synapse have the scale factors that lotus render writes")
                    .because(
                            "with the default a fifth of a table must be dead before it is cleaned: it grows and gets slow")
                    .source("Synapse, tables that change with every message")
                    .run(facts -> each(facts, PgRunning::lazy)),
            Check.of("PG-002", HIGH, "PostgreSQL has not taken over what its files say")
                    .reads(Reads.DATABASE)
                    .passes("no setting waits for a restart, and no line of the files is in error")
                    .because("the files are believed, and the server runs with something else")
                    .source("pg_settings.pending_restart, pg_file_settings.error")
                    .run(facts -> each(facts, PgRunning::waiting)),
            Check.of("PG-007", MEDIUM, "A big table is full of dead rows, or old")
                    .reads(Reads.DATABASE)
                    .passes(
                            "dead rows are less than a fifth of the living, and no table is older than 500 million transactions")
                    .because("dead rows slow everything down; near two thousand million the server stops taking writes")
                    .source("pg_stat_user_tables, age(relfrozenxid)")
                    .run(facts -> each(facts, PgRunning::worn)));

    private PgRunning() {}

    private static Map<String, Double> busy() {
        Map<String, Double> tables = new LinkedHashMap<>();
        Stream.of("state_groups_state", "receipts_linearized", "receipts_graph")
                .forEach(table -> tables.put(table, 0.01));
        Stream.of(
                        "events",
                        "event_json",
                        "device_lists_stream",
                        "device_inbox",
                        "device_federation_outbox",
                        "presence_stream",
                        "event_push_actions",
                        "event_push_actions_staging",
                        "cache_invalidation_stream_by_instance")
                .forEach(table -> tables.put(table, 0.02));
        return Map.copyOf(tables);
    }

    private static Stream<Finding> each(Facts facts, Function<DatabaseAnswers, Stream<Finding>> rule) {
        return facts.answers().database().stream()
                .flatMap(answers -> answers.failure().isEmpty()
                        ? rule.apply(answers)
                        : Stream.of(unknown(new Where("", 0, "database"), answers.failure())));
    }

    private static Stream<Finding> lazy(DatabaseAnswers answers) {
        return answers.tables().stream()
                .filter(table -> BUSY.containsKey(table.name()))
                .filter(table -> factor(table) > BUSY.getOrDefault(table.name(), 1.0))
                .map(table -> failed(
                        new Where("", 0, "table " + table.name()),
                        FACTOR + " = " + table.options().getOrDefault(FACTOR, "0.2, the default"),
                        FACTOR + " = " + BUSY.get(table.name())));
    }

    private static double factor(Table table) {
        try {
            return Double.parseDouble(table.options().getOrDefault(FACTOR, "0.2"));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    private static Stream<Finding> waiting(DatabaseAnswers answers) {
        return Stream.concat(
                answers.pending().stream()
                        .map(name -> failed(
                                new Where("", 0, "setting " + name), "waits for a restart", "restart PostgreSQL")),
                answers.mistakes().stream().map(mistake -> {
                    Where where = new Where(mistake.file(), mistake.line(), mistake.name());
                    return mistake.equals(Mistake.HIDDEN)
                            ? unknown(where, mistake.error() + "; ask as a superuser")
                            : failed(where, mistake.error(), "mend the line");
                }));
    }

    private static Stream<Finding> worn(DatabaseAnswers answers) {
        return answers.tables().stream().flatMap(table -> {
            Where where = new Where("", 0, "table " + table.name());
            boolean dead = table.bytes() >= BIG && table.dead() > table.live() * MOST_DEAD;
            boolean old = table.age() >= OLDEST;
            return dead || old
                    ? Stream.<Finding>of(failed(
                            where,
                            dead
                                    ? table.dead() + " dead rows beside " + table.live() + " living"
                                    : "age of " + table.age() + " transactions",
                            "VACUUM (ANALYZE) " + table.name()))
                    : Stream.<Finding>of();
        });
    }
}
