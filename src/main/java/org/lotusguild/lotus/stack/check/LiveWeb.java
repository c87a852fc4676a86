package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Finding.unknown;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.LiveAnswers;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Handshake;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Page;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Question;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Where;

/** What the public names really answer. */
final class LiveWeb {
    private static final int OK = 200;
    private static final int GONE = 404;
    private static final String FEDERATION_PORT = "8448";

    private static final String NAMELESS = "no server name known";

    static final List<Check> CHECKS = List.of(
            Check.of("LK-008", MEDIUM, "LiveKit or its authorization service does not answer")
                    .reads(Reads.LIVE)
                    .needs(
                            "--url livekit and authorization not given",
                            asked(live -> !live.connections().isEmpty()
                                    || answers(live, Question.SFU)
                                    || answers(live, Question.AUTHORIZATION)))
                    .passes(
                            "LiveKit's port answers 200, its TCP port for media is open, /healthz of the authorization service is 200")
                    .because("calls do not begin, or only where UDP is let through")
                    .source("LiveKit, ports; lk-jwt-service, /healthz")
                    .run(LiveWeb::calls),
            Check.of("WK-001", HIGH, "Clients do not find the homeserver by its name")
                    .reads(Reads.LIVE)
                    .needs(NAMELESS, asked(live -> answers(live, Question.CLIENT_DOCUMENT)))
                    .passes(
                            "the client document is 200, with one Content-Type application/json, Access-Control-Allow-Origin * and the public address")
                    .because("people must type the address of the server, and web clients fail")
                    .source("Matrix specification, well-known URI")
                    .run(facts -> each(facts, Question.CLIENT_DOCUMENT, page -> clientDocument(facts, page))),
            Check.of("WK-002", HIGH, "Other servers do not find the homeserver by its name")
                    .reads(Reads.LIVE)
                    .needs(NAMELESS, asked(live -> answers(live, Question.SERVER_DOCUMENT)))
                    .passes("the server document is 200, and what it names answers TLS with a valid name")
                    .because("federation fails, for some servers at once and for others when their cache ends")
                    .source("Matrix specification, resolving server names")
                    .run(facts -> each(facts, Question.SERVER_DOCUMENT, page -> serverDocument(facts, page))),
            Check.of("CIN-001", MEDIUM, "The web client is not served as it needs to be")
                    .reads(Reads.LIVE)
                    .needs("--url client not given", asked(live -> answers(live, Question.CLIENT_CONFIG)))
                    .passes(
                            "config.json is ours, scripts have the type of scripts, unknown assets are 404, deep links give the page")
                    .because("a fallback that answers everything with the page makes an update look like a white page")
                    .source("Cinny, deployment")
                    .run(LiveWeb::client));

    private LiveWeb() {}

    /** Whether somebody was asked about it; true as well where nobody was asked about anything. */
    static Predicate<Facts> asked(Predicate<LiveAnswers> about) {
        return facts -> facts.answers().live().filter(about.negate()).isEmpty();
    }

    static boolean answers(LiveAnswers live, Question question) {
        return live.pages(question).findAny().isPresent();
    }

    private static Stream<Finding> each(Facts facts, Question question, Function<Page, Stream<Finding>> rule) {
        return facts.answers().live().stream()
                .flatMap(live -> live.pages(question))
                .flatMap(page -> page.status() == 0 ? Stream.of(unknown(at(page), page.failure())) : rule.apply(page));
    }

    private static Where at(Page page) {
        return new Where("", 0, page.url());
    }

    private static Stream<Finding> report(Page page, List<String> faults, String want) {
        return faults.isEmpty() ? Stream.of() : Stream.of(failed(at(page), String.join(", ", faults), want));
    }

    private static List<String> status(Page page, int wanted) {
        List<String> faults = new ArrayList<>();
        if (page.status() != wanted) {
            faults.add("status " + page.status() + ": " + page.glance());
        }
        return faults;
    }

    private static Stream<Finding> calls(Facts facts) {
        Stream<Finding> pages = Stream.of(Question.SFU, Question.AUTHORIZATION)
                .flatMap(question -> each(facts, question, page -> report(page, status(page, OK), "200")));
        Stream<Finding> closed = facts.answers().live().stream()
                .flatMap(live -> live.connections().stream())
                .filter(connection -> !connection.open())
                .map(connection -> failed(
                        new Where("", 0, "tcp:" + connection.host() + ":" + connection.port()),
                        "no connection",
                        "the port open in the firewall and forwarded"));
        return Stream.of(pages, closed, half(facts)).flatMap(found -> found);
    }

