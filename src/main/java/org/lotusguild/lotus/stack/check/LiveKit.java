package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlEntry;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Mask;
import org.lotusguild.lotus.stack.facts.PortRange;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.Where;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** LiveKit's keys to the house, its rooms, ports and the way it tells what happens in a call. */
final class LiveKit {
    private static final int SHORTEST_SECRET = 32;
    private static final int FEWEST_PORTS = 100;
    private static final Set<String> SAMPLES = Set.of("devkey", "secret");
    private static final List<String> NEEDED_CODECS = List.of("audio/opus", "video/vp8", "video/rtx");

    static final List<Check> CHECKS = List.of(
            Check.of("LK-002", CRITICAL, "LiveKit has no key, or one that can be guessed")
                    .on(Kind.LIVEKIT)
                    .passes("a key file, or at least one key with a secret of 32 characters or more")
                    .because("whoever has the secret makes himself an administrator of every call")
                    .source("measured with 1.11.0: \"secret is too short\" is logged and the server runs on")
                    .run(LiveKit::keyPairs),
            Check.of("LK-003", HIGH, "A codec that every client needs is not among those allowed")
                    .on(Kind.LIVEKIT)
                    .passes("room.enabled_codecs is absent, or holds audio/opus, video/VP8 and video/rtx")
                    .because("clients without another common codec see and hear nothing")
                    .source("LiveKit configuration, room.enabled_codecs")
                    .run(LiveKit::codecs),
            Check.of("LK-004", HIGH, "LiveKit makes rooms for whoever asks")
                    .on(Kind.LIVEKIT)
                    .passes("room.auto_create is false")
                    .because("users of any federated server may then use the SFU for calls of their own")
                    .source("LiveKit configuration, room.auto_create; its default is true")
                    .run(LiveKit::autoCreate),
            Check.of("LK-005", HIGH, "LiveKit's ports or address keep media from reaching it")
                    .on(Kind.LIVEKIT)
                    .reads(Reads.FACTS)
                    .passes(
                            "an ascending range of 100 ports or more that is forwarded, no udp_port beside it, and either node_ip or use_external_ip")
                    .because("calls connect and stay black and silent")
                    .source(
                            "measured with 1.11.0: \"livekit-server ports\" accepts 50000-49000, the start says \"invalid port\"")
                    .run(LiveKit::ports),
            Check.of("LK-006", CRITICAL, "LiveKit cannot tell the authorization service what happens in calls")
                    .on(Kind.LIVEKIT)
                    .passes("webhook.api_key is one of the keys, and urls point to the authorization service")
                    .because(
                            "with a wrong key LiveKit does not start; without a webhook nobody clears a call after a lost connection")
                    .source("measured with 1.11.0: \"api_key is required to use webhooks\"")
                    .run(LiveKit::webhook));

    private LiveKit() {}

    private static Stream<Finding> each(Facts facts, Function<YamlFile, Stream<Finding>> rule) {
        return facts.yaml(Kind.LIVEKIT).stream().flatMap(rule);
    }

    private static Stream<Finding> keyPairs(Facts facts) {
        return each(facts, file -> {
            boolean elsewhere = file.text("key_file").isPresent();
            Stream<Finding> none = elsewhere || !file.entries("keys").isEmpty()
                    ? Stream.of()
                    : Stream.of(failed(file.missing("keys"), "no keys and no key_file", "keys or key_file"));
            return Stream.concat(none, file.entries("keys").stream().flatMap(pair -> weak(file, pair).stream()));
        });
    }

    private static Optional<Finding> weak(YamlFile file, YamlEntry pair) {
        String secret = pair.value().text().orElse("");
        boolean sample = SAMPLES.contains(pair.key()) || SAMPLES.contains(secret);
        return secret.length() >= SHORTEST_SECRET && !sample
                ? Optional.empty()
                : Optional.of(failed(
                        new Where(file.file(), pair.line(), "keys"),
                        sample ? "the sample of the manual" : Mask.of(secret),
                        "a random secret of 32 characters or more"));
    }

    private static Stream<Finding> codecs(Facts facts) {
        return each(
                facts,
                file -> file.node("room", "enabled_codecs").stream().flatMap(list -> {
                    Set<String> allowed = list.items().stream()
                            .flatMap(codec -> codec.text("mime").stream())
                            .map(mime -> mime.toLowerCase(Locale.ROOT))
                            .collect(Collectors.toSet());
                    List<String> missing = NEEDED_CODECS.stream()
                            .filter(codec -> !allowed.contains(codec))
                            .toList();
                    return missing.isEmpty()
                            ? Stream.of()
                            : Stream.of(failed(
                                    file.at(list),
                                    "without " + String.join(", ", missing),
                                    "remove enabled_codecs, or add them"));
                }));
    }

