package org.lotusguild.lotus.stack.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;

class SynapseTest {
    private static final String FIVE = Samples.text("five-hosts");

    private static String file(String yaml, String name) {
        Plan plan = Samples.planOf(yaml);
        return Samples.file(plan, plan.the(Role.SYNAPSE), "/etc/matrix-synapse/" + name);
    }

    @Test
    void closesFederationByWhatSynapseReallyReads() {
        String closed = file(FIVE.replace("federation: open", "federation: closed"), "homeserver.yaml");
        assertThat(closed)
                .contains("federation_domain_whitelist: []\n", "trusted_key_servers: []\n")
                .doesNotContain("- federation\n");
        assertThat(file(FIVE, "homeserver.yaml")).contains("- federation\n").doesNotContain("whitelist");
        assertThat(file(Samples.text("large"), "homeserver.yaml"))
                .contains("federation_domain_whitelist:\n  - example.com\n  - example.net\n");
    }

    @Test
    void leavesOutWhatIsKeptForEver() {
        assertThat(file(FIVE, "homeserver.yaml"))
                .contains("media_retention:\n  remote_media_lifetime: \"1y\"\n")
                .doesNotContain("local_media_lifetime");
        assertThat(file(FIVE.replace("keep-remote: 1y", "keep-remote: forever"), "homeserver.yaml"))
                .doesNotContain("media_retention");
    }

    @Test
    void asksForTheRoomVersionOnlyWhereItIsNotTheDefault() {
        assertThat(file(FIVE, "homeserver.yaml")).doesNotContain("default_room_version");
        assertThat(file(FIVE.replace("1.163", "1.161"), "homeserver.yaml")).contains("default_room_version: \"12\"\n");
    }

    @Test
    void looksAtLinksOnlyWithTheListOfNetworks() {
        assertThat(file(FIVE, "homeserver.yaml"))
                .contains("url_preview_enabled: false\n")
                .doesNotContain("blacklist");
        assertThat(file(FIVE.replace("  lan:", "  url-previews: true\n  lan:"), "homeserver.yaml")
                        .lines()
                        .filter(line -> line.matches("  - .*/\\d+\"?")))
                .hasSize(19);
    }

    @Test
    void knowsTheTurnServerWithoutCallsOfMany() {
        assertThat(file(FIVE.replace("calls: true", "calls: false"), "conf.d/lotus-calls.yaml"))
                .contains("turn_uris:\n", "turn_shared_secret_path: ")
                .doesNotContain("matrix_rtc", "msc4143");
    }

    @Test
    void findsItsThingsWhereTheyLie() {
        String places =
                "  synapse: {signing-key: /srv/key, media-store: /srv/media, database: matrix, database-user: mx}\n  lan:";
        assertThat(file(FIVE.replace("  lan:", places), "homeserver.yaml"))
                .contains("signing_key_path: /srv/key\n", "media_store_path: /srv/media\n")
                .contains("dbname: matrix\n", "user: mx\n");
        assertThat(file(FIVE.replace("  lan:", places), "secrets/pgpass")).startsWith("10.20.0.44:5432:matrix:mx:");
    }

    @Test
    void takesOverAccountsBetweenTwoDaysOnly() {
        String window = "  sso: {migrate-from: 2026-11-%s, migrate-until: 2026-11-%s}\n  lan:";
        assertThat(file(FIVE, "conf.d/lotus-sso.yaml")).contains("allow_existing_users: false");
        assertThat(file(FIVE.replace("  lan:", window.formatted("20", "25")), "conf.d/lotus-sso.yaml"))
                .contains("allow_existing_users: true");
        assertThat(file(FIVE.replace("  lan:", window.formatted("20", "24")), "conf.d/lotus-sso.yaml"))
                .contains("allow_existing_users: false");
    }

    @Test
    void givesWorkersWhatTheyNeed() {
        String large = Samples.text("large");
        assertThat(file(large, "conf.d/lotus-workers.yaml"))
                .contains(
                        "instance_map:\n  main:\n", "  media-1:\n", "password_path: /etc/matrix-synapse/secrets/redis")
                .contains("enable_media_repo: false\n", "media_instance_running_background_jobs: media-1\n");
        assertThat(file(large, "workers/sync-1.yaml"))
                .contains("worker_app: synapse.app.generic_worker\n", "worker_name: sync-1\n", "port: 8010\n");
        assertThat(file(large, "workers/pusher-1.yaml")).doesNotContain("type: http");
        assertThat(file(large, "workers/media-1.yaml"))
                .contains("enable_media_repo: true\n", "- media\n", "- replication\n");
    }
}
