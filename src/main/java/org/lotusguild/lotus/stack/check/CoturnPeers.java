package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.facts.Told.Role.SFU;
import static org.lotusguild.lotus.stack.facts.Told.Role.TURN;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.address.Address;
import org.lotusguild.lotus.stack.address.AddressRange;
import org.lotusguild.lotus.stack.address.AddressSet;
import org.lotusguild.lotus.stack.address.Cidr;
import org.lotusguild.lotus.stack.address.ForbiddenPeers;
import org.lotusguild.lotus.stack.facts.CoturnFile;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Setting;
import org.lotusguild.lotus.stack.facts.Told;

/** Where members may send through the TURN server. */
final class CoturnPeers {
    /** Written by {@code lotus render} above the one gap that an SFU behind the same address needs. */
    private static final Pattern EXCEPTION =
            Pattern.compile("lotus: allowed peer (\\S+) \\(sfu\\), firewall rule:\\s*(.*)");

    private static final Pattern NO_RULE = Pattern.compile("[\\s.…]*");
    private static final int SHOWN = 6;
    private static final Set<Told.Role> RELAYS = EnumSet.of(TURN, SFU);

    static final List<Check> CHECKS = List.of(
            Check.of("TRN-002", CRITICAL, "An address range is written in a form that coturn does not read")
                    .on(Kind.COTURN)
                    .passes(
                            "denied-peer-ip and allowed-peer-ip are one address, or the first and last with a dash between, and nothing behind")
                    .because(
                            "coturn logs \"Wrong address format\", drops the rule and runs: members can reach those addresses")
                    .source("turnserver(1), denied-peer-ip; measured with 4.6.1")
                    .run(CoturnPeers::forms),
            Check.of("TRN-003", CRITICAL, "The TURN server lets members reach addresses that nobody outside may reach")
                    .on(Kind.COTURN)
                    .reads(Reads.FACTS)
                    .passes(
                            "denied-peer-ip covers all private and special ranges and the guild's own addresses, with no-multicast-peers")
                    .because("every member gets a credential, and with it a way into the network behind the server")
                    .source("IANA special-purpose address registries; 24 Black listing lines measured with 4.6.1")
                    .run(CoturnPeers::gaps),
            Check.of("TRN-017", HIGH, "allowed-peer-ip opens a host that runs other services")
                    .on(Kind.COTURN)
                    .reads(Reads.FACTS)
                    .passes("allowed-peer-ip names no host that runs more than TURN and SFU")
                    .because("it opens every port of that host to TURN users: Synapse, metrics, databases")
                    .source("turnserver(1), allowed-peer-ip")
                    .run(CoturnPeers::opened));

    private CoturnPeers() {}

    private static Stream<Setting> rules(CoturnFile file) {
        return file.settings().stream()
                .filter(setting ->
                        setting.key().equals("denied-peer-ip") || setting.key().equals("allowed-peer-ip"));
    }

    private static Stream<Finding> forms(Facts facts) {
        return facts.coturn().stream()
                .flatMap(file -> rules(file)
                        .filter(setting -> range(setting).isEmpty())
                        .map(setting -> malformed(file, setting)));
    }

    /** As coturn takes it: what stands behind the value belongs to it, and with it coturn looks for a host of that name. */
    private static Optional<AddressRange> range(Setting setting) {
        return setting.comment().isEmpty() ? AddressRange.read(setting.value()) : Optional.empty();
    }

    private static Finding malformed(CoturnFile file, Setting setting) {
        Optional<String> range = AddressRange.read(setting.value())
                .or(() -> Cidr.read(setting.value()))
                .map(AddressRange::toString);
        String behind = setting.comment().isEmpty() ? "" : " # " + setting.comment();
        Finding.Failed finding = failed(
                file.at(setting),
                setting.key() + "=" + setting.value() + behind,
                setting.key() + "=" + range.orElse("the first address, a dash, the last"));
        List<String> above = setting.comment().isEmpty() ? List.of() : List.of("# " + setting.comment());
        return range.map(text -> Stream.concat(above.stream(), Stream.of(setting.key() + "=" + text))
                        .toList())
                .map(lines -> finding.fix(new Edit(file.file(), setting.line(), setting.line(), lines)))
                .orElse(finding);
    }

    private static Stream<Finding> gaps(Facts facts) {
        return facts.coturn().stream().flatMap(file -> gaps(facts, file));
    }

