package org.lotusguild.lotus.stack.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.stack.address.Address;
import org.lotusguild.lotus.stack.address.AddressRange;
import org.lotusguild.lotus.stack.address.ForbiddenPeers;
import org.lotusguild.lotus.stack.facts.Release;
import org.lotusguild.lotus.stack.plan.Certificates;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.PortSpan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;

/**
 * {@code turnserver.conf}. coturn runs on with a key or a range that it does not understand, so nothing is written that 4.6.1
 * does not know.
 *
 * <p>Source: turnserver(1) of 4.6.1, and the release notes to 4.18.
 */
final class Coturn implements Writer {
    private static final int MOST_ALLOCATIONS = 1200;

    /** Bytes a second, 3 Mbit/s: what one person's video takes, and some more. */
    private static final int MOST_BYTES = 375_000;

    private static final Set<String> REPEATED = Set.of("denied-peer-ip");

    private static final String ALWAYS = """
            fingerprint
            stale-nonce=600
            no-tcp-relay
            no-multicast-peers
            log-file=syslog
            simple-log
            user-quota=12
            """;

    /** An address that stays open although it is ours, because members' media go there. */
    private record Gap(Address address, String rule) {
        String comment() {
            return "# lotus: allowed peer " + address + " (sfu), firewall rule: " + rule;
        }
    }

    @Override
    public List<RenderedFile> files(Plan plan, SecretValues secrets) {
        return plan.with(Role.TURN)
                .map(host -> RenderedFile.closed(host, "/etc/turnserver.conf", "turnserver", text(plan, host, secrets))
                        .of("coturn.service"))
                .toList();
    }

    private static String text(Plan plan, Host host, SecretValues secrets) {
        String name = plan.stack().names().turn().orElse(plan.stack().publicName());
        PortSpan relay = plan.span(Service.TURN_RELAY);
        Lines lines = Lines.under(plan.header())
                .add("realm=" + name)
                .add("server-name=" + name)
                .add("use-auth-secret")
                .addAll(secretLines(secrets))
                .add("listening-ip=" + host.address())
                .add("relay-ip=" + host.address());
        host.behind().ifPresent(outside -> lines.add("external-ip=" + outside + "/" + host.address()));
        lines.add("listening-port=" + plan.port(Service.TURN))
                .add("tls-listening-port=" + plan.port(Service.TURN_TLS))
                .add("min-port=" + relay.first())
                .add("max-port=" + relay.last())
                .add("cert=" + Certificates.TURN_CHAIN)
                .add("pkey=" + Certificates.TURN_KEY)
                .block(ALWAYS);
        String text = lines.addAll(switchedOff(plan.stack().versions().coturn()))
                .add("total-quota=" + Math.min(MOST_ALLOCATIONS, relay.size()))
                .add("max-bps=" + MOST_BYTES)
                .addAll(denied(plan))
                .text();
        List<String> more = Additions.lines(text.lines().toList(), plan.extra().coturn(), "coturn", REPEATED);
        return lines.addAll(more).text();
    }

    /** What newer releases have off by themselves, and no longer know. */
    private static List<String> switchedOff(Release coturn) {
        List<String> lines = new ArrayList<>();
        if (!coturn.atLeast("4.7")) {
            lines.add("no-tlsv1");
            lines.add("no-tlsv1_1");
        }
        if (!coturn.atLeast("4.10")) {
            lines.add("no-cli");
        }
        return lines;
    }

    /** After a rotation coturn takes the old secret too, until Synapse has the new one. */
    private static List<String> secretLines(SecretValues secrets) {
        return Stream.concat(Stream.of(secrets.value(SecretName.TURN)), secrets.former(SecretName.TURN).stream())
                .map(Secret::value)
                .map(secret -> "static-auth-secret=" + secret)
                .toList();
    }

    private static List<String> denied(Plan plan) {
        List<Gap> gaps = gaps(plan);
        List<String> lines = new ArrayList<>();
        ForbiddenPeers.RANGES.forEach(range -> deny(range, gaps, lines));
        own(plan)
                .map(AddressRange::only)
                .filter(one -> gaps.stream()
                        .noneMatch(gap -> forbidden(one.low()) && gap.address().equals(one.low())))
                .forEach(one -> deny(one, gaps, lines));
        return lines;
    }

    /** The range without what lies in it and stays open. */
    private static void deny(AddressRange range, List<Gap> gaps, List<String> lines) {
        Optional<AddressRange> rest = Optional.of(range);
        for (Gap gap : gaps) {
            if (rest.isPresent() && rest.get().contains(gap.address())) {
                rest.get().below(gap.address()).ifPresent(below -> lines.add("denied-peer-ip=" + below));
                lines.add(gap.comment());
                rest = rest.get().above(gap.address());
            }
        }
        rest.ifPresent(last -> lines.add("denied-peer-ip=" + last));
    }

    /** Our own addresses on the internet: behind them lie the services that the list of private ranges protects. */
    private static Stream<Address> own(Plan plan) {
        return outside(plan.hosts().stream());
    }

    /** A host without an address on the internet has none here. */
    private static Stream<Address> outside(Stream<Host> hosts) {
        return hosts.filter(host -> host.behind().isPresent() || !forbidden(Address.parse(host.address())))
                .map(host -> Address.parse(host.publicAddress()))
                .distinct()
                .sorted();
    }

    private static boolean forbidden(Address address) {
        return ForbiddenPeers.RANGES.stream().anyMatch(range -> range.contains(address));
    }

    /** Members who reach LiveKit only through this server need its address. */
    private static List<Gap> gaps(Plan plan) {
        if (!plan.stack().calls()) {
            return List.of();
        }
        return outside(plan.with(Role.SFU))
                .map(address -> new Gap(address, firewallRule(plan, address)))
                .toList();
    }

    /** What the firewall of a host with coturn must do, a command each. */
    static List<String> firewallRules(Plan plan) {
        return gaps(plan).stream().map(Gap::rule).toList();
    }

    /** What leaves a relay port for that address may only go to LiveKit's media ports. */
    private static String firewallRule(Plan plan, Address address) {
        String family = address.family() == Address.Family.V4 ? "ip" : "ip6";
        return "nft add rule inet filter output " + family + " daddr " + address + " udp sport "
                + plan.span(Service.TURN_RELAY) + " udp dport != " + plan.span(Service.LIVEKIT_MEDIA) + " drop";
    }
}
