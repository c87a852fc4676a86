package org.lotusguild.lotus.stack.plan;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.config.Default;

/**
 * The block {@code stack:} of {@code lotus.yaml}.
 *
 * @param serverName the part of user ids behind the colon; never changes
 * @param publicName where clients and other servers connect
 * @param urlPreviews whether Synapse looks at links that people post; its Python needs beautifulsoup4 for that
 * @param ipv6 whether nginx listens on IPv6 too
 * @param lan networks that are ours; without them, the addresses of the hosts
 * @param frontProxies other proxies before ours, whose word about the client's address is believed
 * @param ports what differs from {@link Service}, by its name
 * @param synapse where its things lie
 * @param extra what the plan has no word for
 * @param supportPage for {@code /.well-known/matrix/support}
 */
public record StackBlock(
        String serverName,
        String publicName,
        @Default("open") Federation federation,
        @Default("small") Capacity size,
        @Default("false") boolean calls,
        @Default("closed") Registration registration,
        @Default("false") boolean urlPreviews,
        @Default("true") boolean ipv6,
        Map<String, HostBlock> hosts,
        @Default("{}") Names names,
        @Default("{}") Certificates certificates,
        @Default("{}") Media media,
        @Default("{}") Backups backups,
        @Default("{}") Sso sso,
        @Default("{}") Versions versions,
        @Default("{}") SynapsePlaces synapse,
        Optional<Extra> extra,
        List<String> lan,
        List<String> frontProxies,
        List<Contact> contacts,
        Optional<URI> supportPage,
        Map<String, PortSpan> ports) {

    public StackBlock {
        Addresses.checkName("server-name", serverName);
        Addresses.checkName("public-name", publicName);
        lan.forEach(network -> Addresses.checkNetwork("lan", network));
        frontProxies.forEach(network -> Addresses.checkNetwork("front-proxies", network));
        if (supportPage.map(page -> page.toString().matches(".*['$\\\\].*")).orElse(false)) {
            throw new IllegalArgumentException("support-page: write ', $ and \\ in it as %27, %24 and %5C");
        }
        hosts = Map.copyOf(hosts);
        ports = Map.copyOf(ports);
        Hosts.check(hosts, size);
        Roles.check(hosts, calls, registration, names);
        Service.check(ports);
        PortTable.check(PortTable.of(Hosts.of(hosts, size), size, ports));
    }

    /** The port of a service, or the first one of its range, on whatever host. */
    public int port(Service service) {
        return service.span(ports, size).first();
    }
}
