package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.LOW;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.Nearest;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.KeyLists.KeyList;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Program;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.SqlFile;
import org.lotusguild.lotus.stack.facts.SqlFile.Statement;
import org.lotusguild.lotus.stack.facts.Where;

/** SQL that changes how tables are kept clean. */
final class PgTables {
    private static final Pattern ALTER_TABLE = Pattern.compile(
            "(?is)\\s*ALTER\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?(?:ONLY\\s+)?(?:\"?\\w++\"?\\.)?+\"?(\\w++)\"?\\s++SET\\s*\\((.*)\\).*");
    private static final Pattern OPTION = Pattern.compile("(?i)(?<![a-z_.])([a-z_.]++)\\s*+=\\s*+'?([^,'\\s)]*+)'?");
    private static final Pattern ALTER_SYSTEM =
            Pattern.compile("(?is)\\s*ALTER\\s+SYSTEM\\s+SET\\s++(\\w++)\\s*+(?:=|\\bTO\\b)\\s*+'?([^']*+)'?\\s*");

    /** Storage parameters of tables, PostgreSQL 14 to 18. */
    private static final Set<String> LEGAL = Set.of(
            "fillfactor",
            "toast_tuple_target",
            "parallel_workers",
            "user_catalog_table",
            "log_autovacuum_min_duration",
            "vacuum_index_cleanup",
            "vacuum_truncate",
            "vacuum_max_eager_freeze_failure_rate",
            "autovacuum_enabled",
            "autovacuum_vacuum_threshold",
            "autovacuum_vacuum_max_threshold",
            "autovacuum_vacuum_scale_factor",
            "autovacuum_vacuum_insert_threshold",
            "autovacuum_vacuum_insert_scale_factor",
            "autovacuum_analyze_threshold",
            "autovacuum_analyze_scale_factor",
            "autovacuum_vacuum_cost_delay",
            "autovacuum_vacuum_cost_limit",
            "autovacuum_freeze_min_age",
            "autovacuum_freeze_max_age",
            "autovacuum_freeze_table_age",
            "autovacuum_multixact_freeze_min_age",
            "autovacuum_multixact_freeze_max_age",
            "autovacuum_multixact_freeze_table_age",
            "log_autoanalyze_min_duration");

    private static final String DELAY = "autovacuum_vacuum_cost_delay";
    private static final long USUAL_DELAY = 2000;
    private static final String RELOADS_WORKERS = "18";

    static final List<Check> CHECKS = List.of(
            Check.of("PG-009", HIGH, "A statement about a table is refused as a whole")
                    .on(Kind.SQL)
                    .passes("every parameter is legal for a table, and every table is one of Synapse's")
                    .because("PostgreSQL rejects the whole ALTER TABLE: nothing of it is applied")
                    .source(
                            "measured with 15.18: unrecognized parameter \"autovacuum_naptime\", relation \"receipts\" does not exist")
                    .run(PgTables::refused),
            Check.of("PG-010", LOW, "A setting that was meant to hurry vacuum slows it down")
                    .on(Kind.SQL, Kind.POSTGRES)
                    .reads(Reads.DATABASE)
                    .passes(DELAY + " is at most 2 (milliseconds)")
                    .because("2 is the default since 12: 5 makes vacuum sleep more than twice as long")
                    .source("PostgreSQL, " + DELAY)
                    .run(PgTables::slow),
            Check.of("PG-011", MEDIUM, "A new number of autovacuum workers waits for a restart")
                    .on(Kind.SQL)
                    .passes("autovacuum_max_workers is changed by reload only from 18 on")
                    .because("before 18 the old number stays until the server is restarted")
                    .source("measured with 15.18 (pending_restart) and 18.6 (applied)")
                    .run(PgTables::workers));

    private PgTables() {}

    /** An option of an {@code ALTER TABLE}. */
    private record Option(SqlFile file, int line, String name, String value) {}

    /** An {@code ALTER TABLE … SET (…)}. */
    private record Alter(SqlFile file, int tableLine, String table, List<Option> options) {}

    private static List<Alter> alters(SqlFile file) {
        List<Alter> found = new ArrayList<>();
        for (Statement statement : file.statements()) {
            Matcher parts = ALTER_TABLE.matcher(statement.text());
            if (parts.matches()) {
                List<Option> options = new ArrayList<>();
                Matcher option = OPTION.matcher(parts.group(2));
                while (option.find()) {
                    int line = statement.lineAt(parts.start(2) + option.start());
                    options.add(new Option(file, line, option.group(1).toLowerCase(Locale.ROOT), option.group(2)));
                }
                found.add(new Alter(
                        file, statement.lineAt(parts.start(1)), parts.group(1).toLowerCase(Locale.ROOT), options));
            }
        }
        return found;
    }

    private static Stream<Finding> refused(Facts facts) {
        KeyList tables = facts.names().of("synapse-tables");
        return facts.sql().stream().flatMap(file -> {
            List<Alter> alters = alters(file);
            boolean synapses = alters.stream().anyMatch(alter -> tables.knows(alter.table()));
            return alters.stream()
                    .flatMap(alter -> Stream.concat(
                            alter.options().stream()
                                    .filter(option ->
                                            !LEGAL.contains(option.name().replaceFirst("^toast\\.", "")))
                                    .map(option -> illegal(alter, option)),
                            tables.knows(alter.table()) ? Stream.of() : unknown(alter, tables, synapses).stream()));
        });
    }

    private static Finding illegal(Alter alter, Option option) {
        Finding.Failed finding = failed(
                option.file().at(option.line(), option.name()),
                option.name() + " of table " + alter.table(),
                "remove it: it is a setting of the whole server");
        return Edits.with(finding, without(alter, option));
    }

