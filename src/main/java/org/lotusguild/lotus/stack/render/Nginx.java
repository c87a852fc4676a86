package org.lotusguild.lotus.stack.render;

import static org.lotusguild.lotus.stack.render.NginxServer.passed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Names;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.Service;

/**
 * The proxy: every name of the guild but the TURN server's, which speaks for itself.
 *
 * <p>Addresses stand as numbers: nginx does not start when a name in its files cannot be resolved.
 */
final class Nginx implements Writer {
    private static final String LIVEKIT_UPGRADE = """
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $lotus_connection;
            proxy_read_timeout 120s;
            proxy_buffering off;
            """;

    @Override
    public List<RenderedFile> files(Plan plan, SecretValues secrets) {
        NginxRelease.check(plan);
        return plan.with(Role.PROXY)
                .flatMap(host -> Stream.of(
                        NginxServer.file(host, "conf.d/lotus.conf", servers(plan, host)),
                        NginxServer.file(host, "lotus-synapse.inc", synapse(plan, host))))
                .toList();
    }

    private static String servers(Plan plan, Host host) {
        Lines lines = Lines.under(plan.header());
        lines.block("""
                map $http_upgrade $lotus_connection {
                    default upgrade;
                    "" close;
                }
                limit_req_zone $binary_remote_addr zone=lotus_login:10m rate=12r/m;
                limit_req_status 429;
                """);
        if (!plan.stack().frontProxies().isEmpty()) {
            plan.stack().frontProxies().forEach(proxy -> lines.add("set_real_ip_from " + proxy + ";"));
            lines.add("real_ip_header X-Forwarded-For;").add("real_ip_recursive on;");
        }
        lines.add("").block(NginxServer.plain(plan, names(plan)));
        if (!plan.stack().serverName().equals(plan.stack().publicName())) {
            lines.add("").block(NginxServer.tls(plan, plan.stack().serverName(), serverName(plan)));
        }
        lines.add("").block(NginxServer.tls(plan, plan.stack().publicName(), publicName(plan, host)));
        plan.stack()
                .names()
                .auth()
                .filter(name -> plan.has(Role.SSO))
                .ifPresent(name -> lines.add("")
                        .block(NginxServer.tls(plan, name, passed("/", plan.reach(host, Service.AUTHELIA), ""))));
        plan.stack()
                .names()
                .grafana()
                .filter(name -> plan.has(Role.MONITORING))
                .ifPresent(name -> lines.add("").block(NginxServer.tls(plan, name, grafana(plan, host))));
        return lines.block(NginxExtra.beside(plan, names(plan))).text();
    }

    /** All that this proxy answers to. */
    static List<String> names(Plan plan) {
        Names names = plan.stack().names();
        List<String> all = new ArrayList<>();
        all.add(plan.stack().serverName());
        all.add(plan.stack().publicName());
        Stream.of(
                        names.auth().filter(name -> plan.has(Role.SSO)),
                        names.client().filter(name -> plan.client().isPresent()),
                        names.grafana().filter(name -> plan.has(Role.MONITORING)))
                .flatMap(Optional::stream)
                .forEach(all::add);
        return all.stream().distinct().toList();
    }

    private static String serverName(Plan plan) {
        return wellKnown(plan) + "location / { return 302 " + plan.publicUrl() + "; }\n";
    }

    private static String publicName(Plan plan, Host host) {
        String lotus = plan.reach(host, Service.LOTUS);
        StringBuilder locations = new StringBuilder(wellKnown(plan));
        locations.append("""

                # Synapse
                location ~ ^/_matrix/client/(api/v1|r0|v1|v3|unstable)/(login|register)$ {
                    limit_req zone=lotus_login burst=8 nodelay;
                    include lotus-synapse.inc;
                }
                location ~ ^/_matrix/(media|client/v1/media)/ {
                    proxy_request_buffering off;
                    include lotus-synapse.inc;
                }
                location ~ ^(/_matrix|/_synapse/client) {
                    include lotus-synapse.inc;
                }
                location /_synapse/ { return 404; }

                # Lotus
                """);
        locations.append(passed("^~ /_matrix/push/v1/notify", lotus, ""));
        for (String path : List.of("/webhook/", "/hooks/")) {
            locations.append(passed("^~ " + path, lotus, "client_max_body_size 16m;\n"));
        }
        if (plan.stack().calls()) {
            locations.append(passed("^~ /livekit/jwt/", lotus, ""));
            locations.append(passed("^~ /livekit/sfu/", plan.reach(host, Service.LIVEKIT) + "/", LIVEKIT_UPGRADE));
        }
        return locations.append(passed("/", lotus, "")).toString();
    }

    /** For the guild's own people: whoever runs the servers. */
    private static String grafana(Plan plan, Host host) {
        StringBuilder allowed = new StringBuilder();
        plan.lan().forEach(network -> allowed.append("allow ").append(network).append(";\n"));
        allowed.append("deny all;\n");
        return allowed + passed("/", plan.reach(host, Service.GRAFANA), """
                proxy_set_header Upgrade $http_upgrade;
                proxy_set_header Connection $lotus_connection;
                """);
    }

    private static String wellKnown(Plan plan) {
        StringBuilder locations = new StringBuilder();
        locations.append(document("client", WellKnown.client(plan)));
        locations.append(document("server", WellKnown.server(plan)));
        WellKnown.support(plan).ifPresent(text -> locations.append(document("support", text)));
        return locations.toString();
    }

    /** An add_header of a location's own takes those of its server away. The plan has no quotes and no dollar signs. */
    private static String document(String name, String json) {
        return "location = /.well-known/matrix/" + name + " {\n"
                + NginxServer.indented("""
                        default_type application/json;
                        add_header Access-Control-Allow-Origin * always;
                        add_header Cache-Control "public, max-age=3600" always;
                        %s
                        return 200 '%s';
                        """.formatted(NginxServer.STRICT, json))
                + "}\n";
    }

    /** How Synapse is asked. Without a path behind the address: else nginx decodes paths and encodes them anew. */
    private static String synapse(Plan plan, Host host) {
        boolean alone = plan.workers().isEmpty();
        String address = alone ? plan.reach(host, Service.SYNAPSE) : NginxWorkers.CHOSEN;
        return Lines.under(plan.header())
                .block("""
                        proxy_pass http://%s;
                        proxy_http_version 1.1;
                        proxy_set_header Host $host;
                        proxy_set_header X-Forwarded-For $remote_addr;
                        proxy_set_header X-Forwarded-Proto $scheme;
                        proxy_read_timeout 600s;
                        client_max_body_size %s;
                        """.formatted(address, plan.stack().media().upload()))
                // Without it nginx closes after each request what the upstreams would keep.
                .block(alone ? "" : "proxy_set_header Connection \"\";\n")
                .text();
    }
}