    /** Calls need both; of what nobody asked nothing is known. */
    private static Stream<Finding> half(Facts facts) {
        return facts.answers().live().stream().flatMap(live -> {
            boolean sfu = answers(live, Question.SFU);
            boolean authorization = answers(live, Question.AUTHORIZATION);
            return sfu == authorization
                    ? Stream.of()
                    : Stream.of(unknown(
                            new Where("", 0, sfu ? "authorization" : "livekit"),
                            "--url " + (sfu ? "authorization" : "livekit") + " not given"));
        });
    }

    private static Stream<Finding> clientDocument(Facts facts, Page page) {
        List<String> faults = status(page, OK);
        faults.addAll(types(page));
        if (!page.values("Access-Control-Allow-Origin").equals(List.of("*"))) {
            faults.add("Access-Control-Allow-Origin " + page.values("Access-Control-Allow-Origin"));
        }
        Optional<String> wanted = facts.synapse().flatMap(synapse -> synapse.text("public_baseurl"));
        String told = document(page).text("m.homeserver", "base_url").orElse("");
        if (wanted.filter(url -> !bare(url).equals(bare(told))).isPresent()) {
            faults.add("base_url " + told);
        }
        return report(page, faults, "the document that lotus render writes");
    }

    private static String bare(String url) {
        return url.replaceFirst("/+$", "");
    }

    private static List<String> types(Page page) {
        List<String> types = page.values("Content-Type");
        boolean fine = types.size() == 1 && types.getFirst().startsWith("application/json");
        return fine ? List.of() : List.of("Content-Type " + types);
    }

    private static YamlNode document(Page page) {
        return WellKnown.read(page.start());
    }

    private static Stream<Finding> serverDocument(Facts facts, Page page) {
        List<String> faults = status(page, OK);
        String named = document(page).text("m.server").orElse("");
        if (named.isEmpty()) {
            faults.add("no m.server");
        } else {
            String place = named.matches(".*:\\d+") ? named : named + ":" + FEDERATION_PORT;
            List<Handshake> shakes = facts.answers().live().stream()
                    .flatMap(live -> live.handshakes().stream())
                    .filter(shake -> shake.place().equals(place))
                    .toList();
            shakes.stream()
                    .flatMap(shake ->
                            ShownCertificate.faults(facts, shake).stream().map(fault -> place + ": " + fault))
                    .forEach(faults::add);
            if (shakes.isEmpty() && faults.isEmpty()) {
                return Stream.of(unknown(at(page), "m.server is a place that could not be asked"));
            }
        }
        return report(page, faults, "{\"m.server\": \"PUBLIC:443\"} and a certificate for PUBLIC");
    }

    private static Stream<Finding> client(Facts facts) {
        return Stream.of(
                        each(facts, Question.CLIENT_CONFIG, page -> ours(facts, page)),
                        each(facts, Question.CLIENT_SCRIPT, LiveWeb::script),
                        each(facts, Question.CLIENT_UNKNOWN_ASSET, page -> report(page, status(page, GONE), "404")),
                        each(
                                facts,
                                Question.CLIENT_DEEP_LINK,
                                page -> report(page, status(page, OK), "200 and the page")))
                .flatMap(found -> found);
    }

    private static Stream<Finding> ours(Facts facts, Page page) {
        List<String> faults = status(page, OK);
        Optional<String> name = facts.synapse().flatMap(synapse -> synapse.text("server_name"));
        boolean held = name.isEmpty()
                || document(page).items("homeserverList").stream()
                        .anyMatch(item -> item.text().equals(name));
        if (!held) {
            faults.add("homeserverList without " + name.orElse(""));
        }
        return report(page, faults, "the config.json of this guild");
    }

    private static Stream<Finding> script(Page page) {
        List<String> faults = status(page, OK);
        if (page.values("Content-Type").stream().noneMatch(type -> type.contains("javascript"))) {
            faults.add("Content-Type " + page.values("Content-Type"));
        }
        return report(page, faults, "text/javascript");
    }
}
