package org.lotusguild.lotus.stack.adopt;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.stack.facts.NginxFile.Directive;
import org.lotusguild.lotus.stack.facts.NginxFile.Nested;
import org.lotusguild.lotus.stack.facts.Told;

/** nginx: where certificates lie, and the names that other services have. */
final class AdoptedProxy {
    private static final String CHAIN = "/fullchain.pem";

    private AdoptedProxy() {}

    static Adopted of(Installation it) {
        Gathering found = new Gathering();
        certificates(it).ifPresent(server -> {
            Directive certificate = server.all("ssl_certificate").getFirst();
            String path = certificate.text().replace(CHAIN, "");
            found.take(
                    "certificates.path",
                    path.replace(name(server), "{name}"),
                    "/etc/letsencrypt/live/{name}",
                    certificate.where());
        });
        server(it, "grafana").ifPresent(server -> found.take("names.grafana", name(server), server.where()));
        return found.done();
    }

    /** All servers of all files. */
    static List<Directive> servers(Installation it) {
        return it.facts().nginx().stream()
                .flatMap(tree -> tree.all("server").stream())
                .map(Nested::directive)
                .filter(Directive::opens)
                .toList();
    }

    /** The first name of a server. */
    static String name(Directive server) {
        return server.all("server_name").stream()
                .flatMap(names -> names.args().stream())
                .findFirst()
                .orElse("");
    }

    /** A server whose certificate lies in a folder of its name. */
    private static Optional<Directive> certificates(Installation it) {
        return servers(it).stream()
                .filter(server -> server.all("ssl_certificate").stream()
                        .anyMatch(certificate -> certificate.text().endsWith(CHAIN)
                                && !name(server).isEmpty()
                                && certificate.text().contains("/" + name(server) + "/")))
                .findFirst();
    }

    private static Optional<Directive> server(Installation it, String word) {
        return servers(it).stream()
                .filter(server -> name(server).matches(word + "\\.[a-z0-9.-]+"))
                .filter(server ->
                        it.told().hosts().stream().anyMatch(host -> host.roles().contains(Told.Role.MONITORING)))
                .findFirst();
    }
}
