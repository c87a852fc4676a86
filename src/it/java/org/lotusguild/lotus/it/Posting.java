package org.lotusguild.lotus.it;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Numbered posts over many connections to one hook, each number once, and what was answered to each. */
final class Posting {
    private static final int CONNECTIONS = 32;
    private static final int PATIENCE = 30_000;
    private static final Duration CLOSED = Duration.ofMillis(100);
    private static final Duration UNSAID = Duration.ofSeconds(1);

    private final int port;
    private final String path;
    private final int wanted;
    private final AtomicInteger next = new AtomicInteger();
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<Integer> unanswered = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Refused> refused = new ConcurrentHashMap<>();

    /** @param after what {@code Retry-After} said */
    record Refused(int status, Optional<Duration> after) {}

    private record Answer(int status, Optional<Duration> after, boolean more) {
        boolean good() {
            return status / 100 == 2;
        }
    }

    /** @param wanted how many are to be acknowledged */
    Posting(int port, String path, int wanted) {
        this.port = port;
        this.path = path;
        this.wanted = wanted;
    }

    /** Returns when enough are acknowledged. */
    void run() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CONNECTIONS; i++) {
                threads.execute(this::connect);
            }
        }
    }

    private void connect() {
        while (goesOn()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(PATIENCE);
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                while (goesOn() && exchange(socket, in)) {
                    // the next one
                }
            } catch (ConnectException nobodyListens) {
                Await.elapsed(CLOSED);
            } catch (IOException brokenOff) {
                // Its number is noted; the next one goes over another connection.
            }
        }
    }

    private boolean goesOn() {
        return acknowledged.size() < wanted;
    }

    /** @return whether the connection can be used again */
    private boolean exchange(Socket socket, BufferedReader in) throws IOException {
        int number = next.incrementAndGet();
        // Until an answer is there.
        unanswered.add(number);
        send(socket, number);
        Answer answer = answer(in);
        if (answer.good()) {
            acknowledged.add(number);
        } else {
            refused.put(number, new Refused(answer.status(), answer.after()));
        }
        unanswered.remove(number);
        if (!answer.good()) {
            // Not all at the same moment, and not all as patient as they were asked to be.
            Await.elapsed(answer.after().orElse(UNSAID).multipliedBy(1 + number % 10).dividedBy(10));
        }
        return answer.more();
    }

    private void send(Socket socket, int number) throws IOException {
        String body = "{\"text\": \"post " + number + "\"}";
        String request = "POST %s HTTP/1.1\r\nHost: hooks\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(path, body.length(), body);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer answer(BufferedReader in) throws IOException {
        String first = in.readLine();
        if (first == null || !first.startsWith("HTTP/1.1 ")) {
            throw new EOFException("no answer");
        }
        int status = Integer.parseInt(first.substring(9, 12));
        try {
            return answer(in, status);
        } catch (IOException brokenOff) {
            return new Answer(status, Optional.empty(), false);
        }
    }

    private static Answer answer(BufferedReader in, int status) throws IOException {
        Optional<Duration> after = Optional.empty();
        int length = -1;
        boolean more = true;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            String[] header = line.split(":\\s*", 2);
            switch (header[0].toLowerCase(Locale.ROOT)) {
                case "retry-after" -> after = Optional.of(Duration.ofSeconds(Long.parseLong(header[1])));
                case "content-length" -> length = Integer.parseInt(header[1]);
                case "connection" -> more = !header[1].equalsIgnoreCase("close");
                default -> {}
            }
        }
        in.skip(Math.max(0, length));
        return new Answer(status, after, more && length >= 0);
    }

    Set<Integer> acknowledged() {
        return acknowledged;
    }

    Set<Integer> unanswered() {
        return unanswered;
    }

    Map<Integer, Refused> refused() {
        return refused;
    }
}