    private static Stream<Finding> gaps(Facts facts, CoturnFile file) {
        List<AddressRange> wanted =
                Stream.concat(ForbiddenPeers.RANGES.stream(), own(facts, file)).toList();
        List<AddressRange> accepted = exceptions(facts, file);
        List<String> open = denied(file).gaps(wanted).stream()
                .filter(gap -> !accepted.contains(gap))
                .map(AddressRange::toString)
                .distinct()
                .collect(Collectors.toList());
        if (!file.has("no-multicast-peers")) {
            open.add("multicast (no-multicast-peers is missing)");
        }
        return open.isEmpty()
                ? Stream.of()
                : Stream.of(failed(
                        file.missing("denied-peer-ip"),
                        "open: " + some(open),
                        "one denied-peer-ip line for each range, as lotus render writes them, and no-multicast-peers"));
    }

    private static String some(List<String> all) {
        String first = all.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return all.size() > SHOWN ? first + " and " + (all.size() - SHOWN) + " more" : first;
    }

    private static AddressSet denied(CoturnFile file) {
        return AddressSet.of(file.all("denied-peer-ip")
                .flatMap(setting -> range(setting).stream())
                .toList());
    }

    /** The addresses of all hosts, and those that the file itself names as its own. */
    private static Stream<AddressRange> own(Facts facts, CoturnFile file) {
        Stream<String> hosts = facts.told().hosts().stream()
                .flatMap(host -> Stream.of(host.address(), host.publicAddress()))
                .flatMap(Optional::stream);
        Stream<String> outside = file.all("external-ip")
                .flatMap(setting -> Stream.of(setting.value().split("/", 2)));
        return Stream.concat(hosts, outside)
                .flatMap(text -> Address.read(text).stream())
                .distinct()
                .map(AddressRange::only);
    }

    /** Gaps that are announced in the line above, with the rule of the firewall that closes the rest of the host. */
    private static List<AddressRange> exceptions(Facts facts, CoturnFile file) {
        return file.comments().stream()
                .filter(comment -> besideRule(file, comment.line()))
                .flatMap(comment -> exception(facts, comment.text()).stream())
                .toList();
    }

    private static Optional<AddressRange> exception(Facts facts, String comment) {
        Matcher parts = EXCEPTION.matcher(comment);
        if (!parts.matches() || NO_RULE.matcher(parts.group(2)).matches()) {
            return Optional.empty();
        }
        return Address.read(parts.group(1))
                .filter(address -> isSfu(facts, address))
                .map(AddressRange::only);
    }

    private static boolean isSfu(Facts facts, Address address) {
        List<Told.Host> hosts = facts.told().hosts();
        return hosts.isEmpty() || hosts.stream().anyMatch(host -> host.roles().contains(SFU) && has(host, address));
    }

    private static boolean has(Told.Host host, Address address) {
        return Stream.of(host.address(), host.publicAddress())
                .flatMap(Optional::stream)
                .flatMap(text -> Address.read(text).stream())
                .anyMatch(address::equals);
    }

    private static boolean besideRule(CoturnFile file, int line) {
        return file.all("denied-peer-ip").anyMatch(setting -> Math.abs(setting.line() - line) == 1);
    }

    private static Stream<Finding> opened(Facts facts) {
        return facts.coturn().stream()
                .flatMap(file -> file.all("allowed-peer-ip")
                        .filter(setting -> !announced(facts, file, setting))
                        .flatMap(setting -> opened(facts, file, setting).stream()));
    }

    private static boolean announced(Facts facts, CoturnFile file, Setting setting) {
        return file.comments().stream()
                .filter(comment -> comment.line() == setting.line() - 1)
                .flatMap(comment -> exception(facts, comment.text()).stream())
                .anyMatch(range -> AddressRange.read(setting.value()).equals(Optional.of(range)));
    }

    private static Optional<Finding> opened(Facts facts, CoturnFile file, Setting setting) {
        Optional<AddressRange> range = AddressRange.read(setting.value()).or(() -> Cidr.read(setting.value()));
        return range.flatMap(open -> reason(facts, open))
                .map(why -> failed(
                        file.at(setting),
                        "allowed-peer-ip=" + setting.value() + " " + why,
                        "remove the line; for an SFU on a private address let a firewall open its media ports alone"));
    }

    private static Optional<String> reason(Facts facts, AddressRange open) {
        if (facts.told().hosts().isEmpty()) {
            boolean inside = ForbiddenPeers.RANGES.stream()
                    .anyMatch(range -> range.contains(open.low()) || open.contains(range.low()));
            return inside ? Optional.of("opens addresses of the inner network") : Optional.empty();
        }
        return facts.told().hosts().stream()
                .filter(host -> !RELAYS.containsAll(host.roles()) && reaches(open, host))
                .map(host -> "opens all of host " + host.name())
                .findFirst();
    }

    private static boolean reaches(AddressRange open, Told.Host host) {
        return Stream.of(host.address(), host.publicAddress())
                .flatMap(Optional::stream)
                .flatMap(text -> Address.read(text).stream())
                .anyMatch(open::contains);
    }
}
