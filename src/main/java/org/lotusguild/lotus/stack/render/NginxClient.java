package org.lotusguild.lotus.stack.render;

import static org.lotusguild.lotus.stack.render.NginxServer.passed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.plan.ClientBlock;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.Service;
import tools.jackson.databind.node.ObjectNode;

/** The web client: its pages on the host that has them, and its name on the proxy. */
final class NginxClient implements Writer {
    static final String CONFIG = "/etc/lotus/client/config.json";

    private static final String HEADERS = """
            add_header Content-Security-Policy "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
            style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https:; media-src 'self' blob: https:; \
            connect-src 'self' https: wss:; worker-src 'self' blob:; frame-src 'self' https:; \
            frame-ancestors 'none'" always;
            add_header X-Content-Type-Options nosniff always;
            add_header Referrer-Policy no-referrer always;
            %s
            """.formatted(NginxServer.STRICT);

    /** What has a hash in its name never changes; for a week, tabs that are open ask for those of the former release. */
    private static final String PAGES = """
            root %1$s/current;
            location = /index.html {
                add_header Cache-Control "no-cache" always;
                include lotus-client-headers.inc;
            }
            location = /config.json {
                alias %2$s;
                add_header Cache-Control "no-cache" always;
                include lotus-client-headers.inc;
            }
            location = /sw.js {
                add_header Cache-Control "no-cache" always;
                include lotus-client-headers.inc;
            }
            location ^~ /assets/ {
                try_files $uri @previous;
                add_header Cache-Control "public, max-age=31536000, immutable";
                include lotus-client-headers.inc;
            }
            location @previous {
                root %1$s/previous;
                try_files $uri =404;
                add_header Cache-Control "public, max-age=31536000, immutable";
                include lotus-client-headers.inc;
            }
            location ~ \\.(?:js|wasm|css|json|png|ico|svg|woff2|txt)$ {
                try_files $uri =404;
                include lotus-client-headers.inc;
            }
            location / {
                try_files $uri /index.html;
                include lotus-client-headers.inc;
            }
            """;

    @Override
    public List<RenderedFile> files(Plan plan, SecretValues secrets) {
        Optional<String> name = plan.stack().names().client();
        if (name.isEmpty() || plan.client().isEmpty()) {
            return List.of();
        }
        Host web = plan.the(Role.WEB);
        ClientBlock client = plan.client().get();
        List<RenderedFile> files = new ArrayList<>();
        files.add(RenderedFile.open(web, CONFIG, config(plan, client)));
        files.add(NginxServer.file(
                web,
                "lotus-client-headers.inc",
                Lines.under(plan.header()).block(HEADERS).text()));
        if (!web.has(Role.PROXY)) {
            files.add(NginxServer.file(web, "conf.d/lotus-client.conf", inside(plan, web, client)));
        }
        plan.with(Role.PROXY)
                .map(proxy -> NginxServer.file(
                        proxy, "conf.d/lotus-client.conf", outside(plan, proxy, web, client, name.get())))
                .forEach(files::add);
        return files;
    }

    private static String pages(ClientBlock client) {
        return PAGES.formatted(client.path(), CONFIG);
    }

    private static String outside(Plan plan, Host proxy, Host web, ClientBlock client, String name) {
        String locations = proxy.equals(web) ? pages(client) : passed("/", plan.reach(proxy, Service.WEB), "");
        return Lines.under(plan.header())
                .block(NginxServer.tls(plan, name, locations))
                .text();
    }

    /** For the proxy, in our own network. */
    private static String inside(Plan plan, Host web, ClientBlock client) {
        String listen = "listen " + plan.bind(web, Service.WEB) + ":" + plan.port(Service.WEB) + ";\n";
        return Lines.under(plan.header())
                .block("server {\n" + NginxServer.indented(listen + pages(client)) + "}\n")
                .text();
    }

    private static String config(Plan plan, ClientBlock client) {
        ObjectNode config = Json.object();
        config.put("allowCustomHomeservers", client.customHomeservers());
        config.put("defaultHomeserver", client.defaultHomeserver());
        ObjectNode featured = config.putObject("featuredCommunities");
        featured.put("openAsDefault", client.featured().openAsDefault());
        texts(featured, "rooms", client.featured().rooms());
        texts(featured, "servers", client.featured().servers());
        texts(featured, "spaces", client.featured().spaces());
        config.putObject("hashRouter").put("basename", "/").put("enabled", client.hashRouter());
        texts(
                config,
                "homeserverList",
                client.homeservers().isEmpty() ? List.of(plan.stack().serverName()) : client.homeservers());
        return config.toPrettyString() + "\n";
    }

    private static void texts(ObjectNode node, String key, List<String> values) {
        values.forEach(node.putArray(key)::add);
    }
}
