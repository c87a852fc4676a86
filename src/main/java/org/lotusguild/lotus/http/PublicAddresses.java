package org.lotusguild.lotus.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The public internet, after IANA's registries of special-purpose addresses. Of IPv6 only global unicast is public, so that
 * what embeds an IPv4 address (NAT64, 6to4, Teredo, compatible, translated) is not; a mapped one is IPv4 to Java.
 */
final class PublicAddresses {
    private static final List<Block> NOT_IPV4 = blocks(
            "0.0.0.0/8", // this network
            "10.0.0.0/8",
            "100.64.0.0/10", // carriers' NAT, and a cloud's metadata
            "127.0.0.0/8",
            "168.63.129.16/32", // Azure's host
            "169.254.0.0/16", // link, and most clouds' metadata
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3"); // multicast, reserved, broadcast

    private static final Block GLOBAL_IPV6 = Block.of("2000::/3");
    private static final List<Block> NOT_IPV6 = blocks(
            "2001::/23", // Teredo, ORCHID and others of the IETF
            "2001:db8::/32",
            "2002::/16", // 6to4
            "2620:4f:8000::/48",
            "3ffe::/16",
            "3fff::/20");

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address
                ? NOT_IPV4.stream().noneMatch(block -> block.contains(bytes))
                : GLOBAL_IPV6.contains(bytes) && NOT_IPV6.stream().noneMatch(block -> block.contains(bytes));
    }

    private static List<Block> blocks(String... texts) {
        return Stream.of(texts).map(Block::of).toList();
    }

    private record Block(byte[] address, int bits) {

        static Block of(String text) {
            int slash = text.indexOf('/');
            return new Block(
                    InetAddress.ofLiteral(text.substring(0, slash)).getAddress(),
                    Integer.parseInt(text.substring(slash + 1)));
        }

        boolean contains(byte[] other) {
            int whole = bits / 8;
            if (other.length != address.length || !Arrays.equals(address, 0, whole, other, 0, whole)) {
                return false;
            }
            int mask = 0xff00 >> (bits % 8) & 0xff;
            return mask == 0 || (address[whole] & mask) == (other[whole] & mask);
        }
    }
}
