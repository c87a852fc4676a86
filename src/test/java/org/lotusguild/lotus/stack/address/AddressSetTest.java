package org.lotusguild.lotus.stack.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.address.Address.Family;

final class AddressSetTest {
    @Test
    void namesWhatIsMissingBelowBetweenAndAbove() {
        assertThat(set("10.0.0.5-10.0.0.6", "10.0.0.9").gaps(AddressRange.parse("10.0.0.0-10.0.0.20")))
                .map(AddressRange::toString)
                .containsExactly("10.0.0.0-10.0.0.4", "10.0.0.7-10.0.0.8", "10.0.0.10-10.0.0.20");
    }

    @Test
    void joinsRangesThatTouchOrOverlap() {
        assertThat(set("10.0.0.0-10.0.0.9", "10.0.0.5-10.0.0.12", "10.0.0.13-10.255.255.255")
                        .covers(AddressRange.parse("10.0.0.0-10.255.255.255")))
                .isTrue();
    }

    @Test
    void keepsTheFamiliesApart() {
        assertThat(set("::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff").covers(AddressRange.parse("10.0.0.1")))
                .isFalse();
    }

    @Test
    void endsAtTheLastAddress() {
        assertThat(set("255.255.255.254-255.255.255.255").gaps(AddressRange.parse("255.255.255.250-255.255.255.255")))
                .map(AddressRange::toString)
                .containsExactly("255.255.255.250-255.255.255.253");
    }

    @Test
    void gapsAndSetTogetherAreTheWholeAndNeverMeet() {
        qt().forAll(
                        lists().of(integers().between(0, 40)).ofSizeBetween(0, 8),
                        integers().between(0, 20))
                .checkAssert((starts, length) -> {
                    List<AddressRange> ranges = starts.stream()
                            .map(start -> range(start, start + length))
                            .toList();
                    AddressSet set = AddressSet.of(ranges);
                    AddressSet gaps = AddressSet.of(set.gaps(range(10, 50)));
                    assertThat(IntStream.rangeClosed(10, 50).mapToObj(AddressSetTest::v4))
                            .allMatch(one -> set.contains(one) != gaps.contains(one));
                });
    }

    private static AddressSet set(String... ranges) {
        return AddressSet.of(Stream.of(ranges).map(AddressRange::parse).toList());
    }

    private static AddressRange range(int low, int high) {
        return new AddressRange(v4(low), v4(high));
    }

    private static Address v4(int number) {
        return new Address(Family.V4, BigInteger.valueOf(number));
    }
}
