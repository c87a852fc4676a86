package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.LOW;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.CoturnFile;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Mask;
import org.lotusguild.lotus.stack.facts.Program;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Setting;
import org.lotusguild.lotus.stack.facts.SynapseConfig;
import org.lotusguild.lotus.stack.facts.SynapseConfig.Written;

/** What calls need of Synapse. */
final class SynapseCalls {
    private static final Pattern URI = Pattern.compile("turns?:(\\[[0-9a-fA-F:]+]|[^:?]+)(?::(\\d{1,5}))?(?:\\?.*)?");
    private static final int PLAIN = 3478;
    private static final int TLS = 5349;
    private static final String NO_CALLS = "no calls";

    static final List<Check> CHECKS = List.of(
            Check.of("SYN-015", MEDIUM, "Limits are too low for calls")
                    .on(Kind.SYNAPSE)
                    .needs(NO_CALLS, Facts::calls)
                    .passes("rc_message is at least 0.5 a second and a burst of 30, rc_delayed_event_mgmt 1 and 20")
                    .because("keys of a call are sent to all who are in it, and the defaults stop a call of ten")
                    .source("documentation of Element Call's self-hosting")
                    .run(SynapseCalls::limits),
            Check.of("SYN-016", HIGH, "Delayed events are refused")
                    .on(Kind.SYNAPSE)
                    .needs(NO_CALLS, Facts::calls)
                    .passes("max_event_delay_duration is set")
                    .because("a client that loses its network cannot be taken out of the call: ghosts stay in it")
                    .source("configuration manual, max_event_delay_duration; MSC4140")
                    .run(SynapseCalls::delayedEvents),
            Check.of("SYN-017", HIGH, "Clients are not told of the SFU")
                    .on(Kind.SYNAPSE)
                    .needs(NO_CALLS, Facts::calls)
                    .reads(Reads.LIVE)
                    .passes(
                            "msc4143_enabled and msc4222_enabled are true and matrix_rtc.transports names the SFU; who has an account is told so")
                    .because(
                            "the endpoint answers 404 by default, and clients fall back or say that calls are not set up")
                    .source("MSC4143, MSC4222; measured with 1.163.2. msc3266_enabled is no longer needed")
                    .run(facts -> Stream.concat(transports(facts), SynapsePages.transports(facts))),
            Check.of("SYN-049", LOW, "The SFU is named for some clients only")
                    .on(Kind.SYNAPSE)
                    .since(Program.SYNAPSE, "1.161")
                    .passes("transports of the type livekit have url (wss) and livekit_service_url")
                    .because("older clients read the second, newer ones the first")
                    .source("changes of Synapse 1.161; measured with 1.163.2")
                    .run(SynapseCalls::bothAddresses),
            Check.of("SYN-018", HIGH, "Synapse and the TURN server do not fit together")
                    .on(Kind.SYNAPSE)
                    .passes(
                            "turn_uris name ports that coturn listens on, and turn_shared_secret is its static-auth-secret")
                    .because("every call between two people behind routers fails, without a word in Synapse's log")
                    .source("Synapse's documentation of TURN")
                    .run(SynapseCalls::turn),
            Check.of("SYN-020", LOW, "Credentials for the TURN server live long, or hardly")
                    .on(Kind.SYNAPSE)
                    .passes("turn_user_lifetime is 1 h to 12 h, or absent (1 h)")
                    .because("who was banned keeps a relay until they end; below an hour they end within calls")
                    .source("configuration manual, turn_user_lifetime")
                    .run(SynapseCalls::lifetime));

    private SynapseCalls() {}

    private static Stream<Finding> limits(Facts facts) {
        return facts.synapse().stream().flatMap(synapse -> {
            List<Optional<Finding.Failed>> all =
                    List.of(limit(synapse, "rc_message", 0.5, 30), limit(synapse, "rc_delayed_event_mgmt", 1, 20));
            List<Finding.Failed> found = all.stream().flatMap(Optional::stream).toList();
            List<Finding.Failed> missing =
                    found.stream().filter(one -> one.where().line() == 0).toList();
            Stream<Finding> low =
                    found.stream().filter(one -> one.where().line() > 0).map(one -> one);
            return Stream.concat(low, together(missing).stream());
        });
    }

