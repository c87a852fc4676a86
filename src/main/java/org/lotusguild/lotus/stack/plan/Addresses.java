package org.lotusguild.lotus.stack.plan;

import java.net.InetAddress;
import java.util.regex.Pattern;

/** Addresses and names as they stand in the file. */
final class Addresses {
    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");

    private static final int BITS_4 = 32;
    private static final int BITS_6 = 128;

    private Addresses() {}

    /** @throws IllegalArgumentException that begins with the key, if the text is no IP address */
    static void check(String key, String address) {
        parsed(key, address);
    }

    /** @throws IllegalArgumentException that begins with the key, if the text is no host name in small letters */
    static void checkName(String key, String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    key + ": not a host name; write it in small letters, without scheme, port or path");
        }
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** @throws IllegalArgumentException that begins with the key, if the text is no {@code address/bits} */
    static void checkNetwork(String key, String network) {
        int slash = network.indexOf('/');
        InetAddress address = parsed(key, slash < 0 ? network : network.substring(0, slash));
        int most = address.getAddress().length == Integer.BYTES ? BITS_4 : BITS_6;
        if (slash >= 0 && !fits(network.substring(slash + 1), most)) {
            throw new IllegalArgumentException(key + ": not a network, write it like 10.20.0.0/24");
        }
    }

    private static boolean fits(String bits, int most) {
        return bits.matches("\\d{1,3}") && Integer.parseInt(bits) <= most;
    }

    private static InetAddress parsed(String key, String address) {
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": not an IP address, write it like 10.20.0.29", e);
        }
    }
}
