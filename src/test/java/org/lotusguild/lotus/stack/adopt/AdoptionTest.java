package org.lotusguild.lotus.stack.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.stack.audit.Fixtures;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.plan.Capacity;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.plan.StackBlock;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.render.RenderedFile;
import org.lotusguild.lotus.stack.render.Samples;

class AdoptionTest {
    @TempDir
    private Path folder;

    private static String secret(Adoption adoption, SecretName name) {
        return adoption.secrets().getOrDefault(name, new Secret("none")).value();
    }

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
    void takesASmallInstallationOfSynapseAlone() throws IOException {
        Files.writeString(folder.resolve("homeserver.yaml"), """
                server_name: example.org
                public_baseurl: https://matrix.example.org/
                listeners:
                  - {port: 8448, type: http, bind_addresses: [127.0.0.1], x_forwarded: true, resources: [{names: [client, federation]}]}
                database: {name: psycopg2, args: {user: synapse, password: "a:longer\\\\one!", database: matrix, host: localhost}}
                signing_key_path: /srv/synapse/key
                turn_uris: ["turn:turn.example.com:3478"]
                turn_shared_secret: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                signing_key: ed25519 a_abcd whispered
                email: {smtp_host: mail.example.org, smtp_pass: whispered}
                modules: [{module: shop.Storage, config: {sse_customer_key: whispered}}]
                password_providers: [{module: shop.Login, config: {ask: "https://example.org/?api_key=whispered"}}]
                recaptcha_private_key: 12345678
                registration_requires_token: true
                oidc_providers:
                  - {idp_id: google, issuer: "https://accounts.example.com", client_id: x, client_secret: whispered}
                """);
        Adoption adoption = Legacy.adoption(Told.nothing(), folder);
        StackBlock stack = Legacy.plan(adoption.yaml()).stack();

        assertThat(stack.ports().get("synapse")).hasToString("8448");
        assertThat(stack.synapse().database()).isEqualTo("matrix");
        assertThat(stack.synapse().signingKey()).isEqualTo("/srv/synapse/key");
        assertThat(stack.calls()).isFalse();
        assertThat(adoption.yaml())
                .contains("turn_uris: [turn:turn.example.com:3478]", "smtp_host: mail.example.org")
                .doesNotContain("whispered", "aaaaaaaa", "google", "12345678");
        assertThat(secret(adoption, SecretName.DB_SYNAPSE)).isEqualTo("a:longer\\one!");
        assertThat(adoption.notes())
                .filteredOn(note -> note.kind() == Note.Kind.LEFT)
                .extracting(Note::what)
                .contains("email.smtp_pass", "oidc_providers", "turn_shared_secret", "signing_key", "modules");
    }

    @Test
    void leavesOutWhatNoPlanTakes() throws IOException {
        Files.writeString(folder.resolve("homeserver.yaml"), """
                server_name: example.org
                listeners: [{port: 8008, type: http, resources: [{names: [client]}]}]
                database: {name: sqlite3, args: {database: /srv/homeserver.db}}
                max_upload_size: rather a lot
                """);
        Files.writeString(
                folder.resolve("livekit.yaml"), "port: 7880\nrtc: {port_range_start: 50000, port_range_end: 57000}\n");
        Files.writeString(folder.resolve("turnserver.conf"), """
                use-auth-secret
                min-port=56000
                max-port=60000
                """);
        Adoption adoption = Legacy.adoption(Told.nothing(), folder);

        assertThat(Legacy.plan(adoption.yaml()).has(Role.POSTGRES)).isTrue();
        assertThat(adoption.yaml()).doesNotContain("sqlite3", "homeserver.db", "rather");
        assertThat(adoption.notes())
                .filteredOn(note -> note.kind() == Note.Kind.LEFT)
                .extracting(Note::what)
                .contains("database", "max_upload_size");
        assertThat(adoption.notes())
                .filteredOn(note -> note.kind() == Note.Kind.ADDED)
                .extracting(Note::what)
                .contains("names.turn: turn.example.org", "public-name: example.org");
    }

    @Test
    void keepsAValueOfPostgresqlAsItIsOrNotAtAll() throws IOException {
        Files.createDirectories(folder.resolve("conf.d"));
        Files.writeString(folder.resolve("homeserver.yaml"), """
                server_name: example.org
                listeners: [{port: 8008, type: http, bind_addresses: [127.0.0.1], resources: [{names: [client]}]}]
                """);
        Files.writeString(folder.resolve("conf.d/own.conf"), """
                max_connections = 200
                shared_buffers = 1GB
                archive_command = 'cp "%p" ''/a\\\\b/%f'''
                log_line_prefix = '%t\\t%u'
                """);
        Adoption adoption = Legacy.adoption(Told.nothing(), folder);
        Plan plan = Legacy.plan(adoption.yaml());
        String rendered = Samples.files(plan).stream()
                .filter(file -> file.path().endsWith("/main/conf.d/lotus.conf"))
                .map(RenderedFile::text)
                .findFirst()
                .orElseThrow();

        assertThat(rendered)
                .contains("archive_command = 'cp \"%p\" ''/a\\\\b/%f'''\n")
                .doesNotContain("%u");
        assertThat(adoption.notes())
                .filteredOn(note -> note.kind() == Note.Kind.LEFT)
                .extracting(note -> note.what() + ": " + note.word())
                .contains("log_line_prefix: has signs that cannot be seen; put it into a file of your own");
    }

