package org.lotusguild.lotus.http.server;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Whose {@code X-Forwarded-For} is believed. */
public final class Proxies {
    private final List<Network> trusted;

    private Proxies(List<Network> trusted) {
        this.trusted = trusted;
    }

    /**
     * @param networks {@code 10.0.0.1} or {@code 10.0.0.0/8}, IPv6 alike
     * @throws IllegalArgumentException if one is neither
     */
    public static Proxies trusting(List<String> networks) {
        return new Proxies(networks.stream().map(Network::parse).toList());
    }

    /**
     * Walks the chain from our end: the first that is no trusted proxy is the one who asks. What stands before it anybody may
     * have written.
     */
    InetAddress remote(InetAddress peer, List<String> forwardedFor) {
        List<String> chain = forwardedFor.stream()
                .flatMap(line -> List.of(line.split(",")).stream())
                .map(String::strip)
                .toList();
        InetAddress at = peer;
        for (int i = chain.size() - 1; i >= 0 && trusts(at); i--) {
            Optional<InetAddress> before = literal(chain.get(i));
            if (before.isEmpty()) {
                break;
            }
            at = before.get();
        }
        return at;
    }

    private boolean trusts(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
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
