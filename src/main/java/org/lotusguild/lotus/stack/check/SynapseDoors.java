package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.stack.address.Address;
import org.lotusguild.lotus.stack.address.AddressRange;
import org.lotusguild.lotus.stack.address.AddressSet;
import org.lotusguild.lotus.stack.address.Cidr;
import org.lotusguild.lotus.stack.check.Listeners.Listener;
import org.lotusguild.lotus.stack.check.Listeners.Placed;
import org.lotusguild.lotus.stack.facts.Document;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.SynapseConfig;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.Where;

/** Where Synapse listens, and what it fetches. */
final class SynapseDoors {
    /** What a preview of a link must never reach. */
    private static final List<String> NEVER_PREVIEWED = List.of(
            "127.0.0.0/8",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            "192.0.0.0/24",
            "169.254.0.0/16",
            "192.88.99.0/24",
            "198.18.0.0/15",
            "192.0.2.0/24",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "::1/128",
            "fe80::/10",
            "fc00::/7",
            "2001:db8::/32",
            "ff00::/8",
            "fec0::/10");

    private static final AddressSet PRIVATE = AddressSet.of(Stream.of(
                    "127.0.0.0/8",
                    "10.0.0.0/8",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "100.64.0.0/10",
                    "169.254.0.0/16",
                    "::1/128",
                    "fe80::/10",
                    "fc00::/7")
            .flatMap(network -> Cidr.read(network).stream())
            .toList());

    static final List<Check> CHECKS = List.of(
            Check.of("SYN-006", HIGH, "Metrics are open to everybody")
                    .on(Kind.SYNAPSE, Kind.WORKER)
                    .reads(Reads.LIVE)
                    .passes(
                            "listeners for metrics bind loopback or private addresses only, and the public name does not show them")
                    .because("whoever reaches the port learns rooms' traffic, versions and load")
                    .source("Synapse's documentation of metrics")
                    .run(facts -> Stream.concat(metrics(facts), SynapsePages.metrics(facts))),
            Check.of("SYN-007", MEDIUM, "Keys of other servers come from the default key server, unsaid")
                    .on(Kind.SYNAPSE)
                    .passes("suppress_key_server_warning is true, or trusted_key_servers names another server")
                    .because("matrix.org vouches for every server's keys, and each start warns that nobody decided so")
                    .source("configuration manual, trusted_key_servers")
                    .run(SynapseDoors::keyServer),
            Check.of("SYN-008", HIGH, "The client listener is open beside the proxy")
                    .on(Kind.SYNAPSE)
                    .passes("the main process listens for clients on loopback or the LAN address behind the proxy")
                    .because("with x_forwarded whoever reaches the port directly chooses the address he is known by")
                    .source("Synapse's documentation of reverse proxies")
                    .run(SynapseDoors::clientListener),
            Check.of("SYN-009", HIGH, "Forwarded addresses and the proxy do not fit together")
                    .on(Kind.SYNAPSE)
                    .passes("x_forwarded is true if and only if a proxy stands before the listener")
                    .because("without it all members have the proxy's address; without a proxy anybody forges his own")
                    .source("Synapse's documentation of reverse proxies")
                    .run(SynapseDoors::forwarded),
            Check.of("SYN-012", CRITICAL, "Previews of links may reach the inner network")
                    .on(Kind.SYNAPSE)
                    .passes(
                            "url_preview_ip_range_blacklist covers private, local, carrier, documentation and multicast ranges")
                    .because("without the list Synapse does not start; a gap lets members read pages of the LAN")
                    .source("configuration manual, url_preview_ip_range_blacklist; measured with 1.163.2")
                    .run(SynapseDoors::previews));

    private SynapseDoors() {}

    private static Stream<Finding> metrics(Facts facts) {
        Stream<Finding> main = Listeners.written(facts)
                .filter(placed -> placed.listener().metrics())
                .flatMap(placed -> open(placed.listener())
                        .map(bind -> opened(
                                placed.written().at(bind),
                                placed.listener(),
                                placed.written().shadow())));
        Stream<Finding> workers = Listeners.workers(facts)
                .filter(of -> of.listener().metrics())
                .flatMap(of -> open(of.listener()).map(bind -> opened(of.file().at(bind), of.listener(), "")));
        return Stream.concat(main, workers);
    }

    /** The first bind of the listener that is open. */
    private static Stream<YamlNode> open(Listener listener) {
        return listener.binds().stream().filter(SynapseDoors::isPublic).limit(1);
    }

    private static boolean isPublic(YamlNode bind) {
        String address = Listener.address(bind);
        return Listener.anywhere(bind)
                || Address.read(address)
                        .filter(known -> !PRIVATE.contains(known))
                        .isPresent();
    }

