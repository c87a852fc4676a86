package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.NginxFile;
import org.lotusguild.lotus.stack.facts.NginxFile.Directive;
import org.lotusguild.lotus.stack.facts.NginxFile.Nested;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Told;

/** What listens where strangers come by. */
final class NetworkDoors {
    private static final Pattern ADMIN = Pattern.compile(
            "(?i)synapse-admin|ketesa|element-admin|grafana|prometheus|lldap|uptime|\\bkuma\\b|pgadmin|phpmyadmin|\\badmin\\b");
    private static final Pattern ELSEWHERE = Pattern.compile("30[1278]|https://.*");

    static final List<Check> CHECKS = List.of(
            Check.of("NET-001", HIGH, "A service that belongs behind the proxy listens on every address")
                    .on(Kind.LIVEKIT, Kind.UNIT, Kind.HOOKSHOT, Kind.SYNAPSE)
                    .reads(Reads.FACTS)
                    .passes(
                            "LiveKit's port, the authorization service, hookshot, Redis and replication listen on loopback or a LAN address")
                    .because("whoever reaches the host speaks to it without TLS, limits or log of the proxy")
                    .source("defaults of LiveKit, lk-jwt-service, hookshot and Synapse")
                    .run(NetworkDoors::backends),
            Check.of("NET-003", HIGH, "An admin page is served without TLS on every address")
                    .on(Kind.NGINX)
                    .reads(Reads.FACTS)
                    .passes("admin pages are behind TLS, or on loopback or a LAN address")
                    .because("the token of an administrator goes over the wire as it is")
                    .source("Synapse, admin API")
                    .run(NetworkDoors::adminPages));

    private NetworkDoors() {}

    private static Stream<Finding> backends(Facts facts) {
        return Binds.backends(facts).stream().filter(Binds.Bind::open).map(bind -> {
            Optional<String> address = facts.told().host(bind.host()).flatMap(Told.Host::address);
            Finding.Failed finding = failed(
                    bind.where(),
                    bind.service() + " on " + bind.saw(),
                    address.map(lan -> lan + " (or 127.0.0.1 if the proxy is on the same host)")
                            .orElse("127.0.0.1, or the LAN address if the proxy is on another host"));
            return Edits.with(finding, address.flatMap(bind.change()::to));
        });
    }

    private static Stream<Finding> adminPages(Facts facts) {
        Stream<Finding> served = facts.nginx().stream()
                .flatMap(file -> NginxRoutes.servers(file).stream()
                        .filter(server -> isAdmin(server.directive()) && serves(server))
                        .flatMap(server -> NginxListen.of(server).stream())
                        .filter(NetworkDoors::open)
                        .map(listen -> failed(
                                listen.directive().where(),
                                "listen " + listen.directive().text() + ", plain HTTP",
                                "TLS behind the proxy, or 127.0.0.1:" + listen.port())));
        Stream<Finding> told = facts.told().binds().stream()
                .filter(bind -> ADMIN.matcher(bind.service()).find()
                        && !bind.tls().orElse(false)
                        && Binds.outside(bind.address())
                        && !served(facts, bind))
                .map(bind -> failed(
                        facts.told().at(bind.line(), "binds." + bind.host()),
                        bind.service() + " on " + bind.address() + ":" + bind.port() + ", plain HTTP",
                        "TLS behind the proxy, or loopback"));
        return Stream.concat(served, told);
    }

    private static boolean open(NginxListen listen) {
        return !listen.tls() && (listen.address().isEmpty() || Binds.outside(listen.address()));
    }

    /** Its name, folder or backend says so. */
    private static boolean isAdmin(Directive server) {
        return below(server)
                .filter(directive ->
                        Set.of("server_name", "root", "alias", "proxy_pass").contains(directive.name()))
                .anyMatch(directive -> ADMIN.matcher(directive.text()).find());
    }

    private static Stream<Directive> below(Directive block) {
        return block.block().stream().flatMap(inner -> Stream.concat(Stream.of(inner), below(inner)));
    }

    /** Whether it gives more than the way to the page with TLS. */
    private static boolean serves(Nested server) {
        Stream<Directive> answers = Stream.of(server, NginxRoutes.answering(server, "/"))
                .flatMap(level -> level.directive().all("return").stream());
        return answers.noneMatch(answer -> !answer.args().isEmpty()
                && ELSEWHERE.matcher(answer.args().getFirst()).matches());
    }

    private static boolean served(Facts facts, Told.Bind bind) {
        return facts.nginx().stream()
                .filter(file -> onHost(facts, file, bind))
                .flatMap(file -> NginxRoutes.servers(file).stream())
                .flatMap(server -> NginxListen.of(server).stream())
                .anyMatch(listen -> listen.port() == bind.port());
    }

    private static boolean onHost(Facts facts, NginxFile file, Told.Bind bind) {
        return facts.hostOf(file).map(host -> host.name().equals(bind.host())).orElse(true);
    }
}
