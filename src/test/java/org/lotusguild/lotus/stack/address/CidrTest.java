package org.lotusguild.lotus.stack.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.0.0.0-10.255.255.255",
        "10.20.0.29/24,10.20.0.0-10.20.0.255",
        "10.20.0.29/32,10.20.0.29",
        "10.20.0.29,10.20.0.29",
        "0.0.0.0/0,0.0.0.0-255.255.255.255",
        "fc00::/7,fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "::1/128,::1"
    })
    void areRanges(String network, String range) {
        assertThat(Cidr.read(network)).map(AddressRange::toString).hasValue(range);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/255.0.0.0", "lan/8", "10.0.0.0-10.0.0.1", ""})
    void areNothingElse(String text) {
        assertThat(Cidr.read(text)).isEmpty();
    }
}
