package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.LOW;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Program;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Release;
import org.lotusguild.lotus.stack.facts.SynapseConfig;
import org.lotusguild.lotus.stack.facts.SynapseConfig.Written;
import org.lotusguild.lotus.stack.facts.TextFile;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.Where;

/** Media, database and releases: what must be looked after. */
final class SynapseUpkeep {
    private static final Pattern MILLISECONDS = Pattern.compile("(?<![\\w.])(\\d{8,13})(?![\\w.])");
    private static final List<String> RETENTIONS =
            List.of("forgotten_room_retention_period", "redaction_retention_period");

    /** Releases that mend security advisories, oldest first. */
    private static final List<String> SECURITY =
            List.of("1.135.2", "1.139.1", "1.147.1", "1.152.1", "1.157.2", "1.163.2");

    static final List<Check> CHECKS = List.of(
            Check.of("SYN-021", MEDIUM, "Media of other servers are kept forever, or purged by two rules")
                    .on(Kind.SYNAPSE)
                    .passes("media_retention.remote_media_lifetime is set, and no script purges by another age")
                    .because("copies of strangers' pictures fill the disk; with two ages nobody knows which one counts")
                    .source("configuration manual, media_retention: Synapse runs the rule itself, once a day")
                    .run(SynapseUpkeep::remoteMedia),
            Check.of("SYN-022", MEDIUM, "Members' own uploads are deleted")
                    .on(Kind.SYNAPSE)
                    .passes("media_retention.local_media_lifetime is unset, or was chosen with open eyes")
                    .because("it deletes uploads, emoji and encrypted attachments that nobody opened for that long")
                    .source("configuration manual, media_retention")
                    .run(SynapseUpkeep::localMedia),
            Check.of("SYN-023", LOW, "The size of the pool of database connections is not chosen")
                    .on(Kind.SYNAPSE)
                    .passes("database.args.cp_min and cp_max are numbers")
                    .because("the default is 3 to 5 connections a process, which queues requests of a busy guild")
                    .source("configuration manual, database; measured with 1.163.2: cp_min: five parses")
                    .run(SynapseUpkeep::pool),
            Check.of("SYN-024", HIGH, "Synapse runs on SQLite")
                    .on(Kind.SYNAPSE)
                    .passes("database.name is psycopg2")
                    .because(
                            "SQLite is for trials: one writer at a time, no workers, and joins of large rooms take minutes")
                    .source("Synapse's documentation of databases")
                    .run(SynapseUpkeep::engine),
            Check.of("SYN-037", HIGH, "Synapse lacks security releases")
                    .reads(Reads.FACTS, Reads.LIVE)
                    .needs(
                            "version of Synapse not told",
                            facts -> facts.version(Program.SYNAPSE).isPresent())
                    .passes("the version is not below the newest security release, 1.163.2")
                    .because("what these releases mend is known to everybody who reads the advisories")
                    .source("security advisories of Synapse up to 1.163.2")
                    .run(SynapseUpkeep::release),
            Check.of("SYN-042", LOW, "Nobody chose how long forgotten rooms and redacted messages are kept")
                    .on(Kind.SYNAPSE)
                    .passes("forgotten_room_retention_period and redaction_retention_period are set")
                    .because("rooms that all have left stay in the database forever; redacted content for 7 days")
                    .source("configuration manual, both keys")
                    .run(SynapseUpkeep::retention));

    private SynapseUpkeep() {}

    private static Stream<Finding> remoteMedia(Facts facts) {
        return facts.synapse().stream().flatMap(synapse -> {
            Optional<YamlNode> set = synapse.node("media_retention", "remote_media_lifetime");
            Stream<Finding> unset = set.isEmpty()
                    ? Stream.of(Finding.failed(
                            synapse.missing("media_retention.remote_media_lifetime"),
                            "not set, which keeps them forever",
                            "media_retention: {remote_media_lifetime: 1y}"))
                    : Stream.of();
            String text = set.flatMap(YamlNode::text).orElse("");
            return Stream.concat(
                    unset,
                    Stream.of(Kind.SCRIPT, Kind.CRON)
                            .flatMap(kind -> facts.texts(kind).stream())
                            .flatMap(script -> purge(script, text)));
        });
    }

    private static Stream<Finding> purge(TextFile script, String lifetime) {
        int call = line(script, "purge_media_cache");
        if (call == 0) {
            return Stream.of();
        }
        Optional<Duration> wanted = Lifetimes.read(lifetime);
        int aged = IntStream.rangeClosed(1, script.lines().size())
                .filter(line -> age(script.origin().line(line)).isPresent())
                .findFirst()
                .orElse(0);
        Optional<Duration> age =
                aged == 0 ? Optional.empty() : age(script.origin().line(aged));
        if (age.isPresent() && age.equals(wanted)) {
            return Stream.of();
        }
        String purges =
                age.map(found -> "purges after " + found.toDays() + " d").orElse("purges by an age of its own");
        String rule = lifetime.isEmpty() ? "Synapse has no rule" : "remote_media_lifetime is " + lifetime;
        return Stream.of(Finding.failed(
                script.at(aged == 0 ? call : aged, "purge_media_cache"),
                purges + "; " + rule,
                "remove the script; Synapse runs media_retention itself"));
    }

