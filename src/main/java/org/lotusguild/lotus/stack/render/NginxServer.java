package org.lotusguild.lotus.stack.render;

import java.util.List;
import java.util.stream.Collectors;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Service;

/** What every server of nginx begins with: its sockets, its certificate and how it speaks TLS. */
final class NginxServer {
    static final String UNIT = "nginx.service";
    static final String STRICT = "add_header Strict-Transport-Security \"max-age=15552000\" always;";

    /** Where certbot or lego put their answers, and nginx reads them. */
    static final String CHALLENGES = "/var/www/lotus-acme";

    private NginxServer() {}

    /** A server of its own for the name, over TLS. */
    static String tls(Plan plan, String name, String locations) {
        String ours = listen(plan)
                + """
                        server_name %s;
                        ssl_certificate %s;
                        ssl_certificate_key %s;
                        ssl_protocols TLSv1.2 TLSv1.3;
                        ssl_session_cache shared:lotus_tls:10m;
                        ssl_session_tickets off;
                        %s
                        """.formatted(
                                name,
                                plan.stack().certificates().chain(name),
                                plan.stack().certificates().key(name),
                                STRICT);
        String more = NginxExtra.inside(plan, name, ours + locations);
        return "server {\n" + indented(ours) + "\n" + indented(locations) + indented(more) + "}\n";
    }

    /** Everything that comes without TLS is sent away, but for what proves to a certificate authority who we are. */
    static String plain(Plan plan, List<String> names) {
        int port = plan.port(Service.HTTP);
        String challenges = switch (plan.stack().certificates().mode()) {
            case FILES -> "";
            case ACME_NGINX -> "location ^~ /.well-known/acme-challenge/ { root " + CHALLENGES + "; }\n";
        };
        return "server {\n"
                + indented("listen " + port + ";\n"
                        + (plan.stack().ipv6() ? "listen [::]:" + port + ";\n" : "")
                        + "server_name " + String.join(" ", names) + ";\n"
                        + challenges
                        + "location / { return 301 https://$host$request_uri; }\n")
                + "}\n";
    }

    private static String listen(Plan plan) {
        boolean directive = NginxRelease.http2IsDirective(plan);
        String how = directive ? " ssl;\n" : " ssl http2;\n";
        int port = plan.port(Service.HTTPS);
        return "listen " + port + how
                + (plan.stack().ipv6() ? "listen [::]:" + port + how : "")
                + (directive ? "http2 on;\n" : "");
    }

    /** A location that sends all on, as it is, and tells who asked. */
    static String passed(String location, String address, String more) {
        return "location " + location + " {\n" + indented("""
                        proxy_pass http://%s;
                        proxy_http_version 1.1;
                        proxy_set_header Host $host;
                        proxy_set_header X-Forwarded-For $remote_addr;
                        proxy_set_header X-Forwarded-Proto $scheme;
                        """.formatted(address) + more) + "}\n";
    }

    static RenderedFile file(Host host, String path, String text) {
        return RenderedFile.open(host, "/etc/nginx/" + path, text).of(UNIT);
    }

    static String indented(String text) {
        return text.lines()
                .map(line -> line.isEmpty() ? "\n" : "    " + line + "\n")
                .collect(Collectors.joining());
    }
}
