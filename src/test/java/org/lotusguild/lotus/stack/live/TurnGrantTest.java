package org.lotusguild.lotus.stack.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Secret;

class TurnGrantTest {
    private static final Secret SECRET = new Secret("turnsecretturnsecretturnsecret12");

    private final TurnGrant turn = new TurnGrant(new SecureRandom(), InstantSource.system());

    /** Taken by coturn 4.6.1. */
    @Test
    void makesCredentialsAsCoturnReadsThem() {
        TurnGrant.Credentials made = TurnGrant.Credentials.of(SECRET, Instant.ofEpochSecond(1_767_229_200));
        assertThat(made.user()).isEqualTo("1767229200:lotus-probe");
        assertThat(made.password()).isEqualTo("bnQMf59k6qCZVdpvLgVCcdEfpCw=");
        assertThat(HexFormat.of().formatHex(made.key("turn.example.org")))
                .isEqualTo("0f0af3c32475ad6f92ae17ab108ea08f");
        assertThat(made.toString()).doesNotContain(made.password());
    }

    @Test
    void isGrantedARelayAndGivesItBack() throws IOException {
        try (FakeTurn server = new FakeTurn(SECRET)) {
            assertThat(turn.ask("127.0.0.1", server.port(), SECRET)).satisfies(grant -> {
                assertThat(grant.relay()).isEqualTo("192.0.2.7:50000");
                assertThat(grant.failure()).isEmpty();
            });
            assertThat(server.asked()).containsExactly(3, 4);
        }
    }

    @Test
    void saysWhyNoRelayWasGranted() throws IOException {
        int closed;
        try (FakeTurn server = new FakeTurn(new Secret("another secret of this guild's server"))) {
            closed = server.port();
            assertThat(turn.ask("127.0.0.1", server.port(), SECRET).failure()).isEqualTo("refused: 401 No");
            assertThat(server.asked()).isEmpty();
        }
        assertThat(turn.ask("127.0.0.1", closed, SECRET).failure()).startsWith("no answer over UDP");
    }

    @Test
    void readsAnythingOrNothing() {
        byte[] whole = new StunMessage(0x0101, new byte[12])
                .with(StunMessage.REALM, "x")
                .with(StunMessage.MAPPED, new byte[8])
                .bytes();
        assertThat(StunMessage.read(ByteBuffer.wrap(whole)).orElseThrow().text(StunMessage.REALM))
                .contains("x");
        for (int length = 0; length < whole.length; length++) {
            assertThat(StunMessage.read(ByteBuffer.wrap(whole, 0, length))).isEmpty();
        }
        whole[23] = 120;
        assertThat(StunMessage.read(ByteBuffer.wrap(whole))).isEmpty();
    }
}
