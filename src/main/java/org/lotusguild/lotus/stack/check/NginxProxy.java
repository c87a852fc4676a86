package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.check.NginxRoutes.Proxy;
import org.lotusguild.lotus.stack.facts.Document;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.NginxFile;
import org.lotusguild.lotus.stack.facts.NginxFile.Directive;

/** How nginx passes requests on to Synapse and the SFU. */
final class NginxProxy {
    private static final String UPLOAD = "/_matrix/media/v3/upload";
    private static final String LOGIN = "/_matrix/client/v3/login";
    private static final String USUAL_UPLOAD = "50M";
    private static final String USUAL_BODY = "1m";
    private static final int SFU = 7880;
    private static final int LONGEST_SILENCE = 120;
    private static final int USUAL_TIMEOUT = 60;
    private static final Pattern SIZE = Pattern.compile("(?i)(\\d{1,12})\\s*([kmgt]?)b?");
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(s|m|h|d)?");

    static final List<Check> CHECKS = List.of(
            Check.of("NGX-002", HIGH, "nginx decodes and rewrites the paths that it passes to Synapse")
                    .on(Kind.NGINX)
                    .passes("proxy_pass to Synapse ends with the port, without a slash or path")
                    .because(
                            "with a path nginx decodes and encodes again: room aliases and signed federation requests break")
                    .source("Synapse, reverse proxy; nginx, proxy_pass")
                    .run(NginxProxy::paths),
            Check.of("NGX-003", HIGH, "Callers may choose the address that Synapse believes")
                    .on(Kind.NGINX)
                    .passes("X-Forwarded-For is $remote_addr where requests go to Synapse")
                    .because("Synapse takes the first address of the header: limits and bans hit whom the caller names")
                    .source("measured with Synapse 1.163.2 behind nginx 1.22.1")
                    .run(NginxProxy::forwardedFor),
            Check.of("NGX-004", HIGH, "nginx refuses uploads that Synapse would take")
                    .on(Kind.NGINX)
                    .passes("client_max_body_size is at least max_upload_size where media goes through")
                    .because("the default is 1m: larger files end in 413")
                    .source("nginx, client_max_body_size")
                    .run(NginxProxy::bodySize),
            Check.of("NGX-005", HIGH, "nginx leaves out what Synapse or the SFU needs to know")
                    .on(Kind.NGINX)
                    .passes("X-Forwarded-Proto for Synapse; Upgrade headers, HTTP/1.1 and 120 s for the SFU")
                    .because("Synapse assumes and warns; calls do not connect, or end after a minute of silence")
                    .source(
                            "log of Synapse: \"forwarded request lacks an x-forwarded-proto header\"; nginx, WebSocket proxying")
                    .run(NginxProxy::headers),
            Check.of("NGX-008", MEDIUM, "Nobody slows down guessing of passwords at the proxy")
                    .on(Kind.NGINX)
                    .passes("the login path has limit_req, and limit_req_status 429")
                    .because(
                            "Synapse's own limits live in each process, and an address that meets them costs a worker's time")
                    .source("nginx, limit_req")
                    .run(NginxProxy::loginLimit));

    private NginxProxy() {}

    private static Stream<Proxy> toSynapse(Facts facts) {
        Set<Integer> ports = SynapseBackends.ports(facts);
        return NginxRoutes.proxies(facts).filter(proxy -> proxy.leadsTo(ports));
    }

    private static Stream<Finding> paths(Facts facts) {
        return toSynapse(facts)
                .filter(proxy -> !proxy.backend().uri().isEmpty()
                        && !proxy.backend().uri().startsWith("$request_uri"))
                .map(proxy -> {
                    Directive pass = proxy.pass().directive();
                    String bare = pass.text()
                            .substring(
                                    0,
                                    pass.text().length() - proxy.backend().uri().length());
                    return Edits.with(
                            failed(pass.where(), "proxy_pass " + pass.text(), "proxy_pass " + bare),
                            edit(facts, pass, pass.text(), bare));
                })
                .map(Finding.class::cast)
                .distinct();
    }

