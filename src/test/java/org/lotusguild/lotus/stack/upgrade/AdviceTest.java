package org.lotusguild.lotus.stack.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.config.ForeignYaml;

/** What there is to upgrade, and what concerns this configuration. */
class AdviceTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-25");

    private static Advice advice(Map<String, String> versions, String synapse) {
        Conditions conditions = new Conditions(List.of(ForeignYaml.of(Path.of("homeserver.yaml"), synapse)));
        return Advice.of(new Installed(versions), conditions, TODAY);
    }

    private static Advice.Engine synapse(String version, String configuration) {
        return advice(Map.of("synapse", version), configuration).engines().getFirst();
    }

    @Test
    void countsTheSecurityReleasesInBetween() {
        Advice.Engine legacy = synapse("1.148.0", "server_name: example.org");
        assertThat(legacy.next()).isEqualTo("1.163.2");
        assertThat(legacy.security()).hasSize(3).first().asString().startsWith("1.152.1");
        assertThat(synapse("1.163.1", "a: b").security()).hasSize(1);
        assertThat(synapse("1.163.2", "a: b").behind()).isFalse();
        assertThat(synapse("1.164.0", "a: b").behind()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url_preview_enabled: true | beautifulsoup4",
                "experimental_features: {msc3861: {enabled: true}} | msc3861 was removed",
                "experimental_features: {msc3266_enabled: true} | no longer read",
                "matrix_rtc: {transports: []} | livekit_service_url",
                "redis: {enabled: true, username: a} | without a password",
                "limit_profile_requests_to_users_who_share_rooms: true | require_auth_for_profile_requests",
                "instance_map: {main: {}} | quarantine paths",
                "stream_writers: {} | quarantined_media_changes",
                "server_name: example.org | version 12",
            })
    void tellsWhatConcernsThisConfiguration(String configuration, String note) {
        assertThat(synapse("1.148.0", configuration).notes()).anyMatch(line -> line.contains(note));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url_preview_enabled: false | beautifulsoup4",
                "server_name: example.org | msc3861",
                "redis: {enabled: true, username: a, password_path: /x} | without a password",
                "limit_profile_requests_to_users_who_share_rooms: true\\nrequire_auth_for_profile_requests: true | refuses the start",
                "default_room_version: '11' | version 12",
            })
    void keepsSilentAboutWhatDoesNot(String configuration, String note) {
        assertThat(synapse("1.148.0", configuration.replace("\\n", "\n")).notes())
                .noneMatch(line -> line.contains(note));
    }

    @Test
    void letsTheLastFileSay() {
        Conditions both = new Conditions(List.of(
                ForeignYaml.of(Path.of("homeserver.yaml"), "url_preview_enabled: true\nredis: {enabled: true}"),
                ForeignYaml.of(Path.of("conf.d/a.yaml"), "url_preview_enabled: false")));
        assertThat(both.holds("url_preview_enabled=true")).isFalse();
        assertThat(both.holds("redis.enabled=true")).isTrue();
    }

    @Test
    void tellsNothingThatWasPassedAlready() {
        assertThat(synapse("1.163.0", "url_preview_enabled: true\nexperimental_features: {msc3861: {}}")
                        .notes())
                .isEmpty();
    }

    @Test
    void knowsWhenASeriesOfPostgresqlEnds() {
        Advice old = advice(Map.of("postgresql", "14.3"), "a: b");
        assertThat(old.engines().getFirst().ended()).isTrue();
        assertThat(old.urgent()).isTrue();
        Advice.Engine fifteen =
                advice(Map.of("postgresql", "15.10"), "a: b").engines().getFirst();
        assertThat(fifteen.next()).isEqualTo("15.18");
        assertThat(fifteen.ended()).isFalse();
        assertThat(fifteen.end()).contains("2027-11-11");
        assertThat(advice(Map.of("postgresql", "17.9"), "a: b")
                        .engines()
                        .getFirst()
                        .behind())
                .isFalse();
    }

    @Test
    void givesTheOrderOfWork() {
        Advice advice = advice(
                Map.of(
                        "synapse", "1.148.0", "nginx", "1.22.1", "coturn", "4.6.1", "redis", "7.0.15", "livekit",
                        "1.9.11"),
                "a: b");
        assertThat(advice.work())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("lotus backup run"),
                        two -> assertThat(two).startsWith("Synapse 1.148.0 → 1.163.2"),
                        three -> assertThat(three).startsWith("LiveKit 1.9.11 → 1.11.0"),
                        four -> assertThat(four).startsWith("coturn 4.6.1 → 4.18.0"),
                        five -> assertThat(five).startsWith("nginx 1.22.1 → 1.26"),
                        last -> assertThat(last).isEqualTo("lotus doctor"));
        assertThat(advice(Map.of("redis", "7.0.15"), "a: b").work()).isEmpty();
    }

    @Test
    void takesEveryNoteWhereItKnowsNoConfiguration() {
        Advice advice = Advice.of(new Installed(Map.of("synapse", "1.148.0")), new Conditions(List.of()), TODAY);
        assertThat(advice.engines().getFirst().notes()).hasSizeGreaterThan(8);
    }

    @Test
    void readsTheVersionsOfAFactsFile(@TempDir Path folder) throws Exception {
        Path facts = Files.writeString(
                folder.resolve("facts.yaml"),
                "versions: {synapse: 1.148.0, postgresql: \"17.9\", coturn: 4.6.1, hookshot: 7.3.2, redis: 7}\n");
        assertThat(Installed.told(facts).versions())
                .isEqualTo(Map.of("synapse", "1.148.0", "postgresql", "17.9", "coturn", "4.6.1", "redis", "7"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nginx version: nginx/1.22.1 | 1.22.1",
                "4.6.1 | 4.6.1",
                "psql (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1) | 15.18",
                "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 | 7.0.15",
                "livekit-server version 1.11.0 | 1.11.0",
            })
    void findsTheVersionInTheWordsOfAProgram(String words, String version) {
        assertThat(EngineVersion.in(words)).contains(new EngineVersion(version));
    }

    @Test
    void comparesVersionsAsNumbers() {
        assertThat(new EngineVersion("1.9").before(new EngineVersion("1.10"))).isTrue();
        assertThat(new EngineVersion("1.163").before(new EngineVersion("1.163.0")))
                .isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new EngineVersion("newest"));
    }
}
