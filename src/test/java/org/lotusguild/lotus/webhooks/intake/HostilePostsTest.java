package org.lotusguild.lotus.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.http.server.HttpServer;
import org.lotusguild.lotus.http.server.Limits;
import org.lotusguild.lotus.http.server.Proxies;
import org.lotusguild.lotus.webhooks.fake.IntakeBed;
import org.lotusguild.lotus.webhooks.fake.TestHooks;

/** Senders that mean harm, over real sockets: the right code each, no row, nothing of ours in the answer. */
class HostilePostsTest {
    private static final Limits LIMITS =
            new Limits(8 << 20, 16 << 10, Duration.ofMillis(700), 64, 2_000, Duration.ofSeconds(3));

    /** Far less than one of the bodies that are refused. */
    private static final long STEADY = 3L << 20;

    @TempDir
    private Path folder;

    @AutoClose
    private IntakeBed bed;

    @AutoClose
    private HttpServer server;

    @BeforeEach
    void open() {
        TestHooks.secret(folder, "open", "open-id");
        TestHooks.secret(folder, "locked", "locked-id");
        TestHooks.secret(folder, "bearer", "right");
        bed = new IntakeBed(folder, """
                limits: { per-hook: off, per-address: off }
                hooks:
                  - { name: open, id: { file: open }, rooms: [{ room: general }] }
                  - name: locked
                    id: { file: locked }
                    rooms: [{ room: general }]
                    auth: [{ kind: bearer, secret: { file: bearer } }]
                """);
        server = HttpServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                LIMITS,
                Proxies.trusting(List.of()),
                bed.routes,
                new Random(1));
    }

    private static String head(String id, String more) {
        return "POST /webhook/" + id + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + more + "\r\n";
    }

    private String exchange(String head, byte[] body) throws IOException {
        try (RawSender sender = RawSender.to(server.port())) {
            sender.write(head);
            try {
                sender.write(body);
            } catch (IOException refusedEarly) {
                return sender.rest();
            }
            return sender.rest();
        }
    }

    private String post(String json) throws IOException {
        return exchange(
                head("open-id", "Content-Type: application/json\r\nContent-Length: " + json.length() + "\r\n"),
                IntakeBed.utf8(json));
    }

    private static byte[] bomb(int size) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(new byte[size]);
        }
        return packed.toByteArray();
    }

    @Test
    void refusesABombThatUnpacksToFarMore() throws IOException {
        byte[] bomb = bomb(64 << 20);
        String head = head("open-id", "Content-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n");

        assertThat(exchange(head, bomb)).startsWith("HTTP/1.1 413").doesNotContain("java", "Exception");
        assertThat(bed.stored()).isEmpty();
    }

    @Test
    void readsNothingOfAHundredMegabytes() throws IOException {
        try (RawSender sender = RawSender.to(server.port())) {
            assertThat(sender.write(head("open-id", "Content-Length: 104857600\r\n"))
                            .rest())
                    .startsWith("HTTP/1.1 413");
        }
        String chunk = Integer.toHexString(1 << 20) + "\r\n" + "x".repeat(1 << 20) + "\r\n";
        assertThat(exchange(head("open-id", "Transfer-Encoding: chunked\r\n"), IntakeBed.utf8(chunk.repeat(6))))
                .satisfiesAnyOf(
                        answer -> assertThat(answer).startsWith("HTTP/1.1 413"),
                        cutOff -> assertThat(cutOff).isEmpty());
        assertThat(exchange(head("nobody", "Content-Length: 7000000\r\n"), new byte[0]))
                .startsWith("HTTP/1.1 404");
        assertThat(bed.stored()).isEmpty();
    }

    @Test
    void readsTheBodyOfAStrangerButDecodesNothing() throws IOException {
        for (String body : new String[] {"{", "<!DOCTYPE x>", "[".repeat(100_000)}) {
            assertThat(exchange(head("locked-id", "Content-Length: " + body.length() + "\r\n"), IntakeBed.utf8(body)))
                    .startsWith("HTTP/1.1 401")
                    .contains("{\"ok\":false,\"error\":\"Unauthorized\"}");
            bed.clock.advance(Duration.ofMinutes(2));
        }
        assertThat(bed.stored()).isEmpty();
    }

    @Test
    void answersOthersWhileSomeSendSlowlyAndCutsThoseOff() throws IOException {
        List<RawSender> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                slow.add(RawSender.to(server.port()).write(head("open-id", "Content-Length: 1000\r\n") + "{"));
            }
            assertThat(post("{\"text\": \"in between\"}")).startsWith("HTTP/1.1 202");
            for (RawSender sender : slow) {
                assertThat(sender.rest()).doesNotContain("202");
            }
        } finally {
            for (RawSender sender : slow) {
                sender.close();
            }
        }
        assertThat(bed.stored()).hasSize(1);
    }

    @Test
    void answersOthersWhileAThousandConnectionsDoNothing() throws IOException {
        List<RawSender> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                idle.add(RawSender.to(server.port()));
            }
            assertThat(post("{\"text\": \"in between\"}")).startsWith("HTTP/1.1 202");
        } finally {
            for (RawSender sender : idle) {
                sender.close();
            }
        }
    }

    @Test
    void keepsNothingInMemoryOfWhatItRefused() throws IOException {
        byte[] bomb = bomb(64 << 20);
        String packed = head("open-id", "Content-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n");
        String wrong = head("locked-id", "Authorization: Bearer wrong\r\nContent-Length: 1000000\r\n");
        byte[] body = IntakeBed.utf8("[".repeat(1_000_000));
        exchange(packed, bomb);
        long before = usedHeap();
        for (int round = 0; round < 30; round++) {
            assertThat(exchange(packed, bomb)).startsWith("HTTP/1.1 413");
            assertThat(exchange(wrong, body)).startsWith("HTTP/1.1 401");
            assertThat(exchange(head("nobody-" + round, "Content-Length: 1000000\r\n"), body))
                    .startsWith("HTTP/1.1 404");
            bed.clock.advance(Duration.ofMinutes(2));
        }
        assertThat(usedHeap() - before).isLessThan(STEADY);
        assertThat(bed.stored()).isEmpty();
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void refusesNestingEntitiesAndBrokenEncodings() throws IOException {
        Map<String, String> bodies = Map.of(
                "[".repeat(50_000),
                "application/json",
                "{\"a\":".repeat(30_000),
                "application/json",
                "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
                "application/xml",
                "a=%zz",
                "application/x-www-form-urlencoded",
                "--x\r\n",
                "multipart/form-data; boundary=x");
        for (Map.Entry<String, String> one : bodies.entrySet()) {
            String head = head(
                    "open-id",
                    "Content-Type: " + one.getValue() + "\r\nContent-Length: "
                            + one.getKey().length() + "\r\n");
            assertThat(exchange(head, IntakeBed.utf8(one.getKey())))
                    .as(one.getValue())
                    .startsWith("HTTP/1.1 400")
                    .doesNotContain("java", "Exception");
        }
        assertThat(exchange("POST /webhook/%zz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", new byte[0]))
                .startsWith("HTTP/1.1 400");
        assertThat(bed.stored()).isEmpty();
    }
}
