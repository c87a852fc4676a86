package org.lotusguild.lotus.stack.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lotusguild.lotus.stack.adopt.Legacy.secret;

import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.audit.Fixtures;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.plan.Capacity;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.plan.StackBlock;
import org.lotusguild.lotus.stack.plan.StackTrouble;

/** The installation of the fixtures, taken over. */
class AdoptionTest {
    @Test
    void writesThePlanThatStandsForTheInstallation() {
        StackBlock stack = Legacy.plan(Legacy.adoption().yaml()).stack();

        assertThat(stack.serverName()).isEqualTo("example.org");
        assertThat(stack.publicName()).isEqualTo("matrix.example.org");
        assertThat(stack.federation()).hasToString("open");
        assertThat(stack.size()).isEqualTo(Capacity.MEDIUM);
        assertThat(stack.calls()).isTrue();
        assertThat(stack.registration()).hasToString("TOKEN");
        assertThat(stack.urlPreviews()).isTrue();
        assertThat(stack.media().upload()).hasToString("200M");
        assertThat(stack.media().keepRemote()).hasToString("1y");
        assertThat(stack.media().keepLocal()).hasToString("forever");
        assertThat(stack.names().turn()).contains("turn.example.org");
        assertThat(stack.names().auth()).contains("auth.example.org");
        assertThat(stack.names().client()).contains("chat.example.org");
        assertThat(stack.versions().synapse()).hasToString("1.148.0");
        assertThat(stack.versions().postgresql()).hasToString("17.9");
        assertThat(stack.synapse().databaseUser()).isEqualTo("synapse_user");
    }

    @Test
    void givesEveryRoleToItsHost() {
        Plan plan = Legacy.plan(Legacy.adoption().yaml());
        assertThat(plan.the(Role.SYNAPSE).address()).isEqualTo("10.20.0.29");
        assertThat(plan.the(Role.SYNAPSE).roles()).contains(Role.TURN, Role.SFU, Role.LOTUS);
        assertThat(plan.the(Role.POSTGRES).address()).isEqualTo("10.20.0.44");
        assertThat(plan.the(Role.PROXY).name()).isEqualTo("proxy");
        assertThat(plan.the(Role.WEB).name()).isEqualTo("web");
        assertThat(plan.the(Role.SSO).name()).isEqualTo("auth");
        assertThat(plan.span(Service.LIVEKIT_MEDIA)).hasToString("50000-51000");
        assertThat(plan.span(Service.TURN_RELAY)).hasToString("52000-57999");
    }

    @Test
    void takesSecretsOverAndShowsNone() {
        Adoption adoption = Legacy.adoption();
        assertThat(secret(adoption, SecretName.MACAROON)).startsWith("fake-macaroon");
        assertThat(secret(adoption, SecretName.TURN)).startsWith("fake-turn-secret-0123");
        assertThat(secret(adoption, SecretName.DB_SYNAPSE)).isEqualTo("not-a-real-password");
        assertThat(adoption.secrets()).doesNotContainKeys(SecretName.OIDC_CLIENT, SecretName.LIVEKIT_SECRET);
        assertThat(adoption.yaml()).doesNotContain("fake", "not-a-real");
        assertThat(adoption.notes()).noneMatch(note -> note.toString().contains("fake-"));
    }

    @Test
    void keepsWhatTheAuditHasNothingAgainst() {
        assertThat(Legacy.adoption().yaml().lines().map(String::strip))
                .contains(
                        "per_cache_factors: {get_users_in_room: 3.0}",
                        "app_service_config_files: [/etc/matrix-synapse/hookshot-registration.yaml]",
                        "rtc: {use_external_ip: false}")
                .anyMatch(line -> line.startsWith("postgres: {")
                        && line.contains("max_parallel_workers: \"2\"")
                        && line.contains("pg_stat_statements.track: all"))
                .anyMatch(line -> line.startsWith("sysctl: ") || line.startsWith("net.ipv4.tcp_fin_timeout"));
    }

    @Test
    void tellsOfEachSettingWhatBecameOfIt() {
        assertThat(Legacy.adoption().notes())
                .anySatisfy(note -> {
                    assertThat(note.place()).isEqualTo("synapse/homeserver.yaml:57");
                    assertThat(note.kind()).isEqualTo(Note.Kind.LEFT);
                    assertThat(note.what()).isEqualTo("federation_enabled");
                    assertThat(note.findings()).isEqualTo("SYN-001");
                    assertThat(note.word()).isEqualTo("Synapse does not know this setting and ignores it");
                })
                .anySatisfy(note -> {
                    assertThat(note.place()).isEqualTo("synapse/homeserver.yaml:39");
                    assertThat(note.word()).isEqualTo("media.upload: 200M");
                })
                .anySatisfy(note -> {
                    assertThat(note.place()).isEqualTo("coturn/turnserver.conf:8");
                    assertThat(note.word()).isEqualTo("secrets/turn");
                })
                .anySatisfy(note -> assertThat(note.place() + note.kind()).isEqualTo("hookshot/config.ymlAPART"));
    }

    @Test
    void namesTheFilesThatMakeRoom() {
        assertThat(Legacy.adoption().room())
                .contains(
                        "synapse/conf.d/metrics.yaml",
                        "nginx/matrix.conf",
                        "nginx/cinny.conf",
                        "postgresql/conf.d/synapse_tuning.conf",
                        "sysctl/99-matrix-tuning.conf",
                        "cron/purge-synapse-media.sh")
                .doesNotContain(
                        "hookshot/config.yml",
                        "systemd/lk-jwt-service.service",
                        "sygnal/sygnal.yaml",
                        "postgresql/pg_hba.conf");
    }

    @Test
    void guessesHostsWhereNoneIsTold() {
        Plan plan = Legacy.plan(Legacy.adoption(Told.nothing(), Fixtures.LEGACY).yaml());
        assertThat(plan.hosts()).extracting(host -> host.name()).containsExactly("database", "guild");
        assertThat(plan.the(Role.PROXY).address()).isEqualTo("10.20.0.29");
        assertThat(plan.the(Role.PROXY).behind()).contains("203.0.113.139");
        assertThat(plan.the(Role.POSTGRES).memory())
                .hasValueSatisfying(memory -> assertThat(memory).hasToString("6GiB"));
        assertThat(plan.has(Role.SSO)).isFalse();
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> Legacy.adoption(Told.nothing(), Fixtures.LEGACY.resolve("nginx")))
                .isInstanceOf(StackTrouble.class)
                .hasMessageContaining("homeserver.yaml");
    }
}
