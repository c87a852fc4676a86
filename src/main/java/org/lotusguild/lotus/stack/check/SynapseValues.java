package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.LOW;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlEntry;
import org.lotusguild.lotus.base.yaml.YamlList;
import org.lotusguild.lotus.base.yaml.YamlMap;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Program;
import org.lotusguild.lotus.stack.facts.SynapseConfig.Written;

/** Values of the wrong kind: some stop Synapse, some are taken and break it later. */
final class SynapseValues {
    private static final Set<String> DURATIONS = Set.of(
            "caches.cache_entry_ttl",
            "caches.cache_autotuning.min_cache_ttl",
            "caches.sync_response_cache_duration",
            "delete_stale_devices_after",
            "email.notif_delay_before_mail",
            "email.validation_token_lifetime",
            "federation.client_timeout",
            "federation.destination_max_retry_interval",
            "federation.destination_min_retry_interval",
            "federation.max_long_retry_delay",
            "federation.max_short_retry_delay",
            "forgotten_room_retention_period",
            "key_refresh_interval",
            "login_via_existing_session.token_timeout",
            "max_event_delay_duration",
            "media_retention.local_media_lifetime",
            "media_retention.remote_media_lifetime",
            "media_upload_limits[].time_period",
            "nonrefreshable_access_token_lifetime",
            "presence.idle_timeout",
            "presence.last_active_granularity",
            "presence.sync_online_timeout",
            "push.jitter_delay",
            "redaction_allowed_period",
            "redaction_retention_period",
            "refresh_token_lifetime",
            "refreshable_access_token_lifetime",
            "retention.allowed_lifetime_max",
            "retention.allowed_lifetime_min",
            "retention.default_policy.max_lifetime",
            "retention.default_policy.min_lifetime",
            "retention.purge_jobs[].interval",
            "retention.purge_jobs[].longest_max_lifetime",
            "retention.purge_jobs[].shortest_max_lifetime",
            "session_lifetime",
            "turn_user_lifetime",
            "ui_auth.session_timeout",
            "unused_expiration_time",
            "user_ips_max_age");
    private static final Set<String> SIZES = Set.of(
            "caches.cache_autotuning.max_cache_memory_usage",
            "caches.cache_autotuning.target_cache_memory_usage",
            "event_cache_size",
            "max_avatar_size",
            "max_image_pixels",
            "max_spider_size",
            "max_upload_size",
            "media_upload_limits[].max_size");
    /** Keys of the top level at or below which there is one of them. */
    private static final Set<String> MEASURED = Stream.concat(DURATIONS.stream(), SIZES.stream())
            .map(path -> path.replaceFirst("[.\\[].*", ""))
            .collect(Collectors.toSet());

    private static final Pattern DURATION = Pattern.compile("\\d+[smhdwy]?");
    private static final Pattern SIZE = Pattern.compile("\\d+[KMGT]?");
    private static final Pattern ALMOST = Pattern.compile("(\\d+)\\s*([A-Za-z])[A-Za-z]*");
    private static final Set<String> LISTS = Set.of("turn_uris", "trusted_key_servers", "app_service_config_files");
    private static final Set<String> RATES = Set.of("per_second", "burst_count");

    /** The one list of which a text is taken too, letter by letter. */
    private static final String SPELLED_OUT = "turn_uris";

