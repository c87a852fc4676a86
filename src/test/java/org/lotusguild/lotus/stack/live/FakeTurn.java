package org.lotusguild.lotus.stack.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.lotusguild.lotus.base.Secret;

/** A TURN server on loopback that grants one relay, 192.0.2.7:50000, to who knows the secret; it relays nothing. */
final class FakeTurn implements AutoCloseable {
    static final String REALM = "turn.example.org";
    private static final byte[] UNAUTHORIZED = {0, 0, 4, 1, 'N', 'o'};
    private static final int SIGNATURE = 24;

    private final DatagramSocket socket;
    private final Secret secret;
    private final List<Integer> asked = new CopyOnWriteArrayList<>();

    FakeTurn(Secret secret) throws IOException {
        this.secret = secret;
        this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The types of the messages that it got and took, in order. */
    List<Integer> asked() {
        return List.copyOf(asked);
    }

    private void serve() {
        try {
            while (true) {
                DatagramPacket in = new DatagramPacket(new byte[1500], 1500);
                socket.receive(in);
                byte[] whole = Arrays.copyOf(in.getData(), in.getLength());
                StunMessage request = StunMessage.read(ByteBuffer.wrap(whole)).orElseThrow();
                byte[] answer = answer(request, whole).bytes();
                socket.send(new DatagramPacket(answer, answer.length, in.getSocketAddress()));
            }
        } catch (IOException e) {
            assertThat(socket.isClosed()).isTrue();
        }
    }

    private StunMessage answer(StunMessage request, byte[] whole) {
        byte[] id = Arrays.copyOfRange(whole, 8, 20);
        if (request.type() == 1) {
            return new StunMessage(0x0101, id).with(StunMessage.MAPPED, address(id));
        }
        if (!signed(request, whole)) {
            return new StunMessage(request.type() | 0x0110, id)
                    .with(StunMessage.ERROR, UNAUTHORIZED)
                    .with(StunMessage.REALM, REALM)
                    .with(StunMessage.NONCE, "abc");
        }
        asked.add(request.type());
        return new StunMessage(request.type() | 0x0100, id).with(StunMessage.RELAYED, address(id));
    }

    private boolean signed(StunMessage request, byte[] whole) {
        Optional<String> user = request.text(StunMessage.USERNAME);
        if (user.isEmpty() || !request.text(StunMessage.NONCE).equals(Optional.of("abc"))) {
            return false;
        }
        String until = user.get().split(":", 2)[0];
        byte[] key = TurnGrant.Credentials.of(secret, java.time.Instant.ofEpochSecond(Long.parseLong(until)))
                .key(REALM);
        try {
            javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA1");
            mac.init(new javax.crypto.spec.SecretKeySpec(key, "HmacSHA1"));
            mac.update(whole, 0, whole.length - SIGNATURE);
            return Arrays.equals(mac.doFinal(), Arrays.copyOfRange(whole, whole.length - SIGNATURE + 4, whole.length));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] address(byte... id) {
        assertThat(id).hasSize(12);
        return ByteBuffer.allocate(8)
                .putShort((short) 1)
                .putShort((short) (50_000 ^ 0x2112))
                .putInt(0xC0000207 ^ 0x2112A442)
                .array();
    }

    @Override
    public void close() {
        socket.close();
    }
}
