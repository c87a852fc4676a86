package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;
import org.lotusguild.lotus.webhooks.delivery.DeliveryStore;

/** What was acknowledged is on the disk, whatever happens to the program. No homeserver is needed for that. */
final class WebhookIntakeIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int SENDERS = 8;

    private final Home home = Home.fresh("intake");
    private final Lotus lotus = new Lotus(home, output -> {});
    private final int port = Synapse.freePort();
    private final AtomicInteger next = new AtomicInteger();
    private final Queue<Integer> acknowledged = new ConcurrentLinkedQueue<>();

    @AfterEach
    void end() {
        lotus.close();
    }

    @Test
    void keepsEveryAcknowledgedPostThroughKills() throws IOException, InterruptedException {
        Files.createDirectory(home.directory().resolve("secrets"));
        home.secret("vault-key", VaultKey.generate(new SecureRandom()).value());
        home.secret("hook", "the-id");
        home.writeConfiguration("""
                homeserver: {url: "http://127.0.0.1:1", server-name: example.org, registration: registration.yaml}
                http:
                  bind: 127.0.0.1:%d
                  internal: 127.0.0.1:%d
                webhooks:
                  limits: {per-hook: off, per-address: off}
                  hooks: [{name: any, id: {file: secrets/hook}, rooms: [{room: general}]}]
                """.formatted(port, Synapse.freePort()));
        for (int kill = 1; kill <= 2; kill++) {
            lotus.begin();
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                senders.add(Thread.ofVirtual().start(this::postUntilItEnds));
            }
            int wanted = 150 * kill;
            assertThat(Await.happens(LIMIT, () -> acknowledged.size() >= wanted)).as(lotus.output()).isTrue();
            lotus.killAtOnce();
            for (Thread sender : senders) {
                assertThat(sender.join(LIMIT)).isTrue();
            }
        }
        List<Integer> stored = stored();
        assertThat(stored).containsAll(acknowledged).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(next.get());
        assertThat(home.log()).doesNotContain("the-id");
    }

    /** Tries until it is acknowledged once, and from then on until the program is gone. */
    private void postUntilItEnds() {
        boolean began = false;
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(20_000);
                while (true) {
                    int number = next.incrementAndGet();
                    if (post(socket, number)) {
                        acknowledged.add(number);
                        began = true;
                    }
                }
            } catch (IOException gone) {
                if (began) {
                    return;
                }
                Await.elapsed(Duration.ofMillis(100));
            }
        }
    }

    private static boolean post(Socket socket, int number) throws IOException {
        String body = "{\"n\": " + number + "}";
        socket.getOutputStream().write(("POST /webhook/the-id HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8));
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        String first = in.readLine();
        if (first == null || !first.startsWith("HTTP/1.1 202")) {
            throw new IOException("not acknowledged: " + first);
        }
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            assertThat(line).doesNotContain("the-id");
        }
        char[] answer = new char["{\"ok\":true}".length()];
        assertThat(in.read(answer)).isEqualTo(answer.length);
        return true;
    }

    private List<Integer> stored() {
        DeliveryStore store = new DeliveryStore(
                VaultKey.parse(new Secret(home.secret("vault-key"))).vault("webhooks", new SecureRandom()));
        try (Database db = TestDatabases.sqlite(home.directory(), Clock.systemUTC(), "crypto", "matrix", "bot", "guild", "webhooks")) {
            return db.read(tx -> store.due(tx, Clock.systemUTC().instant(), 100_000)).stream()
                    .map(row -> row.payload().path("n").intValue())
                    .toList();
        }
    }
}
