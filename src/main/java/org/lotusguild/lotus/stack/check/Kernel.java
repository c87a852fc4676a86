package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Finding.unknown;
import static org.lotusguild.lotus.stack.check.Severity.LOW;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.LiveAnswers.KernelValue;
import org.lotusguild.lotus.stack.facts.PortRange;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Setting;
import org.lotusguild.lotus.stack.facts.SettingsFile;
import org.lotusguild.lotus.stack.facts.Told.HostKind;
import org.lotusguild.lotus.stack.facts.Where;

/** Settings of the kernel, and whether they may take effect where they stand. */
final class Kernel {
    private static final String CONTROL = "net.ipv4.tcp_congestion_control";
    private static final String QUEUE = "net.core.default_qdisc";
    private static final String RESERVED = "net.ipv4.ip_local_reserved_ports";
    private static final String EPHEMERAL = "net.ipv4.ip_local_port_range";
    private static final PortRange USUAL_EPHEMERAL = new PortRange(32_768, 60_999);
    private static final Set<HostKind> CONTAINERS = Set.of(HostKind.LXC_UNPRIVILEGED, HostKind.CONTAINER);

    /** Not divided by network namespaces: a container has no such file, or may not write it. */
    private static final Pattern OF_THE_HOST = Pattern.compile(
            "net\\.core\\.(rmem|wmem)_(max|default)|net\\.core\\.(optmem_max|netdev_\\w+|bpf_\\w+)|net\\.ipv4\\.(tcp|udp)_mem|vm\\..*|kernel\\.(?!domainname|hostname|shm|msg|sem).*|fs\\.(?!mqueue).*");

    private static final int PORTS = 65_536;
    private static final Predicate<String> OF_SENDING = Set.of(CONTROL, QUEUE)::contains;

    static final List<Check> CHECKS = List.of(
            Check.of("OS-001", LOW, "BBR and fq are set where they have no effect, or not set where they help")
                    .on(Kind.SYSCTL)
                    .reads(Reads.FACTS, Reads.LIVE)
                    .needs(Reads.FILES.absent(), Kernel::written)
                    .passes(
                            "tcp_congestion_control = bbr and default_qdisc = fq on the real host, and not in a container; the kernel has what is written")
                    .because(
                            "in an unprivileged container the write fails; BBR is for the TCP that a host sends, media is UDP")
                    .source("kernel, ip-sysctl; measured in an unprivileged container")
                    .run(facts -> Stream.concat(congestion(facts), unlike(facts, OF_SENDING))),
            Check.of("OS-002", LOW, "A setting of the kernel has no effect")
                    .on(Kind.SYSCTL)
                    .reads(Reads.FACTS, Reads.LIVE)
                    .needs(Reads.FILES.absent(), Kernel::written)
                    .passes("every line takes effect where it stands: /proc/sys equals it")
                    .because("the buffers stay small, and whoever reads the file believes otherwise")
                    .source("kernel, net.core is not divided by network namespaces")
                    .run(facts -> Stream.concat(ineffective(facts), unlike(facts, OF_SENDING.negate()))),
            Check.of("OS-003", MEDIUM, "Outgoing connections may take the ports of calls")
                    .on(Kind.SYSCTL)
                    .reads(Reads.FACTS)
                    .passes(RESERVED + " covers what the ranges of TURN and SFU share with the ephemeral ports")
                    .because("now and then a relay or a call gets no port, and stays silent")
                    .source("kernel, ip_local_reserved_ports")
                    .run(Kernel::reserved));

    private Kernel() {}

    private static boolean written(Facts facts) {
        return !facts.settings(Kind.SYSCTL).isEmpty();
    }

    /** Where the kernel of this machine has something else than the line that counts; what a container may not set is told apart. */
    private static Stream<Finding> unlike(Facts facts, Predicate<String> keys) {
        return facts.answers().live().stream()
                .flatMap(live -> live.kernel().stream())
                .filter(value -> keys.test(value.key()) && !same(value) && !told(facts, value))
                .map(value -> {
                    Where where = new Where(value.file(), value.line(), value.key());
                    return value.because().isEmpty()
                            ? failed(
                                    where,
                                    value.key() + " = " + value.wanted() + ", and the kernel has "
                                            + value.has().orElse("no such setting"),
                                    "sysctl --system, and look at what it says")
                            : unknown(where, value.because());
                });
    }

    private static boolean told(Facts facts, KernelValue value) {
        boolean ofTheHost = OF_THE_HOST.matcher(value.key()).matches() || OF_SENDING.test(value.key());
        return ofTheHost
                && facts.settings(Kind.SYSCTL).stream()
                        .anyMatch(file -> file.file().equals(value.file()) && inContainer(facts, file));
    }

    private static boolean same(KernelValue value) {
        String has = value.has().map(Kernel::bare).orElse("");
        String wanted = bare(value.wanted());
        return value.has().isPresent()
                && (has.equals(wanted)
                        || (value.key().equals(RESERVED) && ports(has).equals(ports(wanted))));
    }

    private static String bare(String value) {
        return value.strip().replaceAll("\\s+", " ");
    }

    private static BitSet ports(String text) {
        BitSet ports = new BitSet(PORTS);
        Stream.of(text.split("[,\\s]+", -1))
                .flatMap(part -> range(part).stream())
                .forEach(range -> ports.set(range.first(), range.last() + 1));
        return ports;
    }

    private static boolean inContainer(Facts facts, SettingsFile file) {
        return facts.hostOf(file)
                .flatMap(host -> host.kind())
                .filter(CONTAINERS::contains)
                .isPresent();
    }

