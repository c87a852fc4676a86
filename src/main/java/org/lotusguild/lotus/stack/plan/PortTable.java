package org.lotusguild.lotus.stack.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which ports are used on which host, by whom, on which address. */
public record PortTable(List<PortUse> uses) {
    static final String EVERY_ADDRESS = "0.0.0.0";
    static final String LOOPBACK = "127.0.0.1";

    public PortTable {
        uses = List.copyOf(uses);
    }

    static PortTable of(List<Host> hosts, Capacity size, Map<String, PortSpan> wanted) {
        List<PortUse> uses = new ArrayList<>();
        for (Host host : hosts) {
            for (Service service : Service.values()) {
                if (service.runsOn(host, hosts, size)) {
                    uses.add(new PortUse(host, service, service.span(wanted, size), service.bind(host, hosts)));
                }
            }
        }
        return new PortTable(uses);
    }

    /** @throws IllegalArgumentException that begins with the key under {@code stack}, if two cannot be there at once */
    static void check(PortTable table) {
        List<PortUse> uses = table.uses();
        for (int i = 0; i < uses.size(); i++) {
            for (PortUse other : uses.subList(0, i)) {
                PortUse use = uses.get(i);
                if (use.meets(other)) {
                    throw new IllegalArgumentException("ports." + use.service() + ": " + use.span() + " meets "
                            + other.span() + " of " + other.service() + " on the host "
                            + use.host().name() + "; give one of them other ports under ports:");
                }
            }
        }
    }

    public List<PortUse> on(Host host) {
        return uses.stream().filter(use -> use.host().equals(host)).toList();
    }

    /** Of the service on that host; empty if it does not run there. */
    public Optional<PortUse> find(Host host, Service service) {
        return uses.stream()
                .filter(use -> use.host().equals(host) && use.service() == service)
                .findFirst();
    }

    /** What the router sends on, from the internet to a host: where the public address is not the host's own. */
    public List<PortUse> forwarded() {
        return uses.stream()
                .filter(use -> use.service().open() && use.host().behind().isPresent())
                .toList();
    }

    /**
     * The ranges of media on that host, joined where they touch: the kernel must not give these ports to outgoing connections
     * ({@code net.ipv4.ip_local_reserved_ports}).
     */
    public List<PortSpan> reserved(Host host) {
        List<PortSpan> joined = new ArrayList<>();
        on(host).stream()
                .filter(use -> use.service().open() && !use.span().single())
                .map(PortUse::span)
                .sorted(Comparator.comparingInt(PortSpan::first))
                .forEach(span -> {
                    PortSpan before = joined.isEmpty() ? null : joined.getLast();
                    if (before != null && before.last() + 1 == span.first()) {
                        joined.set(joined.size() - 1, new PortSpan(before.first(), span.last()));
                    } else {
                        joined.add(span);
                    }
                });
        return List.copyOf(joined);
    }
}
