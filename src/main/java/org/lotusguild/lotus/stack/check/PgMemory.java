package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Finding.unknown;
import static org.lotusguild.lotus.stack.check.Severity.LOW;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.ByteSize;
import org.lotusguild.lotus.stack.check.PgSettings.Line;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.Where;

/** Whether PostgreSQL's memory fits the machine: as its files say, and as the server has it where that differs. */
final class PgMemory {
    private static final String PRELOADED = "shared_preload_libraries";
    private static final String BUFFERS = "shared_buffers";
    private static final String WORK = "work_mem";
    private static final String STATEMENTS = "pg_stat_statements";

    private static final long LEAST_BUFFERS_PERCENT = 15;
    private static final long MOST_BUFFERS_PERCENT = 40;
    private static final long MOST_WORK_PERCENT = 50;
    private static final long MEBI = 1 << 20;

    /** Of a host that Synapse shares, the part for PostgreSQL, as lotus render reckons. */
    private static final long SHARED_PERCENT = 40;

    static final List<Check> CHECKS = List.of(Check.of("PG-006", LOW, "PostgreSQL's memory does not fit the machine")
            .on(Kind.POSTGRES)
            .reads(Reads.FACTS, Reads.DATABASE)
            .passes(
                    "shared_buffers of 15 to 40 % of the memory, pg_stat_statements loaded, and twice work_mem for all connections at most half the memory")
            .because("too little is slow; too much ends with the kernel killing the server")
            .source("PostgreSQL, resource consumption")
            .run(facts -> Stream.concat(written(facts), running(facts))));

    private PgMemory() {}

    private static Stream<Finding> written(Facts facts) {
        PgSettings settings = PgSettings.of(facts);
        if (settings.isEmpty()) {
            return Stream.of();
        }
        Stream<Finding.Failed> statements = loaded(settings.text(PRELOADED, ""))
                ? Stream.of()
                : Stream.of(failed(
                        settings.where(PRELOADED), "without " + STATEMENTS, PRELOADED + " = '" + STATEMENTS + "'"));
        return Stream.concat(
                statements,
                memoryOf(facts, settings).stream()
                        .flatMap(memory -> Stream.of(
                                        buffers(settings.where(BUFFERS), settings.text(BUFFERS, "128MB"), memory),
                                        work(settings, memory))
                                .flatMap(Optional::stream)));
    }

    private static boolean loaded(String libraries) {
        return libraries.contains(STATEMENTS);
    }

    /** What differs from the files, or all where there are none. What this role may not see is passed over. */
    private static Stream<Finding> running(Facts facts) {
        PgSettings settings = PgSettings.of(facts);
        return facts.answers().database().stream().flatMap(answers -> {
            Map<String, String> has = answers.settings();
            if (has.isEmpty()) {
                return Stream.of(unknown(new Where("", 0, "database"), answers.failure()));
            }
            Stream<Finding> statements = settings
                    .otherwise(has, PRELOADED, "", "")
                    .filter(libraries -> !loaded(libraries) && loaded(settings.text(PRELOADED, STATEMENTS)))
                    .<Finding>map(libraries -> failed(
                            PgSettings.inServer(PRELOADED),
                            "without " + STATEMENTS,
                            PRELOADED + " = '" + STATEMENTS + "', and a restart"))
                    .stream();
            return Stream.concat(
                    statements, memoryOf(facts, settings).stream().flatMap(memory -> running(settings, has, memory)));
        });
    }

    private static Stream<Finding> running(PgSettings settings, Map<String, String> has, long memory) {
        Optional<Finding.Failed> buffers = settings.otherwise(has, BUFFERS, "128MB", "8kB")
                .flatMap(size -> buffers(PgSettings.inServer(BUFFERS), size, memory));
        Optional<Finding.Failed> work = settings.otherwise(has, WORK, "4MB", "kB")
                .flatMap(size -> work(
                        PgSettings.inServer(WORK),
                        size,
                        has.getOrDefault(PgSettings.CONNECTIONS, PgSettings.USUAL_CONNECTIONS),
                        memory));
        return Stream.of(buffers, work).flatMap(Optional::stream);
    }

    /** Bytes that PostgreSQL may use. */
    private static Optional<Long> memoryOf(Facts facts, PgSettings settings) {
        Optional<Told.Host> ofFile = settings.isEmpty() ? Optional.empty() : facts.hostOf(settings.file());
        return ofFile.or(() -> facts.told().with(Told.Role.POSTGRES))
                .flatMap(host -> host.memory()
                        .map(ByteSize::bytes)
                        .map(bytes -> host.roles().contains(Told.Role.SYNAPSE) ? bytes * SHARED_PERCENT / 100 : bytes));
    }

    private static Optional<Finding.Failed> buffers(Where where, String size, long memory) {
        OptionalLong bytes = PgValue.bytes(size, "8kB");
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        long percent = bytes.getAsLong() * 100 / memory;
        return percent >= LEAST_BUFFERS_PERCENT && percent <= MOST_BUFFERS_PERCENT
                ? Optional.empty()
                : Optional.of(failed(
                        where,
                        size + " are " + percent + " % of " + memory / MEBI + "MB",
                        BUFFERS + " = " + memory / 4 / MEBI + "MB"));
    }

    private static Optional<Finding.Failed> work(PgSettings settings, long memory) {
        Optional<Line> written = settings.last(WORK);
        String connections = settings.text(PgSettings.CONNECTIONS, PgSettings.USUAL_CONNECTIONS);
        return work(settings.where(WORK), settings.text(WORK, "4MB"), connections, memory)
                .map(finding -> Edits.with(
                        finding,
                        written.flatMap(line -> Edits.swap(
                                line.file(),
                                line.setting().line(),
                                WORK,
                                line.value(),
                                fitting(connections, memory)))));
    }

    private static String fitting(String connections, long memory) {
        return Math.max(1, memory / 4 / Long.parseLong(connections) / MEBI) + "MB";
    }

    private static Optional<Finding.Failed> work(Where where, String size, String connections, long memory) {
        OptionalLong each = PgValue.bytes(size, "kB");
        OptionalLong most = PgSettings.number(connections);
        if (each.isEmpty() || most.isEmpty() || most.getAsLong() == 0) {
            return Optional.empty();
        }
        long worst = each.getAsLong() * 2 * most.getAsLong();
        return worst <= memory * MOST_WORK_PERCENT / 100
                ? Optional.empty()
                : Optional.of(failed(
                        where,
                        "%s × 2 × %d connections = %dMB of %dMB"
                                .formatted(size, most.getAsLong(), worst / MEBI, memory / MEBI),
                        WORK + " = " + fitting(connections, memory)));
    }
}
