package org.lotusguild.lotus.http.server;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Whose {@code X-Forwarded-For} is believed. */
public final class Proxies {
    private final Networks trusted;

    private Proxies(Networks trusted) {
        this.trusted = trusted;
    }

    /**
     * @param networks {@code 10.0.0.1} or {@code 10.0.0.0/8}, IPv6 alike
     * @throws IllegalArgumentException if one is neither
     */
    public static Proxies trusting(List<String> networks) {
        return new Proxies(Networks.of(networks));
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
        for (int i = chain.size() - 1; i >= 0 && trusted.contains(at); i--) {
            Optional<InetAddress> before = literal(chain.get(i));
            if (before.isEmpty()) {
                break;
            }
            at = before.get();
        }
        return at;
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
