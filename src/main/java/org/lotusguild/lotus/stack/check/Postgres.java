package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.INFO;
import static org.lotusguild.lotus.stack.check.Severity.LOW;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.ByteSize;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.check.PgSettings.Line;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.SynapseConfig;
import org.lotusguild.lotus.stack.facts.Told;

/** The settings of the database server. */
final class Postgres {
    private static final String USUAL_CONNECTIONS = "100";
    private static final String USUAL_RESERVED = "3";
    private static final int SPARE = 5;

    /** What Synapse opens when cp_max is not written. */
    private static final long USUAL_POOL = 10;

    private static final long LEAST_BUFFERS_PERCENT = 15;
    private static final long MOST_BUFFERS_PERCENT = 40;
    private static final long MOST_WORK_PERCENT = 50;
    private static final long MEBI = 1 << 20;
    private static final long FEWEST_WORKERS = 8;

    /** Of a host that Synapse shares, the part for PostgreSQL, as lotus render reckons. */
    private static final long SHARED_PERCENT = 40;

    static final List<Check> CHECKS = List.of(
            Check.of("PG-005", HIGH, "Synapse may ask for more connections than PostgreSQL gives")
                    .on(Kind.POSTGRES)
                    .reads(Reads.DATABASE)
                    .passes("cp_max of all processes together leaves 5 of max_connections free, beside those reserved")
                    .because("the connection that is one too many is refused, in the middle of somebody's request")
                    .source("PostgreSQL, max_connections; Synapse, database.args.cp_max (10 by default)")
                    .run(Postgres::connections),
            Check.of("PG-006", LOW, "PostgreSQL's memory does not fit the machine")
                    .on(Kind.POSTGRES)
                    .reads(Reads.FACTS)
                    .passes(
                            "shared_buffers of 15 to 40 % of the memory, pg_stat_statements loaded, and twice work_mem for all connections at most half the memory")
                    .because("too little is slow; too much ends with the kernel killing the server")
                    .source("PostgreSQL, resource consumption")
                    .run(Postgres::memory),
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
        OptionalLong most = number(settings.text("max_connections", USUAL_CONNECTIONS));
        OptionalLong reserved = number(settings.text("superuser_reserved_connections", USUAL_RESERVED));
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
                        settings.last("max_connections")
                                .map(Line::where)
                                .orElseGet(() -> settings.missing("max_connections")),
                        processes + " processes with cp_max " + pool(synapse.get()) + " need " + wanted + ", and "
                                + free + " are free",
                        "max_connections = " + (wanted + reserved.getAsLong() + SPARE) + " or a lower cp_max"));
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

    private static OptionalLong number(String text) {
        return text.matches("\\d{1,9}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static Stream<Finding> memory(Facts facts) {
        PgSettings settings = PgSettings.of(facts);
        if (settings.isEmpty()) {
            return Stream.of();
        }
        List<Finding> found = new ArrayList<>();
        if (!settings.text("shared_preload_libraries", "").contains("pg_stat_statements")) {
            found.add(failed(
                    settings.last("shared_preload_libraries")
                            .map(Line::where)
                            .orElseGet(() -> settings.missing("shared_preload_libraries")),
                    "without pg_stat_statements",
                    "shared_preload_libraries = 'pg_stat_statements'"));
        }
        memoryOf(facts, settings).ifPresent(memory -> {
            buffers(settings, memory).ifPresent(found::add);
            work(settings, memory).ifPresent(found::add);
        });
        return found.stream();
    }

    /** Bytes that PostgreSQL may use. */
    private static Optional<Long> memoryOf(Facts facts, PgSettings settings) {
        return facts.hostOf(settings.file())
                .or(() -> facts.told().with(Told.Role.POSTGRES))
                .flatMap(host -> host.memory()
                        .map(ByteSize::bytes)
                        .map(bytes -> host.roles().contains(Told.Role.SYNAPSE) ? bytes * SHARED_PERCENT / 100 : bytes));
    }

    private static Optional<Finding> buffers(PgSettings settings, long memory) {
        OptionalLong bytes = PgValue.bytes(settings.text("shared_buffers", "128MB"), "8kB");
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        long percent = bytes.getAsLong() * 100 / memory;
        return percent >= LEAST_BUFFERS_PERCENT && percent <= MOST_BUFFERS_PERCENT
                ? Optional.empty()
                : Optional.of(failed(
                        settings.last("shared_buffers")
                                .map(Line::where)
                                .orElseGet(() -> settings.missing("shared_buffers")),
                        settings.text("shared_buffers", "128MB") + " are " + percent + " % of " + memory / MEBI + "MB",
                        "shared_buffers = " + memory / 4 / MEBI + "MB"));
    }

    private static Optional<Finding> work(PgSettings settings, long memory) {
        OptionalLong each = PgValue.bytes(settings.text("work_mem", "4MB"), "kB");
        OptionalLong connections = number(settings.text("max_connections", USUAL_CONNECTIONS));
        if (each.isEmpty() || connections.isEmpty()) {
            return Optional.empty();
        }
        long worst = each.getAsLong() * 2 * connections.getAsLong();
        if (worst <= memory * MOST_WORK_PERCENT / 100) {
            return Optional.empty();
        }
        String fits = Math.max(1, memory / 4 / connections.getAsLong() / MEBI) + "MB";
        Optional<Line> written = settings.last("work_mem");
        Finding.Failed finding = failed(
                written.map(Line::where).orElseGet(() -> settings.missing("work_mem")),
                "%s × 2 × %d connections = %dMB of %dMB"
                        .formatted(
                                settings.text("work_mem", "4MB"), connections.getAsLong(), worst / MEBI, memory / MEBI),
                "work_mem = " + fits);
        return Optional.of(Edits.with(
                finding,
                written.flatMap(
                        line -> Edits.swap(line.file(), line.setting().line(), "work_mem", line.value(), fits))));
    }

    private static Stream<Finding> idle(Facts facts) {
        return PgSettings.of(facts)
                .all()
                .filter(line -> !line.stock())
                .flatMap(line -> Stream.concat(
                        PgDefaults.same(line.setting().key(), line.value()).stream()
                                .map(usual -> dropped(
                                        line, line.setting().key() + " = " + line.value() + ", which is the default")),
                        Stream.of(line)
                                .filter(Postgres::wasted)
                                .map(wide ->
                                        dropped(wide, "wal_buffers = " + wide.value() + ", of which 16MB are used"))));
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
                .filter(line -> number(line.value()).orElse(FEWEST_WORKERS) < FEWEST_WORKERS)
                .map(line -> dropped(line, "max_worker_processes = " + line.value()));
    }
}
