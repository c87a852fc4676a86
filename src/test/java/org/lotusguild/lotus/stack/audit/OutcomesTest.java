package org.lotusguild.lotus.stack.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.check.Severity;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.NamedPath;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.read.NameLists;
import org.lotusguild.lotus.stack.read.Reading;

/**
 * What Synapse 1.163.2 itself said to 63 settings, each added to a good file: the audit calls critical what stopped it, and finds
 * what it took in silence.
 */
class OutcomesTest {
    private static final KeyLists NAMES = NameLists.read();
    private static final List<String> GOOD = List.of(
            "server_name: example.org",
            "public_baseurl: https://matrix.example.org/",
            "listeners:",
            "  - {port: 8008, type: http, x_forwarded: true, bind_addresses: ['127.0.0.1'], resources: [{names: [client, federation]}]}",
            "database: {name: psycopg2, args: {user: synapse, cp_min: 5, cp_max: 10}}",
            "macaroon_secret_key: 0123456789abcdef0123456789abcdef-a",
            "form_secret: 0123456789abcdef0123456789abcdef-b",
            "registration_shared_secret: 0123456789abcdef0123456789abcdef-c",
            "suppress_key_server_warning: true",
            "turn_allow_guests: false");

    /** Settings that stop Synapse and that only its own check of the configuration tells: {@code --programs}. */
    private static final Set<String> ONLY_THE_PROGRAM = Set.of(
            "turn_both",
            "reg_secret_both",
            "password_path_missing",
            "listener_res",
            "listener_legacy",
            "no_tls_listener",
            "oidc_missing",
            "autotune",
            "public_baseurl_http",
            "experimental_list");

    /** What Synapse takes in silence and what must be found then. */
    private static final Map<String, String> SILENT = Map.ofEntries(
            Map.entry("federation_enabled", "SYN-001 SYN-003"),
            Map.entry("fed_whitelist_string", "SYN-004"),
            Map.entry("fed_wl_dict", "SYN-004"),
            Map.entry("push_gateways", "SYN-047"),
            Map.entry("metrics_flags_disabled", "SYN-002"),
            Map.entry("cache_inside", "SYN-027 SYN-028"),
            Map.entry("rc_string", "SYN-014"),
            Map.entry("dup_key", "SYN-032"),
            Map.entry("db_second", "SYN-032"),
            Map.entry("metrics_listener", "SYN-032"),
            Map.entry("empty_db_args", "SYN-023"),
            Map.entry("exp_bogus", "SYN-047"),
            Map.entry("worker_legacy", "SYN-052"),
            Map.entry("int_secret", "SYN-031"),
            Map.entry("server_name_bad", "SYN-056"),
            Map.entry("dup_listener_port", "SYN-060"),
            Map.entry("turn_uris_string", "SYN-054"),
            Map.entry("neg_upload", "SYN-013"),
            Map.entry("app_svc_missing", "SYN-057"),
            Map.entry("log_config_missing", "SYN-057"));

    /** One line of the record. */
    record Outcome(String name, int exit, String added) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Outcome> outcomes() throws IOException {
        return Files.readAllLines(Fixtures.FOLDER.resolve("synapse-1.163.2-config-outcomes.tsv")).stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .map(parts -> new Outcome(parts[0], Integer.parseInt(parts[1]), added(parts[2])))
                .toList();
    }

    /** The words before the text say that it takes the place of a setting of the good file. */
    private static String added(String text) {
        return Json.parse(text).stringValue().replaceFirst("^\\(differs in database\\) ", "");
    }

    static Stream<Outcome> refused() throws IOException {
        return outcomes().stream()
                .filter(outcome -> outcome.exit() != 0)
                .filter(outcome -> !ONLY_THE_PROGRAM.contains(outcome.name()));
    }

    static Stream<Outcome> silent() throws IOException {
        return outcomes().stream().filter(outcome -> SILENT.containsKey(outcome.name()));
    }

    static Stream<Outcome> right() throws IOException {
        return outcomes().stream()
                .filter(outcome -> outcome.exit() == 0)
                .filter(outcome -> !SILENT.containsKey(outcome.name()));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void callsCriticalWhatStopsSynapse(Outcome outcome) {
        assertThat(found(outcome).stream().filter(hit -> !hit.failed() || hit.severity() == Severity.CRITICAL))
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("silent")
    void findsWhatSynapseTakesInSilence(Outcome outcome) {
        assertThat(ids(found(outcome)))
                .containsAll(List.of(SILENT.getOrDefault(outcome.name(), "").split(" ", -1)));
    }

    @ParameterizedTest
    @MethodSource("right")
    void saysNothingWorseThanMediumToWhatIsRight(Outcome outcome) {
        assertThat(found(outcome).stream()
                        .filter(hit -> hit.severity().atLeast(Severity.HIGH))
                        .filter(hit -> hit.where().line() > GOOD.size()))
                .isEmpty();
    }

    @Test
    void findsNothingWorseThanMediumInTheGoodFile() {
        assertThat(found(new Outcome("ok", 0, "")))
                .noneMatch(hit -> !hit.failed() || hit.severity().atLeast(Severity.HIGH));
    }

    @Test
    void knowsTheSettingsThatItSpeaksOf() throws IOException {
        Set<String> names = outcomes().stream().map(Outcome::name).collect(Collectors.toSet());
        assertThat(names).hasSize(63).containsAll(SILENT.keySet()).containsAll(ONLY_THE_PROGRAM);
    }

    private static Set<String> ids(List<Hit> hits) {
        return hits.stream().map(hit -> hit.check().id().text()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Hit> found(Outcome outcome) {
        List<String> lines = Stream.concat(
                        GOOD.stream()
                                .filter(line -> !outcome.name().matches("empty_db_args|db_sqlite_unset")
                                        || !line.startsWith("database")),
                        Arrays.stream(outcome.added().split("\n", -1)))
                .toList();
        Map<String, NamedPath> paths = Stream.of("/nonexist.yaml", "/nonexist.key", "/nonexist", "/nonexistent")
                .collect(Collectors.toMap(path -> path, path -> new NamedPath(true, false, false, Optional.empty())));
        Origin origin = new Origin("homeserver.yaml", "/x/homeserver.yaml", lines, Optional.empty(), false);
        return Audit.run(
                        Reading.read(List.of(origin), NAMES)
                                .facts(Fixtures.NOW, Told.nothing(), NAMES, paths, Set.of(), List.of()),
                        Selection.ALL,
                        List.of(),
                        0)
                .hits();
    }
}
