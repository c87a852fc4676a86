package org.lotusguild.lotus.stack.address;

import java.util.List;
import java.util.stream.Stream;

/**
 * What no member may reach through a TURN server: loopback, private and link-local networks, carrier networks, documentation
 * and reserved space, and the IPv6 forms in which IPv4 addresses hide.
 *
 * <p>Source: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and its updates). Multicast is not in the list:
 * coturn has {@code no-multicast-peers} for it. Written out because coturn drops a range in CIDR form with one line in its log.
 */
public final class ForbiddenPeers {
    /** In the order in which they are written. */
    public static final List<AddressRange> RANGES = Stream.of(
                    "0.0.0.0-0.255.255.255",
                    "10.0.0.0-10.255.255.255",
                    "100.64.0.0-100.127.255.255",
                    "127.0.0.0-127.255.255.255",
                    "169.254.0.0-169.254.255.255",
                    "172.16.0.0-172.31.255.255",
                    "192.0.0.0-192.0.0.255",
                    "192.0.2.0-192.0.2.255",
                    "192.88.99.0-192.88.99.255",
                    "192.168.0.0-192.168.255.255",
                    "198.18.0.0-198.19.255.255",
                    "198.51.100.0-198.51.100.255",
                    "203.0.113.0-203.0.113.255",
                    "240.0.0.0-255.255.255.255",
                    "::1",
                    "64:ff9b::-64:ff9b::ffff:ffff",
                    "::ffff:0.0.0.0-::ffff:255.255.255.255",
                    "64:ff9b:1::-64:ff9b:1:ffff:ffff:ffff:ffff:ffff",
                    "100::-100::ffff:ffff:ffff:ffff",
                    "2001::-2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
                    "2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                    "fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                    "fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                    "fec0::-feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")
            .map(AddressRange::parse)
            .toList();

    private ForbiddenPeers() {}
}
