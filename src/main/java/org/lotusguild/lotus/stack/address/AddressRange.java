package org.lotusguild.lotus.stack.address;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** From one address to another of the same family, both included. Written as coturn reads it: {@code a} or {@code a-b}. */
public record AddressRange(Address low, Address high) {
    public AddressRange {
        if (low.family() != high.family() || low.compareTo(high) > 0) {
            throw new IllegalArgumentException("no range from " + low + " to " + high);
        }
    }

    public static AddressRange only(Address one) {
        return new AddressRange(one, one);
    }

    /** Empty if it is neither {@code a} nor {@code a-b} with {@code a} not above {@code b}; {@code a/n} is nothing. */
    public static Optional<AddressRange> read(String text) {
        String[] ends = text.split("-", 2);
        Optional<Address> low = Address.read(ends[0]);
        Optional<Address> high = ends.length == 1 ? low : Address.read(ends[1]);
        if (low.isEmpty() || high.isEmpty()) {
            return Optional.empty();
        }
        boolean ordered = low.get().family() == high.get().family() && low.get().compareTo(high.get()) <= 0;
        return ordered ? Optional.of(new AddressRange(low.get(), high.get())) : Optional.empty();
    }

    /** @throws IllegalArgumentException if {@link #read} finds no range */
    public static AddressRange parse(String text) {
        return read(text).orElseThrow(() -> new IllegalArgumentException("not a range of IP addresses: " + text));
    }

    public boolean contains(Address one) {
        return one.family() == low.family() && low.compareTo(one) <= 0 && one.compareTo(high) <= 0;
    }

    /** What is left below and above the address: the range itself when it does not hold it. */
    public List<AddressRange> without(Address one) {
        return contains(one)
                ? Stream.concat(below(one).stream(), above(one).stream()).toList()
                : List.of(this);
    }

    /** The part below an address that the range holds. */
    public Optional<AddressRange> below(Address one) {
        return one.previous().filter(this::contains).map(end -> new AddressRange(low, end));
    }

    /** The part above an address that the range holds. */
    public Optional<AddressRange> above(Address one) {
        return one.next().filter(this::contains).map(begin -> new AddressRange(begin, high));
    }

    @Override
    public String toString() {
        return low.equals(high) ? low.toString() : low + "-" + high;
    }
}
