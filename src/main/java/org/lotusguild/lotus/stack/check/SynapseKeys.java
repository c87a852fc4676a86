package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.INFO;
import static org.lotusguild.lotus.stack.check.Severity.LOW;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlEntry;
import org.lotusguild.lotus.base.yaml.YamlList;
import org.lotusguild.lotus.base.yaml.YamlMap;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.KeyLists.KeyList;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Program;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Release;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** Keys that Synapse does not know, no longer knows, or knows by another name. */
final class SynapseKeys {
    private static final String NOT_READ = "documented-not-read";
    private static final String SUPERSEDED = "superseded";

    /** Blocks whose keys are all listed. A limiter is added to them by its letters. */
    private static final List<String> WHOLE = List.of(
            "push",
            "caches",
            "redis",
            "media_retention",
            "retention",
            "user_directory",
            "password_config",
            "matrix_rtc",
            "listeners[]",
            "oidc_providers[]",
            "stream_writers",
            "experimental_features");

    /** What lies below these is the owner's own: names of caches, settings of a module. */
    private static final Set<String> FREE = Set.of(
            "caches.per_cache_factors",
            "oidc_providers[].user_mapping_provider.config",
            "oidc_providers[].additional_authorization_parameters",
            "oidc_providers[].attribute_requirements",
            "listeners[].additional_resources");

    /** Flags that a release no longer reads, because what they switched on is always on. */
    private static final Map<String, String> STABLE = Map.of("msc3266_enabled", "1.153", "msc4140_enabled", "1.158");

    private static final Map<String, String> NEWER = Map.of(
            "use_presence", "presence.enabled",
            "bind_host", "listeners",
            "bind_port", "listeners",
            "oidc_config", "oidc_providers",
            "spam_checker", "modules",
            "third_party_event_rules", "modules",
            "password_providers", "modules",
            "perspectives", "trusted_key_servers",
            "rc_messages_per_second", "rc_message.per_second",
            "rc_message_burst_count", "rc_message.burst_count");

    static final List<Check> CHECKS = List.of(
            Check.of("SYN-001", HIGH, "Synapse does not know this setting and ignores it")
                    .on(Kind.SYNAPSE, Kind.WORKER)
                    .passes("every key on the top level is one that Synapse reads")
                    .because("Synapse accepts every key in silence: what it was meant to do does not happen")
                    .source("list of keys of 1.163.2; measured: \"Config parses OK!\"")
                    .run(SynapseKeys::unknown),
            Check.of("SYN-002", CRITICAL, "A flag of the metrics is unknown")
                    .on(Kind.SYNAPSE)
                    .passes("metrics_flags holds known_servers at most")
                    .because("with enable_metrics Synapse does not start: MetricsFlags gets an unexpected argument")
                    .source("configuration manual, metrics_flags; measured with 1.163.2")
                    .run(SynapseKeys::metricsFlags),
            Check.of("SYN-027", MEDIUM, "The size of the event cache is ignored where it stands")
                    .on(Kind.SYNAPSE)
                    .passes("event_cache_size stands on the top level")
                    .because("inside caches it is ignored, and the cache keeps its default of 10K events")
                    .source("configuration manual, caches; measured with 1.163.2")
                    .run(SynapseKeys::eventCache),
            Check.of("SYN-028", LOW, "No cache has this name")
                    .on(Kind.SYNAPSE)
                    .reads(Reads.LIVE)
                    .passes("every name in caches.per_cache_factors is that of a cache")
                    .because("the factor does nothing; the cache it was meant for keeps its size")
                    .source("names of the caches of 1.163.2, or those in Synapse's own metrics")
                    .run(SynapseKeys::cacheNames),
            Check.of("SYN-047", HIGH, "Synapse does not know this nested setting and ignores it")
                    .on(Kind.SYNAPSE, Kind.WORKER)
                    .passes("every key below push, caches, redis, listeners, oidc_providers and the like is known")
                    .because("Synapse accepts every key in silence: what it was meant to do does not happen")
                    .source("list of nested keys of 1.163.2; measured: \"Config parses OK!\"")
                    .run(SynapseKeys::unknownNested),
            Check.of("SYN-051", LOW, "The manual's name of this setting is not the one that is read")
                    .on(Kind.SYNAPSE)
                    .passes("allow_underscore_prefixed_registration is not used")
                    .because("the manual names it, the program reads allow_underscore_prefixed_localpart")
                    .source("configuration manual and code of 1.163.2")
                    .run(facts -> topLevel(facts, facts.names().of("synapse").in(NOT_READ)::contains)
                            .map(found -> found.failed("allow_underscore_prefixed_localpart"))),
            Check.of("SYN-052", LOW, "This setting has been replaced by another")
                    .on(Kind.SYNAPSE, Kind.WORKER)
                    .passes("no key is one that is read for old files only")
                    .because("it may stop working with any release, and readers of the manual do not find it")
                    .source("code of 1.163.2, compared with its manual")
                    .run(SynapseKeys::superseded),
            Check.of("SYN-041", CRITICAL, "Synapse does not start with this feature flag")
                    .on(Kind.SYNAPSE)
                    .since(Program.SYNAPSE, "1.157")
                    .passes("there is no experimental_features.msc3861")
                    .because("it was removed: Synapse refuses to start and names matrix_authentication_service")
                    .source("upgrade notes of 1.157; measured with 1.163.2")
                    .run(facts -> flags(facts, "msc3861"::equals)
                            .map(found -> found.failed("matrix_authentication_service"))),
            Check.of("SYN-059", INFO, "This feature flag is no longer read")
                    .on(Kind.SYNAPSE)
                    .passes("no feature flag is one that this release has made stable")
                    .because("the feature is always on; the line only misleads")
                    .source("changes of Synapse: msc3266 stable since 1.153, msc4140 switched by its duration")
                    .run(SynapseKeys::stableFlags));

