package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.INFO;
import static org.lotusguild.lotus.stack.check.Severity.LOW;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.check.PgSettings.Line;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.SynapseConfig;

/** The settings of the database server. */
final class Postgres {
    private static final String RESERVED = "superuser_reserved_connections";
    private static final String USUAL_RESERVED = "3";
    private static final int SPARE = 5;

    /** What Synapse opens when cp_max is not written. */
    private static final long USUAL_POOL = 10;

    private static final long MEBI = 1 << 20;
    private static final long FEWEST_WORKERS = 8;

    static final List<Check> CHECKS = List.of(
            Check.of("PG-005", HIGH, "Synapse may ask for more connections than PostgreSQL gives")
                    .on(Kind.POSTGRES)
                    .reads(Reads.DATABASE)
                    .passes("cp_max of all processes together leaves 5 of max_connections free, beside those reserved")
                    .because("the connection that is one too many is refused, in the middle of somebody's request")
                    .source("PostgreSQL, max_connections; Synapse, database.args.cp_max (10 by default)")
                    .run(Postgres::connections),
            Check.of("PG-012", INFO, "A setting says what PostgreSQL does anyway, or has no effect")
                    .on(Kind.POSTGRES)
                    .passes("no setting equals its default, and wal_buffers is at most 16 MB")
                    .because("such lines look like tuning and hide those that matter")
                    .source("parameter tables of PostgreSQL 14 to 18")
                    .run(Postgres::idle),
            Check.of("PG-013", LOW, "PostgreSQL may run too few background workers")
                    .on(Kind.POSTGRES)
                    .passes("max_worker_processes is 8 or more")
                    .because(
                            "the pool also serves replication and maintenance; what finds no worker waits or runs alone")
                    .source("PostgreSQL, max_worker_processes")
                    .run(Postgres::workers));

    private Postgres() {}

    private static Stream<Finding> connections(Facts facts) {
        PgSettings settings = PgSettings.of(facts);
        OptionalLong most =
                PgSettings.number(value(facts, settings, PgSettings.CONNECTIONS, PgSettings.USUAL_CONNECTIONS));
        OptionalLong reserved = PgSettings.number(value(facts, settings, RESERVED, USUAL_RESERVED));
        Optional<SynapseConfig> synapse = facts.synapse();
        if (synapse.isEmpty() || most.isEmpty() || reserved.isEmpty()) {
            return Stream.of();
        }
        long processes = 1L + facts.yaml(Kind.WORKER).size();
        long wanted = processes * pool(synapse.get()) + others(facts, synapse.get());
        long free = most.getAsLong() - reserved.getAsLong() - SPARE;
        return wanted <= free
                ? Stream.of()
                : Stream.of(failed(
                        settings.isEmpty()
                                ? PgSettings.inServer(PgSettings.CONNECTIONS)
                                : settings.where(PgSettings.CONNECTIONS),
                        processes + " processes with cp_max " + pool(synapse.get()) + " need " + wanted + ", and "
                                + free + " are free",
                        "max_connections = " + (wanted + reserved.getAsLong() + SPARE) + " or a lower cp_max"));
    }

    /** As it is written; where no file is at hand, as the server has it. */
    private static String value(Facts facts, PgSettings settings, String name, String usual) {
        Optional<String> running = facts.answers()
                .database()
                .flatMap(answers -> Optional.ofNullable(answers.settings().get(name)));
        return settings.isEmpty() ? running.orElse(usual) : settings.text(name, usual);
    }

    /** Connections of other programs, if the database was asked. */
    private static long others(Facts facts, SynapseConfig synapse) {
        String user = synapse.text("database", "args", "user").orElse("");
        return facts.answers().database().stream()
                .flatMap(answers -> answers.clients().entrySet().stream())
                .filter(client -> !client.getKey().equals(user))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static long pool(SynapseConfig synapse) {
        return synapse.node("database", "args", "cp_max")
                .flatMap(node -> node.scalar())
                .map(YamlScalar::whole)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .orElse(USUAL_POOL);
    }

    private static Stream<Finding> idle(Facts facts) {
        PgSettings settings = PgSettings.of(facts);
        return settings.all()
                .filter(line -> !line.stock())
                .flatMap(line -> Stream.concat(
                        usual(line).filter(same -> !mends(settings, line)).stream()
                                .map(usual -> dropped(
                                        line, line.setting().key() + " = " + line.value() + ", which is the default")),
                        Stream.of(line)
                                .filter(Postgres::wasted)
                                .map(wide ->
                                        dropped(wide, "wal_buffers = " + wide.value() + ", of which 16MB are used"))));
    }

    /** The default, if the line says just that. */
    private static Optional<String> usual(Line line) {
        return PgDefaults.same(line.setting().key(), line.value());
    }

    /** Whether it takes back what a file that is read before it says. */
    private static boolean mends(PgSettings settings, Line line) {
        return settings.before(line).filter(earlier -> usual(earlier).isEmpty()).isPresent();
    }

    private static boolean wasted(Line line) {
        return line.setting().key().equals("wal_buffers")
                && PgValue.bytes(line.value(), "8kB").orElse(0) > 16 * MEBI;
    }

    private static Finding dropped(Line line, String saw) {
        return failed(line.where(), saw, "remove the line")
                .fix(Edits.drop(line.file(), line.setting().line()));
    }

    private static Stream<Finding> workers(Facts facts) {
        return PgSettings.of(facts).last("max_worker_processes").stream()
                .filter(line -> PgSettings.number(line.value()).orElse(FEWEST_WORKERS) < FEWEST_WORKERS)
                .map(line -> dropped(line, "max_worker_processes = " + line.value()));
    }
}