    static final List<Check> CHECKS = List.of(
            Check.of("SYN-013", CRITICAL, "A duration or size is not one that Synapse reads")
                    .on(Kind.SYNAPSE)
                    .passes(
                            "durations are a number and one of s m h d w y, sizes a number and one of K M G T, none negative")
                    .because("Synapse does not start: \"Bad duration suffix\" or \"invalid literal for int()\"")
                    .source("Synapse's own reader of durations and sizes; measured with 1.163.2")
                    .run(SynapseValues::measures),
            Check.of("SYN-014", CRITICAL, "A rate limit is not a number, or no block")
                    .on(Kind.SYNAPSE)
                    .passes("every rc_ group is a block, its per_second and burst_count are numbers")
                    .because("a text is accepted and then every request that is counted answers 500")
                    .source("measured with 1.163.2: TypeError: can't multiply sequence by non-int of type 'float'")
                    .run(SynapseValues::rates),
            Check.of("SYN-029", LOW, "New rooms are made in an old room version")
                    .on(Kind.SYNAPSE)
                    .passes("default_room_version is 12, or absent with Synapse 1.162 or newer")
                    .because("version 12 mends how a room's state is decided, and older rooms must be upgraded later")
                    .source("changes of Synapse: default 12 since 1.162, 11 since 1.158, 10 before")
                    .run(SynapseValues::roomVersion),
            Check.of("SYN-048", CRITICAL, "Synapse does not start with this limit alone")
                    .on(Kind.SYNAPSE)
                    .since(Program.SYNAPSE, "1.163")
                    .passes(
                            "limit_profile_requests_to_users_who_share_rooms comes with require_auth_for_profile_requests")
                    .because("it can only be enforced on requests of somebody, so Synapse refuses to start")
                    .source("measured with 1.163.2")
                    .run(SynapseValues::profileLimit),
            Check.of("SYN-054", HIGH, "A list is written as a single value")
                    .on(Kind.SYNAPSE, Kind.WORKER)
                    .passes("turn_uris, trusted_key_servers, app_service_config_files and bind_addresses are lists")
                    .because("Synapse accepts a text and takes its letters for the items")
                    .source("measured with 1.163.2: clients get turn_uris letter by letter, the others are refused")
                    .run(SynapseValues::lists),
            Check.of("SYN-056", CRITICAL, "The server's name is not one that other servers accept")
                    .on(Kind.SYNAPSE)
                    .passes("server_name is lower case, without scheme and path")
                    .because("it is in every address forever; Synapse accepts it and others refuse it")
                    .source(
                            "Matrix specification, server names; measured with 1.163.2: Example.org parses, https://example.org/ does not")
                    .run(SynapseValues::serverName));

    private SynapseValues() {}

    private static Stream<Written> written(Facts facts) {
        return facts.synapse().stream().flatMap(synapse -> synapse.written());
    }

    private static Stream<Finding> measures(Facts facts) {
        return written(facts)
                .filter(one -> MEASURED.contains(one.entry().key()))
                .flatMap(one -> one.value()
                        .walk()
                        .filter(YamlScalar.class::isInstance)
                        .map(YamlScalar.class::cast)
                        .filter(scalar -> !scalar.isNull())
                        .flatMap(scalar -> measure(one, scalar)));
    }

    private static Stream<Finding> measure(Written one, YamlScalar scalar) {
        String path = scalar.path().replaceAll("\\[\\d+]", "[]");
        boolean duration = DURATIONS.contains(path);
        if (!duration && !SIZES.contains(path)) {
            return Stream.of();
        }
        if ((duration ? DURATION : SIZE).matcher(scalar.text()).matches()) {
            return Stream.of();
        }
        Optional<String> meant = meant(scalar.text(), duration);
        String want =
                meant.orElse(duration ? "a number and one of s m h d w y: 28d" : "a number and one of K M G T: 200M");
        Finding.Failed failed =
                Finding.failed(one.at(scalar), scalar.path() + ": " + scalar.text() + one.shadow(), want);
        if (scalar.text().startsWith("-")) {
            failed = failed.so("Synapse accepts it, and refuses every upload or lets nothing live");
        }
        return Stream.of(Edits.with(
                failed, meant.flatMap(good -> Edits.rename(one.file(), scalar.line(), scalar.text(), good))));
    }

    /** {@code 3yr} was meant to be {@code 3y}, {@code 200MB} to be {@code 200M}. */
    private static Optional<String> meant(String text, boolean duration) {
        Matcher almost = ALMOST.matcher(text);
        if (!almost.matches()) {
            return Optional.empty();
        }
        String letter = duration
                ? almost.group(2).toLowerCase(Locale.ROOT)
                : almost.group(2).toUpperCase(Locale.ROOT);
        boolean month = duration && text.toLowerCase(Locale.ROOT).contains("mo");
        boolean known = (duration ? "smhdwy" : "KMGT").contains(letter);
        return known && !month ? Optional.of(almost.group(1) + letter) : Optional.empty();
    }

    private static Stream<Finding> rates(Facts facts) {
        return written(facts).filter(one -> one.entry().key().startsWith("rc_")).flatMap(one -> switch (one.value()) {
            case YamlMap group -> group.all().stream().flatMap(entry -> rate(one, entry));
            case YamlScalar nothing when nothing.isNull() -> Stream.of();
            case YamlScalar single -> Stream.of(noBlock(one, one.entry()));
            case YamlList list -> Stream.of(noBlock(one, one.entry()));
        });
    }

    private static Finding noBlock(Written one, YamlEntry entry) {
        return Finding.failed(
                        one.file().at(entry),
                        Shown.of(entry) + one.shadow(),
                        entry.key() + ": {per_second: 0.1, burst_count: 5}")
                .so("Synapse does not start: the group must be a block");
    }