    private SynapseKeys() {}

    /** A key where it stands. */
    private record Found(YamlFile file, YamlEntry entry) {
        Finding.Failed failed(String want) {
            return Finding.failed(file.at(entry), Shown.of(entry), want);
        }

        Finding.Failed drop(Finding.Failed finding) {
            return finding.fix(Edits.dropBlock(file, entry.line()));
        }
    }

    private static Stream<YamlFile> files(Facts facts) {
        return Stream.concat(facts.yaml(Kind.SYNAPSE).stream(), facts.yaml(Kind.WORKER).stream());
    }

    private static Stream<Found> topLevel(Facts facts, Predicate<String> wanted) {
        return files(facts)
                .flatMap(file -> file.entries().stream()
                        .filter(entry -> wanted.test(entry.key()))
                        .map(entry -> new Found(file, entry)));
    }

    private static Stream<Found> below(Facts facts, Predicate<String> wanted, String... keys) {
        return files(facts)
                .flatMap(file -> file.entries(keys).stream()
                        .filter(entry -> wanted.test(entry.key()))
                        .map(entry -> new Found(file, entry)));
    }

    private static Stream<Found> flags(Facts facts, Predicate<String> wanted) {
        return below(facts, wanted, "experimental_features");
    }

    private static Stream<Finding> unknown(Facts facts) {
        KeyList known = facts.names().of("synapse");
        List<String> names = known.all();
        return topLevel(facts, key -> !known.knows(key)).map(found -> unknown(facts, found, known, names));
    }

    private static Finding unknown(Facts facts, Found found, KeyList known, List<String> names) {
        String key = found.entry().key();
        Optional<Beliefs.Belief> belief = Beliefs.of(key, facts);
        if (belief.isPresent()) {
            return weighed(
                    facts,
                    known,
                    found.failed(belief.get().want()).so(belief.get().so()));
        }
        Optional<String> near = Beliefs.nearest(key, names);
        Finding.Failed failed = found.failed(
                near.map(name -> name + ", if that was meant; else remove it").orElse("remove it"));
        return weighed(facts, known, failed);
    }

    /** A newer Synapse than the list may know more than the list. */
    private static Finding.Failed weighed(Facts facts, KeyList known, Finding.Failed failed) {
        boolean newer = facts.version(Program.SYNAPSE)
                .filter(release -> release.compareTo(Release.parse(known.release())) > 0)
                .isPresent();
        return newer
                ? failed.as(LOW)
                        .so("Synapse is newer than the list of keys (" + known.release() + "); "
                                + "look it up in the manual of your release")
                : failed;
    }

