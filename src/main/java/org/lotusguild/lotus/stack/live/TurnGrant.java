package org.lotusguild.lotus.stack.live;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.lotusguild.lotus.base.Secret;

/** A relay over UDP, asked for with the shared secret as a member's app would, and given back at once (RFC 8656). */
final class TurnGrant {
    private static final int ALLOCATE = 0x0003;
    private static final int ALLOCATED = 0x0103;
    private static final int REFRESH = 0x0004;
    /** UDP, of the addresses of the relay. */
    private static final byte[] UDP = {17, 0, 0, 0};

    private static final byte[] NO_TIME = new byte[4];
    private static final Duration VALID = Duration.ofMinutes(10);
    private static final int TRIES = 3;
    private static final int WAIT_MS = 1000;

    private final SecureRandom random;
    private final InstantSource clock;

    TurnGrant(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param relay its address; empty if none was granted
     * @param failure why not; empty if one was
     */
    record Grant(String relay, Duration took, String failure) {}

    /** A name and a password that the server takes for some minutes: {@code use-auth-secret} of coturn. */
    record Credentials(String user, String password) {
        static Credentials of(Secret secret, Instant until) {
            String user = until.getEpochSecond() + ":lotus-probe";
            try {
                Mac mac = Mac.getInstance("HmacSHA1");
                mac.init(new SecretKeySpec(secret.value().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
                byte[] sum = mac.doFinal(user.getBytes(StandardCharsets.UTF_8));
                return new Credentials(user, Base64.getEncoder().encodeToString(sum));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has HMAC-SHA1", e);
            }
        }

        /** What messages to this realm are signed with. */
        byte[] key(String realm) {
            try {
                String whole = user + ":" + realm + ":" + password;
                return MessageDigest.getInstance("MD5").digest(whole.getBytes(StandardCharsets.UTF_8));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has MD5", e);
            }
        }

        @Override
        public String toString() {
            return user;
        }
    }

    Grant ask(String host, int port, Secret secret) {
        Instant begin = clock.instant();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(host), port));
            socket.setSoTimeout(WAIT_MS);
            Optional<StunMessage> challenge =
                    exchange(socket, request(ALLOCATE).with(StunMessage.TRANSPORT, UDP), Optional.empty());
            String realm =
                    challenge.flatMap(asked -> asked.text(StunMessage.REALM)).orElse("");
            String nonce =
                    challenge.flatMap(asked -> asked.text(StunMessage.NONCE)).orElse("");
            if (nonce.isEmpty()) {
                return failed(challenge.isEmpty() ? "no answer over UDP" : "no TURN with a shared secret there");
            }
            Credentials who = Credentials.of(secret, begin.plus(VALID));
            Optional<StunMessage> granted = exchange(
                    socket,
                    of(request(ALLOCATE), who, realm, nonce).with(StunMessage.TRANSPORT, UDP),
                    Optional.of(who.key(realm)));
            Duration took = Duration.between(begin, clock.instant());
            // Also if the address is not to our liking: else the relay is held for ten minutes.
            exchange(
                    socket,
                    of(request(REFRESH), who, realm, nonce).with(StunMessage.LIFETIME, NO_TIME),
                    Optional.of(who.key(realm)));
            return granted.filter(answer -> answer.type() == ALLOCATED)
                    .flatMap(answer -> answer.address(StunMessage.RELAYED))
                    .map(relay -> new Grant(relay, took, ""))
                    .orElseGet(() -> failed(granted.flatMap(StunMessage::refusal)
                            .map(words -> "refused: " + words)
                            .orElse("no relay was granted")));
        } catch (UnknownHostException e) {
            return failed("there is no such host");
        } catch (IOException e) {
            return failed("no answer over UDP: " + e.getMessage());
        }
    }

    private static Grant failed(String why) {
        return new Grant("", Duration.ZERO, why);
    }

    private StunMessage request(int type) {
        byte[] id = new byte[12];
        random.nextBytes(id);
        return new StunMessage(type, id);
    }

    private static StunMessage of(StunMessage request, Credentials who, String realm, String nonce) {
        return request.with(StunMessage.USERNAME, who.user())
                .with(StunMessage.REALM, realm)
                .with(StunMessage.NONCE, nonce);
    }

    private static Optional<StunMessage> exchange(DatagramSocket socket, StunMessage request, Optional<byte[]> key)
            throws IOException {
        byte[] bytes = key.map(request::signed).orElseGet(request::bytes);
        for (int i = 0; i < TRIES; i++) {
            socket.send(new DatagramPacket(bytes, bytes.length));
            DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
            try {
                socket.receive(answer);
            } catch (SocketTimeoutException e) {
                continue;
            }
            Optional<StunMessage> read = StunMessage.read(ByteBuffer.wrap(answer.getData(), 0, answer.getLength()))
                    .filter(message -> message.answers(request));
            if (read.isPresent()) {
                return read;
            }
        }
        return Optional.empty();
    }
}