    private static Stream<Finding> rate(Written one, YamlEntry entry) {
        if (RATES.contains(entry.key())) {
            boolean number = entry.value() instanceof YamlScalar scalar
                    && scalar.number().isPresent();
            return number
                    ? Stream.of()
                    : Stream.of(
                            Finding.failed(one.file().at(entry.value()), Shown.of(entry) + one.shadow(), "a number"));
        }
        if (entry.value() instanceof YamlMap inner) {
            return inner.all().stream()
                    .filter(number -> RATES.contains(number.key()))
                    .flatMap(number -> rate(one, number));
        }
        boolean group = Set.of(
                        "address",
                        "account",
                        "failed_attempts",
                        "local",
                        "remote",
                        "per_room",
                        "per_user",
                        "per_issuer")
                .contains(entry.key());
        return group ? Stream.of(noBlock(one, entry)) : Stream.of();
    }

    private static Stream<Finding> roomVersion(Facts facts) {
        return facts.synapse().stream().flatMap(synapse -> {
            List<Written> all = synapse.written("default_room_version").toList();
            if (all.isEmpty()) {
                return facts.atLeast(Program.SYNAPSE, "1.162")
                        ? Stream.of()
                        : Stream.of(Finding.failed(
                                synapse.missing("default_room_version"),
                                "not set, and Synapse's own default is older",
                                "default_room_version: \"12\""));
            }
            return all.stream()
                    .filter(one -> !one.value().text().orElse("").equals("12"))
                    .map(SynapseValues::oldVersion);
        });
    }

    private static Finding oldVersion(Written one) {
        Finding.Failed failed =
                Finding.failed(one.where(), Shown.of(one.entry()) + one.shadow(), "default_room_version: \"12\"");
        String version = one.value().text().orElse("");
        boolean known = version.matches("[1-9]|1[01]|org\\..*");
        return known ? failed : failed.as(CRITICAL).so("Synapse does not start: it knows no such room version");
    }

    private static Stream<Finding> profileLimit(Facts facts) {
        return facts.synapse().stream()
                .filter(synapse -> !synapse.isTrue("require_auth_for_profile_requests"))
                .flatMap(synapse -> synapse.effective("limit_profile_requests_to_users_who_share_rooms").stream())
                .filter(one -> one.value().isTrue())
                .map(one -> Finding.failed(
                        one.where(), Shown.of(one.entry()), "require_auth_for_profile_requests: true beside it"));
    }

    private static Stream<Finding> lists(Facts facts) {
        Stream<Finding> top = written(facts)
                .filter(one -> LISTS.contains(one.entry().key()))
                .filter(one ->
                        one.value() instanceof YamlMap || one.value().scalar().isPresent())
                .map(SynapseValues::single);
        Stream<Finding> binds = Stream.concat(facts.yaml(Kind.SYNAPSE).stream(), facts.yaml(Kind.WORKER).stream())
                .flatMap(file -> Stream.concat(
                                file.items("listeners").stream(), file.items("worker_listeners").stream())
                        .flatMap(listener -> listener.scalar("bind_addresses").stream())
                        .map(value -> Finding.failed(
                                        file.at(value),
                                        "bind_addresses: " + value.text(),
                                        "bind_addresses: ['" + value.text() + "']")
                                .as(CRITICAL)
                                .so("Synapse does not start: bind_addresses must be a list")));
        return Stream.concat(top, binds);
    }

    private static Finding.Failed single(Written one) {
        String key = one.entry().key();
        Finding.Failed failed = Finding.failed(
                one.where(), Shown.of(one.entry()) + one.shadow(), key + ": [" + words(one.value()) + "]");
        return SPELLED_OUT.equals(key)
                ? failed
                : failed.as(CRITICAL).so("Synapse does not start: " + key + " must be a list");
    }

    private static String words(YamlNode value) {
        return value.text().map(text -> "'" + text + "'").orElse("…");
    }

    private static Stream<Finding> serverName(Facts facts) {
        return facts.synapse().stream()
                .flatMap(synapse -> synapse.written("server_name"))
                .filter(one -> !ServerNames.good(one.value().text().orElse("")))
                .map(one -> named(one, one.value().text().orElse("")));
    }

    private static Finding named(Written one, String name) {
        Finding.Failed failed = Finding.failed(
                one.where(),
                Shown.of(one.entry()) + one.shadow(),
                "server_name: " + ServerNames.bare(name.isEmpty() ? "example.org" : name));
        boolean capitals = ServerNames.good(name.toLowerCase(Locale.ROOT));
        return capitals ? failed : failed.so("Synapse does not start: Invalid server name");
    }
}