    /** Takes the option's line away, and the comma before it if it was the last. */
    private static Optional<Edit> without(Alter alter, Option option) {
        SqlFile file = option.file();
        boolean alone =
                file.origin().line(option.line()).strip().matches("(?i)" + Pattern.quote(option.name()) + "\\s*=[^=]*");
        if (!alone) {
            return Optional.empty();
        }
        boolean last = alter.options().getLast().equals(option);
        if (!last) {
            return Optional.of(Edits.drop(file, option.line()));
        }
        String before = file.origin().line(option.line() - 1);
        return before.stripTrailing().endsWith(",")
                ? Optional.of(new Edit(
                        file.file(),
                        option.line() - 1,
                        option.line(),
                        List.of(before.stripTrailing().replaceFirst(",$", ""))))
                : Optional.empty();
    }

    /** Tables of other programs are none of ours; those beside Synapse's, or nearly called like them, are meant to be. */
    private static Optional<Finding> unknown(Alter alter, KeyList tables, boolean synapses) {
        Optional<String> meant = tables.all().stream()
                .filter(table -> table.startsWith(alter.table() + "_"))
                .max((one, other) -> Integer.compare(one.length(), other.length()))
                .or(() -> Nearest.of(alter.table(), tables.all()));
        if (!synapses && meant.isEmpty()) {
            return Optional.empty();
        }
        Finding.Failed finding = failed(
                alter.file().at(alter.tableLine(), alter.table()),
                "Synapse has no table " + alter.table(),
                meant.map(table -> "ALTER TABLE " + table).orElse("remove the statement"));
        return Optional.of(Edits.with(
                finding, meant.flatMap(table -> Edits.rename(alter.file(), alter.tableLine(), alter.table(), table))));
    }

    private static Stream<Finding> slow(Facts facts) {
        Stream<Finding> inTables = facts.sql().stream()
                .flatMap(file -> alters(file).stream())
                .flatMap(alter -> alter.options().stream()
                        .filter(option -> option.name().endsWith(DELAY) && slow(option.value()))
                        .map(option -> slow(alter, option)));
        Stream<Finding> inSystem = facts.sql().stream()
                .flatMap(file -> system(file, DELAY)
                        .filter(set -> slow(set.value()))
                        .map(set ->
                                failed(file.at(set.line(), DELAY), DELAY + " = " + set.value(), "2, or remove it")));
        Stream<Finding> inFiles = PgSettings.of(facts)
                .all()
                .filter(line -> line.setting().key().equals(DELAY) && slow(line.value()))
                .map(line -> failed(line.where(), DELAY + " = " + line.value(), "remove the line")
                        .fix(Edits.drop(line.file(), line.setting().line())));
        return Stream.of(inTables, inSystem, inFiles, running(facts)).flatMap(found -> found);
    }

    /** What the server has, and its files do not say. */
    private static Stream<Finding> running(Facts facts) {
        return facts.answers().database().stream()
                .flatMap(answers -> answers.settings().isEmpty()
                        ? Stream.of(Finding.unknown(new Where("", 0, "database"), answers.failure()))
                        : Stream.concat(
                                PgSettings.of(facts).otherwise(answers.settings(), DELAY, "2ms", "ms").stream()
                                        .filter(PgTables::slow)
                                        .map(delay -> failed(
                                                PgSettings.inServer(DELAY),
                                                DELAY + " = " + delay,
                                                "ALTER SYSTEM RESET " + DELAY + ", and a reload")),
                                answers.tables().stream()
                                        .filter(table -> slow(table.options().getOrDefault(DELAY, "")))
                                        .map(table -> failed(
                                                new Where("", 0, "table " + table.name()),
                                                DELAY + " = " + table.options().get(DELAY),
                                                "ALTER TABLE " + table.name() + " RESET (" + DELAY + ")"))));
    }

    private static Finding slow(Alter alter, Option option) {
        return Edits.with(
                failed(
                        option.file().at(option.line(), alter.table() + "." + DELAY),
                        DELAY + " = " + option.value(),
                        "2, or remove it"),
                Edits.swap(option.file(), option.line(), DELAY, option.value(), "2"));
    }

    private static boolean slow(String value) {
        OptionalLong delay = PgValue.microseconds(value, "ms");
        return delay.isPresent() && delay.getAsLong() > USUAL_DELAY;
    }

    /** What {@code ALTER SYSTEM} sets of this name. */
    private static Stream<Option> system(SqlFile file, String name) {
        return file.statements().stream().flatMap(statement -> {
            Matcher parts = ALTER_SYSTEM.matcher(statement.text());
            return parts.matches() && parts.group(1).equalsIgnoreCase(name)
                    ? Stream.of(new Option(
                            file,
                            statement.lineAt(parts.start(1)),
                            name,
                            parts.group(2).strip()))
                    : Stream.of();
        });
    }

    private static Stream<Finding> workers(Facts facts) {
        String name = "autovacuum_max_workers";
        boolean reloads = facts.atLeast(Program.POSTGRESQL, RELOADS_WORKERS);
        return reloads
                ? Stream.of()
                : facts.sql().stream()
                        .flatMap(
                                file -> system(file, name)
                                        .map(
                                                set -> failed(
                                                        file.at(set.line(), name),
                                                        name + " = " + set.value() + " with PostgreSQL "
                                                                + facts.version(Program.POSTGRESQL)
                                                                        .map(Object::toString)
                                                                        .orElse(""),
                                                        "restart the server, or leave the default: more workers share one limit and each is slower")));
    }
}
