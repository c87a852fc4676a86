package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.LOW;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.NginxFile;
import org.lotusguild.lotus.stack.facts.NginxFile.Directive;
import org.lotusguild.lotus.stack.facts.NginxFile.Nested;
import org.lotusguild.lotus.stack.facts.Program;
import org.lotusguild.lotus.stack.facts.Reads;

/** What nginx speaks to browsers and apps. */
final class NginxTls {
    /** TLS 1.0 and 1.1 are off by default from here on. */
    private static final String MODERN_DEFAULT = "1.23.4";

    private static final String HTTP2_DIRECTIVE = "1.25.1";
    private static final Set<String> OLD = Set.of("SSLv2", "SSLv3", "TLSv1", "TLSv1.1");

    static final List<Check> CHECKS = List.of(
            Check.of("NGX-006", HIGH, "nginx speaks old TLS, or does not tell browsers to stay with it")
                    .on(Kind.NGINX)
                    .reads(Reads.CERTIFICATES)
                    .needs(Reads.FILES.absent(), facts -> !facts.nginx().isEmpty())
                    .passes(
                            "where nginx ends TLS: TLS 1.2 or newer, Strict-Transport-Security, and certificates that are there, with their keys and more than 21 days left")
                    .because("old TLS is broken, and without HSTS the first plain request of a visit can be caught")
                    .source("nginx, ssl_protocols (default without TLS 1.0 and 1.1 since 1.23.4); RFC 8996; RFC 6797")
                    .run(NginxTls::protocols),
            Check.of("NGX-007", CRITICAL, "HTTP/2 is switched on in a way that this nginx does not know")
                    .on(Kind.NGINX)
                    .passes("\"http2 on\" from 1.25.1 on, \"listen … http2\" before")
                    .because("nginx refuses its whole configuration: unknown directive \"http2\"")
                    .source("nginx, http2; measured with 1.22.1")
                    .run(NginxTls::http2));

    private NginxTls() {}

    private static Stream<Finding> protocols(Facts facts) {
        return facts.nginx().stream().flatMap(file -> {
            List<Nested> servers = NginxRoutes.servers(file).stream()
                    .filter(server -> NginxListen.of(server).stream().anyMatch(NginxListen::tls))
                    .toList();
            return Stream.of(
                            missing(facts, file, servers),
                            old(file, servers),
                            ending(facts, file, servers),
                            keys(facts, file, servers))
                    .flatMap(found -> found);
        });
    }

    private static Stream<Finding> missing(Facts facts, NginxFile file, List<Nested> servers) {
        List<String> lacks = new ArrayList<>();
        boolean silent = servers.stream()
                .anyMatch(server -> server.inherited(file, "ssl_protocols").isEmpty());
        if (silent && !facts.atLeast(Program.NGINX, MODERN_DEFAULT)) {
            lacks.add("ssl_protocols (this nginx offers TLS 1.0 by default)");
        }
        if (servers.stream().anyMatch(server -> !pinned(file, server))) {
            lacks.add("Strict-Transport-Security");
        }
        return lacks.isEmpty()
                ? Stream.of()
                : Stream.of(
                        failed(
                                file.missing("ssl_protocols"),
                                "without " + String.join(", ", lacks),
                                "ssl_protocols TLSv1.2 TLSv1.3; add_header Strict-Transport-Security \"max-age=15552000\" always;"));
    }

    /** Whether any answer of the server carries HSTS, which is enough for a browser. */
    private static boolean pinned(NginxFile file, Nested server) {
        return Stream.concat(
                        server.inherited(file, "add_header").stream(),
                        below(server.directive())
                                .filter(directive -> directive.name().equals("add_header")))
                .anyMatch(header -> !header.args().isEmpty()
                        && header.args().getFirst().equalsIgnoreCase("Strict-Transport-Security"));
    }

    private static Stream<Directive> below(Directive block) {
        return block.block().stream().flatMap(inner -> Stream.concat(Stream.of(inner), below(inner)));
    }

    private static Stream<Finding> old(NginxFile file, List<Nested> servers) {
        return servers.stream()
                .flatMap(server -> server.inherited(file, "ssl_protocols").stream())
                .distinct()
                .filter(directive -> directive.args().stream().anyMatch(OLD::contains))
                .map(directive -> {
                    Finding.Failed finding = failed(
                            directive.where(), "ssl_protocols " + directive.text(), "ssl_protocols TLSv1.2 TLSv1.3");
                    return directive.file().equals(file.file())
                            ? Edits.with(
                                    finding,
                                    Edits.swap(
                                            file,
                                            directive.line(),
                                            directive.name(),
                                            directive.text(),
                                            modern(directive)))
                            : finding;
                });
    }

    private static Stream<Finding> ending(Facts facts, NginxFile file, List<Nested> servers) {
        return servers.stream()
                .flatMap(server -> server.inherited(file, "ssl_certificate").stream())
                .distinct()
                .flatMap(directive -> Stream.concat(
                        NamedCertificates.absent(facts, directive.where(), directive.text(), "a certificate").stream(),
                        NamedCertificates.atHand(facts, directive.text())
                                .flatMap(certificate -> CoturnRunning.ending(facts, certificate).stream())
                                .map(left -> failed(
                                        directive.where(),
                                        directive.text() + ": " + left,
                                        "renew it, and see why nothing did"))));
    }

    private static Stream<Finding> keys(Facts facts, NginxFile file, List<Nested> servers) {
        return servers.stream()
                .flatMap(server -> server.inherited(file, "ssl_certificate_key").stream())
                .distinct()
                .flatMap(directive ->
                        NamedCertificates.noKey(
                                facts, directive.where(), directive.text(), "the key of that certificate")
                                .stream());
    }

    private static String modern(Directive protocols) {
        String kept = protocols.args().stream()
                .filter(protocol -> !OLD.contains(protocol))
                .collect(Collectors.joining(" "));
        return kept.isEmpty() ? "TLSv1.2 TLSv1.3" : kept;
    }

    private static Stream<Finding> http2(Facts facts) {
        boolean known = facts.atLeast(Program.NGINX, HTTP2_DIRECTIVE);
        return facts.nginx().stream().flatMap(file -> known ? byListen(file) : byDirective(facts, file));
    }

    private static Stream<Finding> byDirective(Facts facts, NginxFile file) {
        String version = facts.version(Program.NGINX).map(Object::toString).orElse("");
        return file.all("http2").stream()
                .map(Nested::directive)
                .map(directive -> failed(
                        directive.where(),
                        "http2 " + directive.text() + ", with nginx " + version,
                        "listen … ssl http2;"));
    }

    private static Stream<Finding> byListen(NginxFile file) {
        return NginxRoutes.servers(file).stream()
                .flatMap(server -> NginxListen.of(server).stream())
                .filter(listen -> listen.has("http2"))
                .map(listen -> failed(
                                listen.directive().where(),
                                "listen " + listen.directive().text(),
                                "http2 on;")
                        .so("nginx warns at every start that this form is deprecated")
                        .as(LOW));
    }
}