    private static Stream<Finding> forwardedFor(Facts facts) {
        return toSynapse(facts)
                .flatMap(proxy -> header(proxy, "X-Forwarded-For")
                        .map(set -> set.args().getLast().equals("$remote_addr")
                                ? Stream.<Finding>of()
                                : Stream.<Finding>of(Edits.with(
                                        failed(
                                                set.where(),
                                                set.name() + " " + set.text(),
                                                "X-Forwarded-For $remote_addr"),
                                        edit(facts, set, set.args().getLast(), "$remote_addr"))))
                        .orElseGet(() -> Stream.of(failed(
                                proxy.pass().directive().where(),
                                "no X-Forwarded-For: nginx passes on what the caller sends",
                                "proxy_set_header X-Forwarded-For $remote_addr;"))))
                .distinct();
    }

    /** The {@code proxy_set_header} of this name that counts. */
    private static Optional<Directive> header(Proxy proxy, String name) {
        return proxy.inherited("proxy_set_header").stream()
                .filter(set -> set.args().size() > 1 && set.args().getFirst().equalsIgnoreCase(name))
                .findFirst();
    }

    /** The change of a directive that may stand in an included file. */
    private static Optional<Edit> edit(Facts facts, Directive directive, String from, String to) {
        return facts.documents().stream()
                .filter(document -> document.file().equals(directive.file()))
                .findFirst()
                .flatMap((Document document) -> Edits.swap(document, directive.line(), directive.name(), from, to));
    }

    /** For each server of each tree whose answer to this path comes from Synapse. */
    private static Stream<Proxy> synapseAt(Facts facts, NginxFile file, String path) {
        Set<Integer> ports = SynapseBackends.ports(facts);
        return NginxRoutes.servers(file).stream()
                .flatMap(server -> NginxRoutes.proxy(facts, file, server, path).stream())
                .filter(proxy -> proxy.leadsTo(ports));
    }

    private static Stream<Finding> bodySize(Facts facts) {
        String upload = facts.synapse()
                .flatMap(synapse -> synapse.text("max_upload_size"))
                .orElse(USUAL_UPLOAD);
        OptionalLong need = bytes(upload);
        return need.isEmpty()
                ? Stream.of()
                : facts.nginx().stream()
                        .flatMap(file -> synapseAt(facts, file, UPLOAD)
                                .flatMap(proxy -> tooSmall(facts, proxy, need.getAsLong(), upload).stream())
                                .distinct());
    }

    private static Optional<Finding> tooSmall(Facts facts, Proxy proxy, long need, String upload) {
        List<Directive> written = proxy.inherited("client_max_body_size");
        String size = written.isEmpty() ? USUAL_BODY : written.getFirst().text();
        long limit = bytes(size).orElse(0);
        boolean unlimited = limit == 0 && size.startsWith("0");
        if (unlimited || limit >= need) {
            return Optional.empty();
        }
        String want = "client_max_body_size " + upload.replaceAll("(?i)b$", "") + ";";
        return Optional.of(
                written.isEmpty()
                        ? failed(proxy.file().missing("client_max_body_size"), "not set, which means 1m", want)
                        : Edits.with(
                                failed(written.getFirst().where(), "client_max_body_size " + size, want),
                                edit(facts, written.getFirst(), size, upload.replaceAll("(?i)b$", ""))));
    }

    private static OptionalLong bytes(String text) {
        Matcher parts = SIZE.matcher(text.strip());
        if (!parts.matches()) {
            return OptionalLong.empty();
        }
        int power = Math.max(0, " kmgt".indexOf(parts.group(2).toLowerCase(Locale.ROOT)));
        return OptionalLong.of(Long.parseLong(parts.group(1)) << (10 * power));
    }