    private static int line(TextFile script, String word) {
        return IntStream.rangeClosed(1, script.lines().size())
                .filter(line -> !script.origin().line(line).strip().startsWith("#")
                        && script.origin().line(line).contains(word))
                .findFirst()
                .orElse(0);
    }

    /** An age in milliseconds, of a day or more. */
    private static Optional<Duration> age(String line) {
        Matcher number = MILLISECONDS.matcher(line.strip().startsWith("#") ? "" : line);
        return number.find() ? Optional.of(Duration.ofMillis(Long.parseLong(number.group(1)))) : Optional.empty();
    }

    private static Stream<Finding> localMedia(Facts facts) {
        boolean chosen = facts.told().chosen().contains(Told.Choice.LOCAL_MEDIA_LIFETIME);
        return facts.synapse().stream()
                .filter(synapse -> !chosen)
                .flatMap(synapse -> synapse.written("media_retention"))
                .flatMap(one -> one.value().scalar("local_media_lifetime").stream()
                        .map(value -> Finding.failed(
                                one.at(value),
                                "local_media_lifetime: " + value.text() + one.shadow(),
                                "remove it, or acknowledge it: acknowledged: [local-media-lifetime] in the facts")));
    }

    private static Stream<Finding> pool(Facts facts) {
        return facts.synapse().stream()
                .filter(synapse -> synapse.text("database", "name").orElse("").equals("psycopg2"))
                .flatMap(synapse -> {
                    Written database = synapse.effective("database").orElseThrow();
                    List<String> lacking = Stream.of("cp_min", "cp_max")
                            .filter(key -> database.value().at("args", key).isEmpty())
                            .toList();
                    Stream<Finding> missing = lacking.isEmpty()
                            ? Stream.of()
                            : Stream.of(Finding.failed(
                                    synapse.missing("database.args." + lacking.getFirst()),
                                    String.join(" and ", lacking) + " not set",
                                    "cp_min: 5 and cp_max: 10 below database.args"));
                    return Stream.concat(missing, wrong(database));
                });
    }

    private static Stream<Finding> wrong(Written database) {
        return Stream.of("cp_min", "cp_max")
                .flatMap(key -> database.value().scalar("args", key).stream())
                .filter(value -> value.whole().isEmpty())
                .map((YamlScalar value) -> Finding.failed(
                                database.at(value), value.path() + ": " + value.text(), "a number")
                        .as(CRITICAL)
                        .so("the configuration parses, and Synapse fails when it opens the database"));
    }

    private static Stream<Finding> engine(Facts facts) {
        Stream<Finding> written = facts.synapse().stream()
                .flatMap(synapse -> synapse.written("database"))
                .filter(one -> !one.value().text("name").orElse("").equals("psycopg2"))
                .map(one -> Finding.failed(
                        one.at(one.value().at("name").orElse(one.value())),
                        "name: " + one.value().text("name").orElse("not set") + one.shadow(),
                        "name: psycopg2, and move the data with synapse_port_db"));
        return Stream.concat(written, noEngine(facts));
    }

    /** Only where all files seem to be there: those that name the server and its listeners. */
    private static Stream<Finding> noEngine(Facts facts) {
        return facts.synapse().stream()
                .filter(synapse -> synapse.effective("server_name").isPresent()
                        && synapse.effective("listeners").isPresent())
                .filter(synapse -> synapse.effective("database").isEmpty()
                        && synapse.effective("databases").isEmpty())
                .map(synapse -> Finding.failed(
                                synapse.missing("database"), "no database", "database: {name: psycopg2, args: {…}}")
                        .as(CRITICAL)
                        .so("Synapse does not start: \"No database config provided\""));
    }

    private static Stream<Finding> release(Facts facts) {
        Optional<Told.Version> told =
                Optional.ofNullable(facts.told().versions().get(Program.SYNAPSE));
        Where where = told.map(version -> facts.told().at(version.line(), "versions.synapse"))
                .orElse(new Where("", 0, "/_matrix/federation/v1/version"));
        return facts.version(Program.SYNAPSE).stream().flatMap(release -> behind(release, where));
    }

    private static Stream<Finding> behind(Release release, Where where) {
        List<String> newer =
                SECURITY.stream().filter(mended -> !release.atLeast(mended)).toList();
        return newer.isEmpty()
                ? Stream.of()
                : Stream.of(Finding.failed(
                        where,
                        release + ": " + newer.size() + " security release" + (newer.size() == 1 ? "" : "s")
                                + " behind (" + String.join(", ", newer) + ")",
                        newer.getLast() + " or newer"));
    }

    private static Stream<Finding> retention(Facts facts) {
        return facts.synapse().stream().flatMap((SynapseConfig synapse) -> {
            List<String> lacking = RETENTIONS.stream()
                    .filter(key -> synapse.effective(key).isEmpty())
                    .toList();
            return lacking.isEmpty()
                    ? Stream.of()
                    : Stream.of(Finding.failed(
                            synapse.missing(lacking.getFirst()),
                            lacking.stream().collect(Collectors.joining(" and ")) + " not set",
                            "forgotten_room_retention_period: 28d and redaction_retention_period: 7d"));
        });
    }
}
