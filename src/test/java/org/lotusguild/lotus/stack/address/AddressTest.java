package org.lotusguild.lotus.stack.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.stack.address.Address.Family;

final class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.139,203.0.113.139",
        "0.0.0.0,0.0.0.0",
        "255.255.255.255,255.255.255.255",
        "::,::",
        "0:0:0:0:0:0:0:1,::1",
        "2001:DB8:0:0:1:0:0:1,2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
        "::ffff:10.1.2.3,::ffff:10.1.2.3",
        "::ffff:a01:203,::ffff:10.1.2.3",
        "64:ff9b::ffff:ffff,64:ff9b::ffff:ffff"
    })
    void writesTheOneShortForm(String text, String written) {
        assertThat(Address.parse(text)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org",
                "10.1",
                "10.0.0.0/8",
                "256.0.0.1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.4.",
                ".1.2.3.4",
                "0x7f.0.0.1",
                "010.0.0.1",
                "01.2.3.4",
                " 1.2.3.4",
                "[::1]",
                "fe80::1%eth0",
                "1::2::3",
                "12345::",
                ":::"
            })
    void takesNothingElseForAnAddress(String text) {
        assertThat(Address.read(text)).isEmpty();
    }

    @Test
    void keepsAMappedAddressInItsFamily() {
        assertThat(Address.parse("::ffff:10.0.0.1").family()).isEqualTo(Family.V6);
    }

    @Test
    void refusesANumberBeyondItsFamily() {
        assertThatThrownBy(() -> new Address(Family.V4, BigInteger.ONE.shiftLeft(32)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsWhatItWrites() {
        qt().forAll(longs().all(), longs().all()).checkAssert((high, low) -> {
            byte[] bytes =
                    java.nio.ByteBuffer.allocate(16).putLong(high).putLong(low).array();
            Address address = new Address(Family.V6, new BigInteger(1, bytes));
            assertThat(Address.parse(address.toString())).isEqualTo(address);
        });
    }
}
