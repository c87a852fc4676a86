package org.lotusguild.lotus.stack.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.stack.adopt.Legacy.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.StackBlock;
import org.lotusguild.lotus.stack.render.RenderedFile;
import org.lotusguild.lotus.stack.render.Samples;

/** Installations of few files, taken over. */
class SmallAdoptionTest {
    @TempDir
    private Path folder;

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
}
