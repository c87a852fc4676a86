package org.lotusguild.lotus.stack.address;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All addresses of some ranges. */
public final class AddressSet {
    private final List<AddressRange> sorted;

    private AddressSet(List<AddressRange> sorted) {
        this.sorted = sorted;
    }

    public static AddressSet of(Collection<AddressRange> ranges) {
        return new AddressSet(
                ranges.stream().sorted(Comparator.comparing(AddressRange::low)).toList());
    }

    public boolean contains(Address one) {
        return sorted.stream().anyMatch(range -> range.contains(one));
    }

    public boolean covers(AddressRange wanted) {
        return gaps(wanted).isEmpty();
    }

    /** What of these is not in the set, in their order. */
    public List<AddressRange> gaps(Collection<AddressRange> wanted) {
        return wanted.stream().flatMap(range -> gaps(range).stream()).toList();
    }

    /** What of this is not in the set, lowest first. */
    public List<AddressRange> gaps(AddressRange wanted) {
        List<AddressRange> gaps = new ArrayList<>();
        Optional<Address> from = Optional.of(wanted.low());
        for (AddressRange range : sorted) {
            if (from.isEmpty() || !meets(range, new AddressRange(from.get(), wanted.high()))) {
                continue;
            }
            if (range.low().compareTo(from.get()) > 0) {
                gaps.add(new AddressRange(from.get(), range.low().previous().orElseThrow()));
            }
            from = range.high().next().filter(wanted::contains);
        }
        from.ifPresent(rest -> gaps.add(new AddressRange(rest, wanted.high())));
        return gaps;
    }

    private static boolean meets(AddressRange one, AddressRange other) {
        return one.contains(other.low()) || other.contains(one.low());
    }
}