    private static Stream<Finding> headers(Facts facts) {
        Set<Integer> sfu = sfuPorts(facts);
        List<Proxy> synapse = toSynapse(facts).toList();
        List<Proxy> calls =
                NginxRoutes.proxies(facts).filter(proxy -> proxy.leadsTo(sfu)).toList();
        return facts.nginx().stream().flatMap(file -> {
            List<String> lacks = new ArrayList<>();
            if (synapse.stream()
                    .anyMatch(proxy ->
                            proxy.of(file) && header(proxy, "X-Forwarded-Proto").isEmpty())) {
                lacks.add("X-Forwarded-Proto for Synapse");
            }
            calls.stream()
                    .filter(proxy -> proxy.of(file))
                    .flatMap(NginxProxy::lacksForCalls)
                    .forEach(lacks::add);
            Stream<Finding> missing = lacks.isEmpty()
                    ? Stream.of()
                    : Stream.of(failed(
                            file.missing("proxy_set_header"),
                            "without " + lacks.stream().distinct().collect(Collectors.joining(", ")),
                            "as lotus render writes the locations of Synapse and /livekit/sfu/"));
            return Stream.concat(
                    missing,
                    calls.stream().filter(proxy -> proxy.of(file)).flatMap(proxy -> shortSilence(proxy).stream()));
        });
    }

    private static Set<Integer> sfuPorts(Facts facts) {
        Set<Integer> ports = facts.yaml(Kind.LIVEKIT).stream()
                .flatMap(file -> file.text("port").stream())
                .flatMap(port -> bytes(port).stream().boxed())
                .map(Long::intValue)
                .collect(Collectors.toSet());
        return ports.isEmpty() ? Set.of(SFU) : ports;
    }

    private static Stream<String> lacksForCalls(Proxy proxy) {
        List<String> lacks = new ArrayList<>();
        for (String name : List.of("Upgrade", "Connection")) {
            if (header(proxy, name).isEmpty()) {
                lacks.add(name + " for the SFU");
            }
        }
        if (proxy.inherited("proxy_http_version").stream()
                .noneMatch(version -> version.text().equals("1.1"))) {
            lacks.add("proxy_http_version 1.1 for the SFU");
        }
        if (proxy.inherited("proxy_read_timeout").isEmpty()) {
            lacks.add("proxy_read_timeout 120s for the SFU (" + USUAL_TIMEOUT + " s by default)");
        }
        return lacks.stream();
    }

    private static Optional<Finding> shortSilence(Proxy proxy) {
        return proxy.inherited("proxy_read_timeout").stream()
                .filter(timeout -> seconds(timeout.text()) < LONGEST_SILENCE)
                .findFirst()
                .map(timeout -> failed(timeout.where(), "proxy_read_timeout " + timeout.text(), "120s or more"));
    }

    private static long seconds(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            return Long.MAX_VALUE;
        }
        long unit = switch (Optional.ofNullable(parts.group(2)).orElse("s")) {
            case "m" -> 60;
            case "h" -> 3600;
            case "d" -> 86_400;
            default -> 1;
        };
        return Long.parseLong(parts.group(1)) * unit;
    }

    private static Stream<Finding> loginLimit(Facts facts) {
        return facts.nginx().stream()
                .flatMap(file -> synapseAt(facts, file, LOGIN)
                        .flatMap(proxy -> unlimited(proxy).stream())
                        .distinct());
    }

    private static Optional<Finding> unlimited(Proxy proxy) {
        List<Directive> limits = proxy.inherited("limit_req");
        if (limits.isEmpty()) {
            return Optional.of(failed(
                    proxy.file().missing("limit_req"),
                    "no limit_req for " + LOGIN,
                    "limit_req zone=lotus_login burst=8 nodelay; and limit_req_status 429;"));
        }
        boolean says429 = proxy.inherited("limit_req_status").stream()
                .anyMatch(status -> status.text().equals("429"));
        return says429
                ? Optional.empty()
                : Optional.of(failed(
                        limits.getFirst().where(),
                        "refused with 503, which clients take for a broken server",
                        "limit_req_status 429;"));
    }
}