    private static Stream<Finding> metricsFlags(Facts facts) {
        boolean collected =
                facts.synapse().map(synapse -> synapse.isTrue("enable_metrics")).orElse(false);
        return below(facts, key -> !"known_servers".equals(key), "metrics_flags")
                .map(found -> {
                    Finding.Failed failed = found.drop(found.failed("remove it"));
                    return collected
                            ? failed
                            : failed.as(HIGH)
                                    .so("it does nothing now, and Synapse will not start once enable_metrics is true");
                });
    }

    private static Stream<Finding> eventCache(Facts facts) {
        return below(facts, "event_cache_size"::equals, "caches")
                .map(found -> found.failed("event_cache_size on the top level"));
    }

    private static Stream<Finding> cacheNames(Facts facts) {
        Set<String> running = SynapsePages.caches(facts);
        List<String> caches = running.isEmpty()
                ? facts.names().of("synapse-caches").all()
                : running.stream().sorted().toList();
        Set<String> known = caches.stream().map(SynapseKeys::cacheName).collect(Collectors.toSet());
        return below(
                        facts,
                        name -> !known.contains(cacheName(name))
                                && !cacheName(name).startsWith("repl"),
                        "caches",
                        "per_cache_factors")
                .map(found ->
                        found.failed(Beliefs.cache(found.entry().key(), caches).orElse("remove it")));
    }

    /** As Synapse folds names of caches. */
    private static String cacheName(String name) {
        return name.replaceAll("[^A-Za-z_1-9]", "").toLowerCase(Locale.ROOT);
    }

    private static Stream<Finding> unknownNested(Facts facts) {
        KeyList known = facts.names().of("synapse-nested");
        Set<String> paths = new HashSet<>(known.all());
        return files(facts)
                .flatMap(file -> file.entries().stream()
                        .filter(entry -> whole(entry.key()))
                        .flatMap(entry -> inside(file, entry.value(), entry.key(), paths)))
                .filter(found -> !STABLE.containsKey(found.entry().key()) && !otherwise(found.entry()))
                .map(found -> weighed(facts, known, nested(facts, found)));
    }

    private static boolean whole(String key) {
        return key.startsWith("rc_") || WHOLE.contains(key) || WHOLE.contains(key + "[]");
    }

    /** What other checks say better. */
    private static boolean otherwise(YamlEntry entry) {
        return entry.value().path().equals("caches.event_cache_size");
    }

    private static Finding.Failed nested(Facts facts, Found found) {
        String path = found.entry().value().path();
        return Beliefs.of(path, facts)
                .map(belief -> found.failed(belief.want()).so(belief.so()))
                .map(failed -> found.drop(failed))
                .orElseGet(() -> found.failed("remove it, or write the name that the manual has"));
    }

    private static Stream<Found> inside(YamlFile file, YamlNode node, String path, Set<String> known) {
        return switch (node) {
            case YamlScalar scalar -> Stream.of();
            case YamlList list -> list.items().stream().flatMap(item -> inside(file, item, path + "[]", known));
            case YamlMap map ->
                map.all().stream().flatMap(entry -> {
                    String below = path + "." + entry.key();
                    if (FREE.contains(path)) {
                        return Stream.of();
                    }
                    return known.contains(below)
                            ? inside(file, entry.value(), below, known)
                            : Stream.of(new Found(file, entry));
                });
        };
    }

    private static Stream<Finding> superseded(Facts facts) {
        Set<String> old = facts.names().of("synapse").in(SUPERSEDED);
        return topLevel(facts, old::contains)
                .map(found -> found.failed(NEWER.getOrDefault(
                        found.entry().key(), "look for its newer name in the manual, or remove it")));
    }

    private static Stream<Finding> stableFlags(Facts facts) {
        return flags(
                        facts,
                        flag -> STABLE.containsKey(flag)
                                && facts.atLeast(Program.SYNAPSE, STABLE.getOrDefault(flag, "0")))
                .map(found -> found.drop(found.failed("remove it")));
    }
}
