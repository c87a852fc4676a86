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
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Binding;

/** A STUN binding over UDP (RFC 8489). */
public final class Stun {
    private static final int REQUEST = 0x0001;
    private static final int SUCCESS = 0x0101;
    private static final int TRIES = 3;
    private static final int WAIT_MS = 500;
    private static final int SHOWN = 80;

    private final SecureRandom random;
    private final InstantSource clock;

    public Stun(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    /** Waits a second and a half at most for each address of the host. */
    public Binding ask(String host, int port) {
        Instant begin = clock.instant();
        try {
            String failure = "no answer over UDP";
            for (InetAddress address : InetAddress.getAllByName(host)) {
                Heard heard = ask(new InetSocketAddress(address, port));
                if (heard.mapped().isPresent()) {
                    return new Binding(host, port, heard.mapped().get(), Duration.between(begin, clock.instant()), "");
                }
                failure = heard.instead().isEmpty() ? failure : "no STUN there: " + heard.instead();
            }
            return new Binding(host, port, "", Duration.between(begin, clock.instant()), failure);
        } catch (UnknownHostException e) {
            return failed(host, port, "there is no such host");
        } catch (IOException e) {
            return failed(host, port, "no answer over UDP: " + e.getMessage());
        }
    }

    private static Binding failed(String host, int port, String why) {
        return new Binding(host, port, "", Duration.ZERO, why);
    }

    /** @param instead the beginning of what is no answer to a binding, for people */
    private record Heard(Optional<String> mapped, String instead) {}

    private Heard ask(InetSocketAddress server) throws IOException {
        byte[] id = new byte[12];
        random.nextBytes(id);
        byte[] request = new StunMessage(REQUEST, id).bytes();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            socket.setSoTimeout(WAIT_MS);
            String instead = "";
            for (int i = 0; i < TRIES; i++) {
                socket.send(new DatagramPacket(request, request.length));
                DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
                try {
                    socket.receive(answer);
                } catch (SocketTimeoutException e) {
                    continue;
                }
                Optional<String> mapped = mapped(ByteBuffer.wrap(answer.getData(), 0, answer.getLength()), id);
                if (mapped.isPresent()) {
                    return new Heard(mapped, "");
                }
                instead = printable(answer);
            }
            return new Heard(Optional.empty(), instead);
        }
    }

    private static String printable(DatagramPacket answer) {
        String text = new String(answer.getData(), 0, Math.min(SHOWN, answer.getLength()), StandardCharsets.ISO_8859_1);
        return text.replaceAll("[^\\x20-\\x7e]+", " ").strip();
    }

    /** Only of an answer that echoes the transaction. */
    static Optional<String> mapped(ByteBuffer answer, byte[] id) {
        return StunMessage.read(answer)
                .filter(message -> message.type() == SUCCESS && message.answers(new StunMessage(REQUEST, id)))
                .flatMap(message -> message.address(StunMessage.MAPPED));
    }
}
