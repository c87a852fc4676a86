package org.lotusguild.lotus.http.server;

import java.net.InetAddress;
import java.util.List;

/** Addresses and networks, {@code 10.0.0.1} or {@code 10.0.0.0/8}, IPv6 alike. */
public final class Networks {
    private final List<Network> all;

    private Networks(List<Network> all) {
        this.all = all;
    }

    /** @throws IllegalArgumentException if one is neither an address nor a network */
    public static Networks of(List<String> texts) {
        return new Networks(texts.stream().map(Network::parse).toList());
    }

    public boolean contains(InetAddress address) {
        return all.stream().anyMatch(network -> network.contains(address));
    }

    /** @param bits of the address that must be alike */
    private record Network(InetAddress address, int bits) {

        static Network parse(String text) {
            int slash = text.indexOf('/');
            InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int most = address.getAddress().length * 8;
            int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > most) {
                throw new IllegalArgumentException("not a network: " + text);
            }
            return new Network(address, bits);
        }

        boolean contains(InetAddress other) {
            byte[] mine = address.getAddress();
            byte[] theirs = other.getAddress();
            if (mine.length != theirs.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> (i % 8);
                if ((mine[i / 8] & mask) != (theirs[i / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
