package org.lotusguild.lotus.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.lotusguild.lotus.http.HttpFailure.Kind;

/**
 * Keeps calls to addresses that strangers chose away from this machine, its network and its cloud's metadata. The addresses
 * that it answers are the ones to connect to: a second look-up of the name might answer others.
 */
public final class AddressGuard {
    /** As browsers see it (WHATWG URL, "ends in a number"): octal, hexadecimal and shortened forms of IPv4 too. */
    private static final Pattern NUMBER_AT_END = Pattern.compile("(?i)(.*\\.)?(\\d+|0x[0-9a-f]*)\\.?");

    private static final String OCTET = "(0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])";
    private static final Pattern PLAIN_IPV4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);

    /** Asks for all addresses of a name. */
    @FunctionalInterface
    interface Names {
        Names SYSTEM = host -> List.of(InetAddress.getAllByName(host));

        List<InetAddress> addresses(String host) throws UnknownHostException;
    }

    private final Names names;
    private final Predicate<InetAddress> allowed;
    private final Set<String> named;

    AddressGuard(Names names, Predicate<InetAddress> allowed) {
        this(names, allowed, Set.of());
    }

    private AddressGuard(Names names, Predicate<InetAddress> allowed, Set<String> named) {
        this.names = names;
        this.allowed = allowed;
        this.named = named;
    }

    /** The same, and these hosts besides, wherever they are. Only the host as it is written counts: not what it leads to. */
    AddressGuard allowing(Collection<String> hosts) {
        Set<String> more = new HashSet<>(named);
        hosts.forEach(host -> more.add(host.toLowerCase(Locale.ROOT)));
        return new AddressGuard(names, allowed, Set.copyOf(more));
    }

    /** Lets only the public internet through. */
    public static AddressGuard ofPublicInternet() {
        return new AddressGuard(Names.SYSTEM, PublicAddresses::contain);
    }

    /**
     * Where to connect for this URI; all of them are allowed.
     *
     * @throws HttpFailure {@code ADDRESS} if the URI is none for strangers, or if one of its addresses is not allowed;
     *     {@code CONNECT} if the name is unknown
     */
    List<InetAddress> addresses(URI uri) {
        String host = host(uri);
        List<InetAddress> found = lookUp(host);
        if (named.contains(host.toLowerCase(Locale.ROOT))) {
            return found;
        }
        for (InetAddress address : found) {
            if (!allowed.test(address)) {
                throw refused("the address of " + host + " is not public");
            }
        }
        return found;
    }

    private static String host(URI uri) {
        boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw refused("only plain http and https addresses are called");
        }
        String host = uri.getHost();
        if (NUMBER_AT_END.matcher(host).matches() && !PLAIN_IPV4.matcher(host).matches()) {
            throw refused("the host looks like a number and is no plain IPv4 address");
        }
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private List<InetAddress> lookUp(String host) {
        try {
            List<InetAddress> found = names.addresses(host);
            if (found.isEmpty()) {
                throw new UnknownHostException(host);
            }
            return found;
        } catch (UnknownHostException e) {
            throw new HttpFailure(Kind.CONNECT, "unknown host " + host, e);
        }
    }

    private static HttpFailure refused(String why) {
        return new HttpFailure(Kind.ADDRESS, why, null);
    }
}
