package org.lotusguild.lotus.stack.address;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An IP address as a number of its family. {@code ::ffff:10.0.0.1} stays an address of IPv6, unlike in {@link InetAddress}.
 *
 * @param number from 0 to 2^32 - 1 or 2^128 - 1
 */
public record Address(Family family, BigInteger number) implements Comparable<Address> {
    private static final BigInteger MAPPED = BigInteger.valueOf(0xffffL).shiftLeft(32);
    private static final int GROUPS = 8;
    private static final Pattern SIGNS = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    private static final Pattern DOTTED =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

    /** The two kinds of IP addresses. */
    public enum Family {
        V4(32),
        V6(128);

        private final int bits;

        Family(int bits) {
            this.bits = bits;
        }

        BigInteger last() {
            return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        }
    }

    public Address {
        if (number.signum() < 0 || number.compareTo(family.last()) > 0) {
            throw new IllegalArgumentException("no address of " + family + ": " + number);
        }
    }

    /** Empty if the text is no address: names, zones, brackets, netmasks and the short forms {@code 10.1} are none. */
    public static Optional<Address> read(String text) {
        if (!SIGNS.matcher(text).matches()) {
            return Optional.empty();
        }
        if (!text.contains(":")) {
            return DOTTED.matcher(text).matches() ? Optional.of(literal(Family.V4, text)) : Optional.empty();
        }
        try {
            return Optional.of(literal(Family.V6, text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException if the text is no address */
    public static Address parse(String text) {
        return read(text).orElseThrow(() -> new IllegalArgumentException("not an IP address: " + text));
    }

    private static Address literal(Family family, String text) {
        InetAddress address = InetAddress.ofLiteral(text);
        BigInteger number = new BigInteger(1, address.getAddress());
        boolean mapped = family == Family.V6 && address instanceof Inet4Address;
        return new Address(family, mapped ? number.or(MAPPED) : number);
    }

    Optional<Address> next() {
        return number.equals(family.last())
                ? Optional.empty()
                : Optional.of(new Address(family, number.add(BigInteger.ONE)));
    }

    Optional<Address> previous() {
        return number.signum() == 0
                ? Optional.empty()
                : Optional.of(new Address(family, number.subtract(BigInteger.ONE)));
    }

    /** By number, within one family; all of IPv4 comes before IPv6. */
    @Override
    public int compareTo(Address other) {
        int families = family.compareTo(other.family);
        return families != 0 ? families : number.compareTo(other.number);
    }

    /** The one short form of RFC 5952. */
    @Override
    public String toString() {
        return switch (family) {
            case V4 -> dotted(number.intValue());
            case V6 ->
                number.shiftRight(32).equals(MAPPED.shiftRight(32)) ? "::ffff:" + dotted(number.intValue()) : groups();
        };
    }

    private static String dotted(int number) {
        return (number >>> 24) + "." + (number >>> 16 & 0xff) + "." + (number >>> 8 & 0xff) + "." + (number & 0xff);
    }

    private String groups() {
        List<Integer> groups = new ArrayList<>();
        for (int i = GROUPS - 1; i >= 0; i--) {
            groups.add(number.shiftRight(16 * i).intValue() & 0xffff);
        }
        int longest = IntStream.range(0, GROUPS)
                .map(from -> zeros(groups, from))
                .max()
                .orElse(0);
        if (longest < 2) {
            return hex(groups);
        }
        int from = IntStream.range(0, GROUPS)
                .filter(i -> zeros(groups, i) == longest)
                .findFirst()
                .orElse(0);
        return hex(groups.subList(0, from)) + "::" + hex(groups.subList(from + longest, GROUPS));
    }

    private static int zeros(List<Integer> groups, int from) {
        int end = from;
        while (end < GROUPS && groups.get(end) == 0) {
            end++;
        }
        return end - from;
    }

    private static String hex(List<Integer> groups) {
        return groups.stream().map(Integer::toHexString).collect(Collectors.joining(":"));
    }
}
