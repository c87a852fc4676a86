package org.lotusguild.lotus.stack.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.stack.address.Address.Family;

final class AddressRangeTest {
    @Test
    void splitsAroundAnAddress() {
        assertThat(AddressRange.parse("203.0.113.0-203.0.113.255").without(Address.parse("203.0.113.139")))
                .map(AddressRange::toString)
                .containsExactly("203.0.113.0-203.0.113.138", "203.0.113.140-203.0.113.255");
    }

    @Test
    void losesOnlyItsEdgeWhenTheAddressIsTheEdge() {
        AddressRange range = AddressRange.parse("203.0.113.0-203.0.113.2");
        assertThat(range.without(range.low())).map(AddressRange::toString).containsExactly("203.0.113.1-203.0.113.2");
        assertThat(range.without(range.high())).map(AddressRange::toString).containsExactly("203.0.113.0-203.0.113.1");
    }

    @Test
    void isGoneWithoutItsOnlyAddress() {
        assertThat(AddressRange.parse("::1").without(Address.parse("::1"))).isEmpty();
    }

    @Test
    void splitsAtBothEndsOfTheFamily() {
        AddressRange all = AddressRange.parse("0.0.0.0-255.255.255.255");
        assertThat(all.without(all.high())).map(AddressRange::toString).containsExactly("0.0.0.0-255.255.255.254");
        assertThat(all.without(all.low())).map(AddressRange::toString).containsExactly("0.0.0.1-255.255.255.255");
    }

    @Test
    void staysWholeWithoutAStranger() {
        AddressRange range = AddressRange.parse("::ffff:0.0.0.0-::ffff:255.255.255.255");
        assertThat(range.without(Address.parse("10.0.0.1"))).containsExactly(range);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/8",
                "10.0.0.2-10.0.0.1",
                "10.0.0.1-::1",
                "10.0.0.1-",
                "-",
                "",
                "10.0.0.1-10.0.0.2-10.0.0.3"
            })
    void takesNothingElseForARange(String text) {
        assertThat(AddressRange.read(text)).isEmpty();
    }

    @Test
    void holdsEveryAddressButTheOneLeftOut() {
        qt().forAll(longs().between(0, 0xffff), longs().between(0, 0xffff), longs().between(0, 0xffff))
                .checkAssert((one, other, out) -> {
                    AddressRange range = new AddressRange(v4(Math.min(one, other)), v4(Math.max(one, other)));
                    Address hole = v4(out);
                    var rest = range.without(hole);
                    assertThat(rest).noneMatch(part -> part.contains(hole));
                    assertThat(rest.stream().mapToLong(AddressRangeTest::size).sum())
                            .isEqualTo(size(range) - (range.contains(hole) ? 1 : 0));
                });
    }

    private static Address v4(long number) {
        return new Address(Family.V4, BigInteger.valueOf(number));
    }

    private static long size(AddressRange range) {
        return range.high().number().subtract(range.low().number()).longValue() + 1;
    }
}