    /** Two limits that are not there are one thing to do. */
    private static Optional<Finding> together(List<Finding.Failed> missing) {
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.failed(
                        missing.getFirst().where(),
                        missing.stream().map(Finding.Failed::saw).collect(Collectors.joining("; ")),
                        missing.stream().map(Finding.Failed::want).collect(Collectors.joining(" and "))));
    }

    private static Optional<Finding.Failed> limit(SynapseConfig synapse, String key, double perSecond, int burst) {
        String want = key + ": {per_second: " + (perSecond == 1 ? "1" : String.valueOf(perSecond)) + ", burst_count: "
                + burst + "}";
        Optional<Written> one = synapse.effective(key);
        if (one.isEmpty()) {
            // The default of the second is 1 a second and a burst of 5.
            return Optional.of(
                    Finding.failed(synapse.missing(key), key + " is not set, and its default is lower", want));
        }
        boolean enough = number(one.get().value(), "per_second") >= perSecond
                && number(one.get().value(), "burst_count") >= burst;
        return enough
                ? Optional.empty()
                : Optional.of(
                        Finding.failed(one.get().where(), Shown.of(one.get().entry()), want));
    }

    private static double number(YamlNode group, String key) {
        return group.scalar(key)
                .map(YamlScalar::number)
                .map(value -> value.orElse(0))
                .orElse(0.0);
    }

    private static Stream<Finding> delayedEvents(Facts facts) {
        return facts.synapse().stream()
                .filter(synapse -> synapse.text("max_event_delay_duration").isEmpty())
                .map(synapse -> Finding.failed(
                        synapse.missing("max_event_delay_duration"),
                        "not set, which refuses delayed events",
                        "max_event_delay_duration: 24h"));
    }

    private static Stream<Finding> transports(Facts facts) {
        return facts.synapse().stream().flatMap(synapse -> {
            List<String> lacking = new ArrayList<>();
            for (String flag : List.of("msc4143_enabled", "msc4222_enabled")) {
                if (!synapse.isTrue("experimental_features", flag)) {
                    lacking.add("experimental_features." + flag);
                }
            }
            if (synapse.items("matrix_rtc", "transports").isEmpty()) {
                lacking.add("matrix_rtc.transports");
            }
            return lacking.isEmpty()
                    ? Stream.of()
                    : Stream.of(Finding.failed(
                            synapse.missing(lacking.getFirst()),
                            String.join(", ", lacking) + " missing",
                            "experimental_features: {msc4143_enabled: true, msc4222_enabled: true} and "
                                    + "matrix_rtc: {transports: [{type: livekit, …}]}"));
        });
    }

    private static Stream<Finding> bothAddresses(Facts facts) {
        return facts.synapse().stream()
                .flatMap(synapse -> synapse.written("matrix_rtc"))
                .flatMap(one -> Stream.concat(
                        noList(one),
                        one.value().items("transports").stream()
                                .filter(transport ->
                                        transport.text("type").orElse("").equals("livekit"))
                                .flatMap(transport -> addresses(one, transport))));
    }

    private static Stream<Finding> noList(Written one) {
        return one.value().scalar("transports").stream()
                .map(value -> Finding.failed(
                                one.at(value), "transports: " + value.text() + one.shadow(), "a list of transports")
                        .as(CRITICAL)
                        .so("Synapse does not start: Could not validate matrix_rtc config"));
    }

    private static Stream<Finding> addresses(Written one, YamlNode transport) {
        boolean url =
                transport.text("url").filter(text -> text.startsWith("wss://")).isPresent();
        boolean service = transport.text("livekit_service_url").isPresent();
        if (url && service) {
            return Stream.of();
        }
        Finding.Failed failed = Finding.failed(
                one.at(transport),
                Shown.value("", transport) + one.shadow(),
                "url: wss://… and livekit_service_url: https://…");
        boolean neither = transport.at("url").isEmpty() && !service;
        return Stream.of(
                neither
                        ? failed.as(CRITICAL).so("Synapse does not start: Could not validate matrix_rtc config")
                        : failed);
    }

    private static Stream<Finding> turn(Facts facts) {
        return facts.synapse().stream().flatMap(synapse -> {
            Stream<Finding> uris =
                    synapse.items("turn_uris").isEmpty() ? noUris(facts, synapse) : ports(facts, synapse);
            return Stream.concat(uris, secret(facts, synapse));
        });
    }

    /** Who neither has coturn nor makes calls needs none. */
    private static Stream<Finding> noUris(Facts facts, SynapseConfig synapse) {
        boolean text = synapse.text("turn_uris").isPresent();
        return facts.coturn().isEmpty() || text
                ? Stream.of()
                : Stream.of(Finding.failed(
                        synapse.missing("turn_uris"),
                        "no turn_uris, and coturn is there",
                        "turn_uris: ['turn:turn.example.org:3478?transport=udp']"));
    }

    private static Stream<Finding> ports(Facts facts, SynapseConfig synapse) {
        Optional<CoturnFile> coturn = facts.coturn().stream().findFirst();
        Written written = synapse.effective("turn_uris").orElseThrow();
        return written.value().items().stream().flatMap(item -> {
            String uri = item.text().orElse("");
            Matcher parts = URI.matcher(uri);
            if (!parts.matches()) {
                return Stream.of(Finding.failed(written.at(item), uri, "turn:turn.example.org:3478?transport=udp"));
            }
            boolean tls = uri.startsWith("turns:");
            int usual = tls ? TLS : PLAIN;
            int port = parts.group(2) == null ? usual : Integer.parseInt(parts.group(2));
            return coturn.isEmpty() || listens(coturn.get(), tls).contains(port)
                    ? Stream.of()
                    : Stream.of(Finding.failed(
                            written.at(item),
                            uri + ", and coturn listens on " + listens(coturn.get(), tls),
                            "a port of " + coturn.get().file()));
        });
    }

    private static Set<Integer> listens(CoturnFile coturn, boolean tls) {
        // coturn answers TLS on its plain ports too.
        Stream<String> keys = tls
                ? Stream.of("tls-listening-port", "alt-tls-listening-port")
                : Stream.of("listening-port", "alt-listening-port");
        Set<Integer> ports = keys.flatMap(coturn::all)
                .map(Setting::value)
                .filter(port -> port.matches("\\d{1,5}"))
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
        String first = tls ? "tls-listening-port" : "listening-port";
        if (!coturn.has(first)) {
            ports.add(tls ? TLS : PLAIN);
        }
        return ports;
    }

    private static Stream<Finding> secret(Facts facts, SynapseConfig synapse) {
        List<String> known = facts.coturn().stream()
                .flatMap(coturn -> coturn.all("static-auth-secret"))
                .map(Setting::value)
                .toList();
        return known.isEmpty()
                ? Stream.of()
                : synapse.written("turn_shared_secret")
                        .filter(one -> !known.contains(one.value().text().orElse("")))
                        .map(one -> Finding.failed(
                                one.where(),
                                Mask.of(one.value().text().orElse("")) + ", not coturn's static-auth-secret ("
                                        + Mask.of(known.getFirst()) + ")" + one.shadow(),
                                "the same secret in both"));
    }

    private static Stream<Finding> lifetime(Facts facts) {
        return facts.synapse().stream()
                .flatMap(synapse -> synapse.written("turn_user_lifetime"))
                .filter(one -> Lifetimes.read(one.value().text().orElse(""))
                        .filter(life ->
                                life.compareTo(Duration.ofHours(1)) < 0 || life.compareTo(Duration.ofHours(12)) > 0)
                        .isPresent())
                .map(one -> Finding.failed(
                        one.at(one.value()), Shown.of(one.entry()) + one.shadow(), "turn_user_lifetime: 1h"));
    }
}
