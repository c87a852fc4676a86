package org.lotusguild.lotus.stack.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.render.Samples;

/** Servers and locations of nginx, ours and those of others, taken over. */
class AdoptedNginxTest {
    @TempDir
    private Path folder;

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
}
