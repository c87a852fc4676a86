package org.lotusguild.lotus.stack.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ForbiddenPeersTest {
    @Test
    void areTwentyFourAndNoneMeetsAnother() {
        assertThat(ForbiddenPeers.RANGES).hasSize(24);
        for (AddressRange one : ForbiddenPeers.RANGES) {
            assertThat(ForbiddenPeers.RANGES.stream().filter(other -> other.contains(one.low())))
                    .containsExactly(one);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.20.0.29",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "169.254.169.254",
                "0.0.0.0",
                "::1",
                "::ffff:127.0.0.1",
                "64:ff9b::a14:1d",
                "2002:a14:1d::1",
                "fd00::1",
                "fe80::1"
            })
    void holdWhatLeadsInside(String address) {
        assertThat(ForbiddenPeers.RANGES).anyMatch(range -> range.contains(Address.parse(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "9.255.255.255", "11.0.0.0", "172.32.0.0", "2a00:1450::1", "2600::1"})
    void leaveTheWorldOpen(String address) {
        assertThat(ForbiddenPeers.RANGES).noneMatch(range -> range.contains(Address.parse(address)));
    }
}