    private static Stream<Finding> congestion(Facts facts) {
        return facts.settings(Kind.SYSCTL).stream().flatMap(file -> {
            List<Setting> set = file.settings().stream()
                    .filter(setting ->
                            key(setting).equals(CONTROL) || key(setting).equals(QUEUE))
                    .toList();
            return inContainer(facts, file) ? useless(file, set) : forgotten(facts, file);
        });
    }

    /** {@code net/ipv4/x} is another way to write {@code net.ipv4.x}; a dash before it only silences errors. */
    private static String key(Setting setting) {
        return setting.key().replaceFirst("^-", "").replace('/', '.');
    }

    private static Stream<Finding> useless(SettingsFile file, List<Setting> set) {
        return set.stream().min(Comparator.comparingInt(Setting::line)).stream()
                .map(first ->
                        failed(file.at(first), shown(set), "set them on the host outside, in its own /etc/sysctl.d"));
    }

    private static String shown(List<Setting> set) {
        return set.stream()
                .map(setting -> key(setting) + " = " + setting.value())
                .collect(Collectors.joining(", "));
    }

    /** Only if the host is known to be a machine of its own. */
    private static Stream<Finding> forgotten(Facts facts, SettingsFile file) {
        boolean machine = facts.hostOf(file)
                .flatMap(host -> host.kind())
                .filter(kind -> kind == HostKind.METAL || kind == HostKind.VM)
                .isPresent();
        boolean elsewhere = facts.settings(Kind.SYSCTL).stream()
                .filter(other -> MediaPorts.together(facts, file, other))
                .flatMap(other -> other.settings().stream())
                .anyMatch(setting ->
                        key(setting).equals(CONTROL) && setting.value().equals("bbr"));
        boolean ours = file.settings().stream().anyMatch(setting -> key(setting).startsWith("net."));
        return machine && !elsewhere && ours
                ? Stream.of(failed(file.missing(CONTROL), "no " + CONTROL, CONTROL + " = bbr and " + QUEUE + " = fq"))
                : Stream.of();
    }

    private static Stream<Finding> ineffective(Facts facts) {
        return facts.settings(Kind.SYSCTL).stream()
                .filter(file -> inContainer(facts, file))
                .flatMap(file -> {
                    List<Setting> lost = file.settings().stream()
                            .filter(setting -> OF_THE_HOST.matcher(key(setting)).matches())
                            .toList();
                    return lost.stream().min(Comparator.comparingInt(Setting::line)).stream()
                            .map(first -> failed(
                                    file.at(first),
                                    shown(lost),
                                    "set them on the host outside, in its own /etc/sysctl.d"));
                });
    }

    private static Stream<Finding> reserved(Facts facts) {
        Map<String, List<SettingsFile>> byHost = facts.settings(Kind.SYSCTL).stream()
                .collect(Collectors.groupingBy(
                        file -> facts.hostOf(file).map(host -> host.name()).orElse(""),
                        LinkedHashMap::new,
                        Collectors.toList()));
        // Files of a machine that nobody told of count only where nobody told of any.
        return byHost.entrySet().stream()
                .filter(host -> !host.getKey().isEmpty() || byHost.size() == 1)
                .flatMap(host -> reserved(facts, host.getValue()).stream());
    }

    private static Optional<Finding> reserved(Facts facts, List<SettingsFile> files) {
        BitSet open = media(facts, files.getFirst());
        BitSet ephemeral = new BitSet(PORTS);
        PortRange range = last(files, EPHEMERAL)
                .flatMap(line -> range(line.setting().value()))
                .orElse(USUAL_EPHEMERAL);
        ephemeral.set(range.first(), range.last() + 1);
        open.and(ephemeral);
        Optional<Line> written = last(files, RESERVED);
        written.ifPresent(line -> open.andNot(ports(line.setting().value())));
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(failed(
                        written.map(line -> line.file().at(line.setting()))
                                .orElseGet(() -> files.getFirst().missing(RESERVED)),
                        "not reserved: " + String.join(",", ranges(open)),
                        RESERVED + " = " + String.join(",", ranges(media(facts, files.getFirst())))));
    }

    private record Line(SettingsFile file, Setting setting) {}

    private static Optional<Line> last(List<SettingsFile> files, String key) {
        return files.stream()
                .flatMap(file -> file.settings().stream().map(setting -> new Line(file, setting)))
                .filter(line -> key(line.setting()).equals(key))
                .reduce((earlier, later) -> later);
    }

    /** The ports that TURN and SFU of this file's host take. */
    private static BitSet media(Facts facts, SettingsFile file) {
        BitSet ports = new BitSet(PORTS);
        Stream<PortRange> relay = facts.coturn().stream()
                .filter(other -> MediaPorts.together(facts, file, other))
                .flatMap(other -> MediaPorts.relay(other).stream());
        Stream<PortRange> sfu = facts.yaml(Kind.LIVEKIT).stream()
                .filter(other -> MediaPorts.together(facts, file, other))
                .flatMap(other -> MediaPorts.ofSfu(other).stream());
        Stream.concat(relay, sfu).forEach(range -> ports.set(range.first(), range.last() + 1));
        return ports;
    }

    private static Optional<PortRange> range(String text) {
        try {
            return Optional.of(PortRange.parse(text.strip().replaceFirst("\\s+", "-")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<String> ranges(BitSet ports) {
        List<String> ranges = new ArrayList<>();
        for (int first = ports.nextSetBit(0); first >= 0; ) {
            int end = ports.nextClearBit(first);
            ranges.add(new PortRange(first, end - 1).toString());
            first = ports.nextSetBit(end);
        }
        return ranges;
    }
}
