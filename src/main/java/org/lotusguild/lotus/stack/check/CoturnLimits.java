package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.LOW;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.CoturnFile;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.PortRange;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Setting;
import org.lotusguild.lotus.stack.facts.Where;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** How much the TURN server relays, and on which ports. */
final class CoturnLimits {
    private static final long LOWEST_RATE = 125_000;
    private static final long HIGHEST_RATE = 4_000_000;
    private static final int BITS = 8;
    private static final int THOUSAND = 1000;
    private static final double TOLERANCE = 0.1;
    private static final Pattern WHOLE = Pattern.compile("\\d{1,18}");

    /** {@code 1 Mbps}, {@code 3 Mbit/s}, {@code 500 kB/s}. */
    private static final Pattern RATE =
            Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmg])i?(b|bit|bits|byte|bytes)?(?:ps|/s|/sec)\\b");

    static final List<Check> CHECKS = List.of(
            Check.of("TRN-010", HIGH, "The relay ports of the TURN server meet those of LiveKit")
                    .on(Kind.COTURN)
                    .reads(Reads.FACTS)
                    .passes("on one host, min-port to max-port and LiveKit's ranges have no port in common")
                    .because("whoever comes second does not get the port: now and then a call stays silent")
                    .source("turnserver(1), min-port; LiveKit configuration, rtc.port_range_start")
                    .run(CoturnLimits::overlaps),
            Check.of("TRN-012", LOW, "The limits of the TURN server are missing or not what they are believed to be")
                    .on(Kind.COTURN)
                    .passes(
                            "max-bps from 125000 to 4000000 bytes a second, quotas set, total-quota at most the number of ports")
                    .because("max-bps counts bytes: 1000000 are 8 Mbit/s")
                    .source("turnserver(1), max-bps; measured: \"1000000 bytes per second allowed per session\"")
                    .run(CoturnLimits::limits));

    private CoturnLimits() {}

    private static Stream<Finding> overlaps(Facts facts) {
        return facts.coturn().stream()
                .flatMap(file -> MediaPorts.relay(file).stream()
                        .flatMap(relay -> facts.yaml(Kind.LIVEKIT).stream()
                                .filter(sfu -> MediaPorts.together(facts, file, sfu))
                                .flatMap(sfu -> overlap(file, relay, sfu).stream())));
    }

    private static Optional<Finding> overlap(CoturnFile file, PortRange relay, YamlFile sfu) {
        return MediaPorts.ofSfu(sfu).stream()
                .filter(relay::meets)
                .findFirst()
                .map(range -> failed(place(file), relay + " meets " + range + " of " + sfu.file(), want(relay, range)));
    }

    private static Where place(CoturnFile file) {
        return file.last("min-port")
                .or(() -> file.last("max-port"))
                .map(file::at)
                .orElseGet(() -> file.missing("min-port"));
    }

    /** The part above the SFU's, from a round number on. */
    private static String want(PortRange relay, PortRange sfu) {
        int first = (sfu.last() / THOUSAND + 1) * THOUSAND;
        return first < relay.last()
                ? first + "-" + relay.last()
                : "two ranges of their own, such as 50000-51999 for LiveKit and 52000-57999 for coturn";
    }

    private static Stream<Finding> limits(Facts facts) {
        return facts.coturn().stream().flatMap(CoturnLimits::limits);
    }

    private static Stream<Finding> limits(CoturnFile file) {
        List<Finding> found = new ArrayList<>();
        file.last("max-bps").flatMap(setting -> rate(file, setting)).ifPresent(found::add);
        file.last("total-quota").flatMap(setting -> quota(file, setting)).ifPresent(found::add);
        List<String> missing = Stream.of("max-bps", "user-quota", "total-quota")
                .filter(key -> !file.has(key))
                .toList();
        if (!missing.isEmpty()) {
            found.add(failed(
                    file.missing(missing.getFirst()),
                    "without " + String.join(", ", missing),
                    "max-bps=375000 (3 Mbit/s), user-quota=12, total-quota at most the number of ports"));
        }
        return found.stream();
    }

    private static Optional<Finding> rate(CoturnFile file, Setting setting) {
        OptionalLong bytes = whole(setting.value());
        if (bytes.isEmpty() || bytes.getAsLong() < LOWEST_RATE || bytes.getAsLong() > HIGHEST_RATE) {
            return Optional.of(failed(
                    file.at(setting),
                    "max-bps=" + setting.value(),
                    "125000 to 4000000 bytes a second (1 to 32 Mbit/s)"));
        }
        return believed(setting.comment())
                .filter(meant -> Math.abs(meant - bytes.getAsLong()) > TOLERANCE * meant)
                .map(meant -> failed(
                        file.at(setting),
                        "max-bps=" + setting.value() + " # " + setting.comment(),
                        "%d bytes a second if the comment is meant, or a comment that says %s Mbit/s"
                                .formatted(meant, bytes.getAsLong() / LOWEST_RATE)));
    }

    /** Bytes a second of what a comment says; of {@code Mbps} and {@code Mbit}, bits are meant. */
    private static Optional<Long> believed(String comment) {
        Matcher parts = RATE.matcher(comment.toLowerCase(Locale.ROOT));
        if (!parts.find()) {
            return Optional.empty();
        }
        double scale = Math.pow(THOUSAND, "kmg".indexOf(parts.group(2)) + 1);
        boolean inBytes = Optional.ofNullable(parts.group(3)).orElse("").startsWith("byte")
                || comment.contains("B/s")
                || comment.contains("Bps");
        return Optional.of(Math.round(Double.parseDouble(parts.group(1)) * scale / (inBytes ? 1 : BITS)));
    }

    private static Optional<Finding> quota(CoturnFile file, Setting setting) {
        OptionalLong quota = whole(setting.value());
        int ports = MediaPorts.relay(file).map(PortRange::size).orElse(Integer.MAX_VALUE);
        return quota.isPresent() && quota.getAsLong() > 0 && quota.getAsLong() <= ports
                ? Optional.empty()
                : Optional.of(failed(
                        file.at(setting),
                        "total-quota=" + setting.value() + " for " + ports + " ports",
                        "at most " + ports));
    }

    private static OptionalLong whole(String text) {
        return WHOLE.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
