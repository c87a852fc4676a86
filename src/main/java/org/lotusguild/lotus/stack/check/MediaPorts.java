package org.lotusguild.lotus.stack.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.CoturnFile;
import org.lotusguild.lotus.stack.facts.Document;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.PortRange;
import org.lotusguild.lotus.stack.facts.Setting;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** Which ports the TURN server and the SFU take for media, by what is written and by their defaults. */
final class MediaPorts {
    /** Defaults of coturn. */
    private static final int RELAY_FIRST = 49_152;

    private static final int RELAY_LAST = 65_535;

    /** Defaults of LiveKit. */
    private static final int SFU_FIRST = 50_000;

    private static final int SFU_LAST = 60_000;
    private static final int SFU_RELAY_FIRST = 30_000;
    private static final int SFU_RELAY_LAST = 40_000;

    private MediaPorts() {}

    /** Empty if what is written is no range. */
    static Optional<PortRange> relay(CoturnFile file) {
        return range(
                file.last("min-port").map(Setting::value).orElse(String.valueOf(RELAY_FIRST)),
                file.last("max-port").map(Setting::value).orElse(String.valueOf(RELAY_LAST)));
    }

    /** The UDP ports of LiveKit: {@code udp_port} wins over the range. */
    static Optional<PortRange> sfu(YamlFile file) {
        Optional<String> one = file.text("rtc", "udp_port");
        if (one.isPresent()) {
            return range(one.get());
        }
        Optional<String> first = file.text("rtc", "port_range_start");
        return first.isEmpty()
                ? Optional.of(new PortRange(SFU_FIRST, SFU_LAST))
                : range(first.get(), file.text("rtc", "port_range_end").orElse("0"));
    }

    /** The relay range of the TURN server inside LiveKit, if it is switched on. */
    static Optional<PortRange> sfuRelay(YamlFile file) {
        return file.root().isTrue("turn", "enabled")
                ? range(
                        file.text("turn", "relay_range_start").orElse(String.valueOf(SFU_RELAY_FIRST)),
                        file.text("turn", "relay_range_end").orElse(String.valueOf(SFU_RELAY_LAST)))
                : Optional.empty();
    }

    /** Both of LiveKit's. */
    static List<PortRange> ofSfu(YamlFile file) {
        return Stream.of(sfu(file), sfuRelay(file)).flatMap(Optional::stream).toList();
    }

    /** Whether two files may belong to one host: it is only known to be two if both were told. */
    static boolean together(Facts facts, Document one, Document other) {
        Optional<Told.Host> first = facts.hostOf(one);
        Optional<Told.Host> second = facts.hostOf(other);
        return first.isEmpty() || second.isEmpty() || first.equals(second);
    }

    private static Optional<PortRange> range(String first, String last) {
        return range(first + "-" + last);
    }

    private static Optional<PortRange> range(String text) {
        try {
            return Optional.of(PortRange.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