    @Test
    void keepsServersAndLocationsOfOthers() throws IOException {
        Files.writeString(folder.resolve("homeserver.yaml"), """
                server_name: example.org
                public_baseurl: https://matrix.example.org/
                listeners: [{port: 8008, type: http, bind_addresses: [127.0.0.1], resources: [{names: [client]}]}]
                """);
        Files.writeString(folder.resolve("matrix.conf"), """
                server {
                    listen 443 ssl;
                    server_name matrix.example.org;
                    ssl_certificate /srv/certs/matrix.example.org/fullchain.pem;
                    ssl_certificate_key /srv/certs/matrix.example.org/privkey.pem;
                    location /_matrix { proxy_pass http://127.0.0.1:8008; }
                    location /wiki/ {
                        proxy_pass http://127.0.0.1:8300; # "not a brace: {"
                    }
                }
                server {
                    listen 443 ssl;
                    server_name other.example.org;
                    ssl_certificate /srv/certs/matrix.example.org/fullchain.pem;
                    ssl_certificate_key /srv/certs/matrix.example.org/privkey.pem;
                    ssl_protocols TLSv1.2 TLSv1.3;
                    add_header Strict-Transport-Security "max-age=15552000" always;
                    root /srv/other;
                }
                """);
        Plan plan = Legacy.plan(Legacy.adoption(Told.nothing(), folder).yaml());
        String rendered = Samples.file(plan, plan.the(Role.PROXY), "/etc/nginx/conf.d/lotus.conf");

        assertThat(plan.stack().certificates().path()).isEqualTo("/srv/certs/{name}");
        assertThat(rendered)
                .contains("    location /wiki/ {\n        proxy_pass http://127.0.0.1:8300;")
                .contains("server_name other.example.org;\n");
        assertThat(rendered.split("location /_matrix \\{", -1)).hasSize(1);
    }

    @Test
    void looksIntoFilesThatNginxConfIncludes() throws IOException {
        Files.createDirectories(folder.resolve("nginx/conf.d"));
        Files.writeString(folder.resolve("homeserver.yaml"), """
                server_name: example.org
                public_baseurl: https://matrix.example.org/
                listeners: [{port: 8008, type: http, bind_addresses: [127.0.0.1], resources: [{names: [client]}]}]
                """);
        Files.writeString(folder.resolve("nginx/nginx.conf"), """
                events {}
                http {
                    include conf.d/*.conf;
                }
                """);
        Files.writeString(folder.resolve("nginx/conf.d/matrix.conf"), """
                server {
                    listen 80;
                    server_name matrix.example.org;
                    location / { return 301 https://$host$request_uri; }
                }
                server {
                    listen 443 ssl;
                    server_name matrix.example.org;
                    ssl_certificate /srv/certs/matrix.example.org/fullchain.pem;
                    ssl_certificate_key /srv/certs/matrix.example.org/privkey.pem;
                    proxy_set_header Authorization "Bearer whispered";
                    location /wiki/ { proxy_pass http://127.0.0.1:8300; }
                    location /mail/ { proxy_pass http://mail; }
                    location /lua/ { content_by_lua_block { ngx.say("}") } }
                    keepalive_timeout 9s; send_timeout 8s;
                    location /api/ { proxy_pass http://127.0.0.1:8400; proxy_set_header Authorization "Bearer whispered"; }
                }
                """);
        Files.writeString(folder.resolve("nginx/conf.d/blog.conf"), """
                server {
                    listen 80;
                    server_name blog.example.org;
                    root /srv/blog;
                }
                """);
        Adoption adoption = Legacy.adoption(Told.nothing(), folder);

        assertThat(adoption.room()).containsExactlyInAnyOrder("homeserver.yaml", "nginx/conf.d/matrix.conf");
        assertThat(adoption.yaml())
                .contains("location /wiki/ { proxy_pass http://127.0.0.1:8300; }")
                .doesNotContain("blog", "/mail/", "whispered", "301", "lua", "timeout");
        assertThat(adoption.notes()).noneMatch(note -> note.toString().contains("whispered"));
        assertThat(adoption.notes())
                .filteredOn(note -> note.where().file().equals("nginx/conf.d/matrix.conf"))
                .filteredOn(
                        note -> note.kind() == Note.Kind.LEFT && note.findings().isEmpty())
                .extracting(note -> note.what() + ": " + note.word())
                .contains(
                        "server matrix.example.org: Lotus sends what comes without TLS away itself",
                        "location /mail/: write it under extra.nginx.matrix.example.org by hand",
                        "location /lua/: write it under extra.nginx.matrix.example.org by hand",
                        "keepalive_timeout 9s: write it under extra.nginx.matrix.example.org by hand",
                        "send_timeout 8s: write it under extra.nginx.matrix.example.org by hand",
                        "location /api/: may hold a secret; put it into a file of your own");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> Legacy.adoption(Told.nothing(), Fixtures.LEGACY.resolve("nginx")))
                .isInstanceOf(StackTrouble.class)
                .hasMessageContaining("homeserver.yaml");
    }
}
