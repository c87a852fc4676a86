package org.lotusguild.lotus.stack.address;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/** Networks in the form {@code 10.0.0.0/8}, as most programs write them and coturn does not. */
public final class Cidr {
    private static final Pattern BITS = Pattern.compile("\\d{1,3}");

    private Cidr() {}

    /** The network of {@code a/n}, whichever of its addresses {@code a} is, or {@code a} alone; empty if it is neither. */
    public static Optional<AddressRange> read(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Address.read(text).map(AddressRange::only);
        }
        String bits = text.substring(slash + 1);
        return BITS.matcher(bits).matches()
                ? Address.read(text.substring(0, slash)).flatMap(address -> network(address, Integer.parseInt(bits)))
                : Optional.empty();
    }

    private static Optional<AddressRange> network(Address address, int bits) {
        BigInteger last = address.family().last();
        int free = last.bitLength() - bits;
        if (free < 0) {
            return Optional.empty();
        }
        BigInteger low = address.number().shiftRight(free).shiftLeft(free);
        BigInteger high = low.or(BigInteger.ONE.shiftLeft(free).subtract(BigInteger.ONE));
        return Optional.of(new AddressRange(new Address(address.family(), low), new Address(address.family(), high)));
    }
}