    private static Finding.Failed opened(Where where, Listener listener, String shadow) {
        return Finding.failed(
                where,
                binds(listener) + ", port " + listener.port() + shadow,
                "bind_addresses: ['127.0.0.1'], and the address that the scraper reaches");
    }

    private static String binds(Listener listener) {
        return listener.node()
                .at("bind_addresses")
                .map(value -> "bind_addresses: " + Shown.value("bind_addresses", value))
                .orElse("no bind_addresses, which means all");
    }

    private static Stream<Finding> keyServer(Facts facts) {
        return facts.synapse().stream()
                .filter(synapse -> !synapse.isTrue("suppress_key_server_warning"))
                .filter(synapse -> synapse.items("trusted_key_servers").stream()
                        .allMatch(
                                server -> server.text("server_name").orElse("").equals("matrix.org")))
                .filter(synapse -> !declined(synapse))
                .map(synapse -> Finding.failed(
                        synapse.effective("trusted_key_servers")
                                .map(SynapseConfig.Written::where)
                                .orElse(synapse.missing("trusted_key_servers")),
                        "trusted_key_servers is matrix.org and nobody said that this is meant",
                        "suppress_key_server_warning: true, or another trusted_key_servers"));
    }

    /** An empty list: ask every server itself. */
    private static boolean declined(SynapseConfig synapse) {
        return synapse.effective("trusted_key_servers").isPresent()
                && synapse.items("trusted_key_servers").isEmpty();
    }

    private static Stream<Finding> clientListener(Facts facts) {
        return Listeners.written(facts)
                .filter(placed ->
                        placed.listener().client() && !placed.listener().node().isTrue("tls"))
                .flatMap(placed -> placed.listener().binds().stream()
                        .filter(Listener::anywhere)
                        .limit(1)
                        .map(bind -> Finding.failed(
                                placed.written().at(bind),
                                binds(placed.listener()) + ", port "
                                        + placed.listener().port()
                                        + placed.written().shadow(),
                                "bind_addresses: ["
                                        + lan(facts, placed.written().file()) + "]")));
    }

    private static String lan(Facts facts, Document file) {
        return facts.hostOf(file)
                .filter(host -> !host.roles().contains(Told.Role.PROXY))
                .flatMap(Told.Host::address)
                .map(address -> "'" + address + "'")
                .orElse("'127.0.0.1'");
    }

    private static Stream<Finding> forwarded(Facts facts) {
        boolean behind = facts.behindProxy();
        boolean bare = !behind && !facts.told().hosts().isEmpty();
        return Listeners.written(facts)
                .filter(placed -> placed.listener().client())
                .flatMap(placed -> {
                    boolean forwarded = placed.listener().node().isTrue("x_forwarded");
                    if (behind && !forwarded) {
                        return Stream.of(forwarded(placed, "x_forwarded: true"));
                    }
                    return bare && forwarded ? Stream.of(forwarded(placed, "x_forwarded: false")) : Stream.of();
                });
    }

    private static Finding forwarded(Placed placed, String want) {
        YamlNode at = placed.listener()
                .node()
                .at("x_forwarded")
                .orElse(placed.listener().node());
        String saw = placed.listener()
                .node()
                .text("x_forwarded")
                .map(text -> "x_forwarded: " + text)
                .orElse("x_forwarded is not set");
        return Finding.failed(
                placed.written().at(at),
                saw + ", port " + placed.listener().port() + placed.written().shadow(),
                want);
    }

    private static Stream<Finding> previews(Facts facts) {
        return facts.synapse().stream()
                .filter(synapse -> synapse.isTrue("url_preview_enabled"))
                .flatMap(synapse -> synapse.effective("url_preview_ip_range_blacklist")
                        .map(written -> gaps(written))
                        .orElseGet(() -> Stream.of(Finding.failed(
                                        synapse.missing("url_preview_ip_range_blacklist"),
                                        "url_preview_enabled: true, and no url_preview_ip_range_blacklist",
                                        "url_preview_ip_range_blacklist: ['" + String.join("', '", NEVER_PREVIEWED)
                                                + "']")
                                .so("Synapse does not start: it asks for the list"))));
    }

    private static Stream<Finding> gaps(SynapseConfig.Written written) {
        List<AddressRange> there = written.value().items().stream()
                .flatMap(item -> item.text().stream())
                .flatMap(network -> Cidr.read(network).stream())
                .toList();
        AddressSet covered = AddressSet.of(there);
        String lacking = NEVER_PREVIEWED.stream()
                .filter(network -> !Cidr.read(network).map(covered::covers).orElse(true))
                .collect(Collectors.joining(", "));
        return lacking.isEmpty()
                ? Stream.of()
                : Stream.of(Finding.failed(written.where(), "the list lacks " + lacking, "add " + lacking));
    }
}