    private static Stream<Finding> autoCreate(Facts facts) {
        return each(facts, file -> {
            Optional<YamlScalar> written = file.root().scalar("room", "auto_create");
            if (written.isEmpty()) {
                return Stream.of(failed(
                        file.missing("room.auto_create"), "not set, which means true", "room: {auto_create: false}"));
            }
            return written.stream()
                    .filter(flag -> flag.flag().orElse(true))
                    .map(flag -> Edits.with(
                            failed(file.at(flag), "auto_create: " + flag.text(), "auto_create: false"),
                            Edits.swap(file, flag.line(), "auto_create", flag.text(), "false")));
        });
    }

    private static Stream<Finding> ports(Facts facts) {
        return each(
                facts,
                file -> Stream.of(range(facts, file), besideUdpPort(file), address(file))
                        .flatMap(Optional::stream));
    }

    private static Optional<Finding> range(Facts facts, YamlFile file) {
        Where where = file.root()
                .scalar("rtc", "port_range_start")
                .map(file::at)
                .orElseGet(() -> file.missing("rtc.port_range_start"));
        boolean one = file.text("rtc", "udp_port").isPresent();
        Optional<PortRange> range = MediaPorts.sfu(file);
        if (range.isEmpty()) {
            String saw = file.text("rtc", "port_range_start").orElse("") + "-"
                    + file.text("rtc", "port_range_end").orElse("(nothing)");
            return Optional.of(failed(where, saw, "the lower port first, 100 ports or more"));
        }
        if (!one && range.get().size() < FEWEST_PORTS) {
            return Optional.of(failed(where, range.get() + " are " + range.get().size() + " ports", "100 or more"));
        }
        return forwarded(facts, file, range.get())
                ? Optional.empty()
                : Optional.of(failed(where, range.get() + "/udp is not forwarded", "forward all of it, UDP"));
    }

    /** If forwards were told, and some of them lead to the SFU's host. */
    private static boolean forwarded(Facts facts, YamlFile file, PortRange range) {
        List<Told.Forward> here = facts.hostOf(file).stream()
                .flatMap(host -> facts.told().forwards().stream()
                        .filter(forward -> forward.to().equals(host.name())))
                .toList();
        return here.isEmpty()
                || here.stream()
                        .anyMatch(forward -> forward.protocols().contains("udp")
                                && forward.ports().holds(range));
    }

    private static Optional<Finding> besideUdpPort(YamlFile file) {
        return file.text("rtc", "udp_port")
                .flatMap(port -> file.root().scalar("rtc", "port_range_start"))
                .map(start -> failed(file.at(start), "udp_port and a range, of which udp_port wins", "one of them"));
    }

    private static Optional<Finding> address(YamlFile file) {
        boolean asks = file.root().isTrue("rtc", "use_external_ip");
        Optional<YamlScalar> told = file.root().scalar("rtc", "node_ip");
        if (asks != told.isPresent()) {
            return Optional.empty();
        }
        String saw = asks ? "use_external_ip and node_ip" : "neither use_external_ip nor node_ip";
        Where where = told.map(file::at).orElseGet(() -> file.missing("rtc.node_ip"));
        return Optional.of(
                failed(where, saw, "one of them: node_ip with the public address, or use_external_ip: true"));
    }

    private static Stream<Finding> webhook(Facts facts) {
        return each(facts, file -> {
            List<YamlNode> urls = file.items("webhook", "urls");
            if (urls.isEmpty()) {
                return Stream.of(failed(
                                file.missing("webhook"),
                                "no webhook",
                                "webhook: {api_key: …, urls: [the authorization service]}")
                        .as(MEDIUM));
            }
            return Stream.of(webhookKey(file, urls), astray(facts, file, urls)).flatMap(Optional::stream);
        });
    }

    private static Optional<Finding> webhookKey(YamlFile file, List<YamlNode> urls) {
        Optional<YamlScalar> key = file.root().scalar("webhook", "api_key");
        boolean elsewhere = file.text("key_file").isPresent();
        boolean known = key.filter(name -> elsewhere
                        || file.entries("keys").stream()
                                .anyMatch(pair -> pair.key().equals(name.text())))
                .isPresent();
        return known
                ? Optional.empty()
                : Optional.of(failed(
                        key.map(file::at).orElseGet(() -> file.at(urls.getFirst())),
                        key.isEmpty() ? "no api_key" : "an api_key that is none of the keys",
                        "the name of one of the keys"));
    }

    /** Only where the ports of the authorization service are known, and for plain addresses: a proxy may be between. */
    private static Optional<Finding> astray(Facts facts, YamlFile file, List<YamlNode> urls) {
        Set<Integer> ports = Binds.authorizationPorts(facts);
        boolean reached = urls.stream()
                .flatMap(url -> url.text().stream())
                .anyMatch(url -> url.startsWith("https://")
                        || ports.stream().anyMatch(port -> url.matches("http://[^/]+:" + port + "(/.*)?")));
        return ports.isEmpty() || reached
                ? Optional.empty()
                : Optional.of(failed(
                        file.at(urls.getFirst()),
                        "no url leads to the authorization service, port " + ports,
                        "http://ADDRESS:PORT/livekit/webhook"));
    }
}
