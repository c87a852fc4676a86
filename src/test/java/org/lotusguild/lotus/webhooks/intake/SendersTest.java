package org.lotusguild.lotus.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.server.HttpServer;
import org.lotusguild.lotus.http.server.Limits;
import org.lotusguild.lotus.http.server.Proxies;
import org.lotusguild.lotus.webhooks.fake.IntakeBed;
import org.lotusguild.lotus.webhooks.fake.TestHooks;

/** The services' own requests: their headers, their content types, their samples. */
class SendersTest {
    private static final Path SAMPLES = Path.of("src/test/resources/webhooks/payloads");
    private static final String JSON = "Content-Type: application/json\r\n";

    @TempDir
    private Path folder;

    @AutoClose
    private IntakeBed bed;

    @AutoClose
    private HttpServer server;

    @BeforeEach
    void open() {
        TestHooks.secret(folder, "id", "the-id");
        bed = new IntakeBed(
                folder,
                "limits: { per-hook: off, per-address: off }\nhooks: [{ name: any, get: true, id: { file: id }, rooms: [{ room: general }] }]");
        server = HttpServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Limits.usual(),
                Proxies.trusting(List.of()),
                bed.routes,
                new Random(1));
    }

    /** @param head after the first line and the host */
    record Sender(String service, String first, String head) {
        @Override
        public String toString() {
            return service + ": " + head.lines().findFirst().orElse("");
        }
    }

    static Stream<Sender> senders() {
        String post = "POST /webhook/the-id HTTP/1.1\r\n";
        String put = "PUT /webhook/the-id HTTP/1.1\r\n";
        return Stream.of(
                new Sender("grafana", post, "User-Agent: Grafana\r\n" + JSON + "Accept-Encoding: gzip\r\n"),
                new Sender("grafana", post, "User-Agent: Alertmanager/0.27.0\r\n" + JSON),
                new Sender("proxmox", post, "accept: */*\r\ncontent-type: application/json\r\n"),
                new Sender("proxmox", put, "accept: */*\r\ncontent-type: application/json\r\n"),
                new Sender(
                        "sonarr",
                        post,
                        "User-Agent: Sonarr/4.0.9.2244 (alpine 3.20.3)\r\n" + JSON + "Accept-Encoding: gzip, br\r\n"),
                new Sender("radarr", put, "User-Agent: Radarr/5.11.0.9244 (alpine 3.20.3)\r\n" + JSON),
                new Sender(
                        "readarr",
                        post,
                        "User-Agent: Readarr/0.4.0.2634 (ubuntu 22.04)\r\nContent-Type: application/json; charset=utf-8\r\n"),
                new Sender("lidarr", post, "User-Agent: Lidarr/2.5.3.4341 (alpine 3.20.3)\r\n" + JSON),
                new Sender(
                        "uptime-kuma",
                        post,
                        "Accept: application/json, text/plain, */*\r\nUser-Agent: Uptime-Kuma/1.23.15\r\n" + JSON),
                new Sender(
                        "seerr",
                        post,
                        "Accept: application/json, text/plain, */*\r\nUser-Agent: axios/1.3.4\r\nAuthorization: \r\n"
                                + JSON),
                new Sender("owncast", post, "User-Agent: Go-http-client/1.1\r\n" + JSON + "Accept-Encoding: gzip\r\n"),
                new Sender(
                        "bazarr",
                        post,
                        "User-Agent: Apprise\r\nAccept: */*\r\nAccept-Encoding: gzip, deflate\r\n" + JSON),
                new Sender("tinker-tickets", post, "Accept: */*\r\nUser-Agent: TinkerTickets\r\n" + JSON),
                new Sender(
                        "sonarr",
                        post,
                        "User-Agent: curl/8.5.0\r\nAccept: */*\r\nContent-Type: application/x-www-form-urlencoded\r\n"),
                new Sender("seerr", post, "User-Agent: Wget/1.21\r\n"));
    }

    @ParameterizedTest
    @MethodSource("senders")
    void takesEverySample(Sender sender) throws IOException {
        for (Path sample : samples(sender.service())) {
            byte[] body = Files.readAllBytes(sample);

            assertThat(exchange(sender.first(), sender.head(), body))
                    .as(sample.toString())
                    .startsWith("HTTP/1.1 202")
                    .endsWith("{\"ok\":true}");
            assertThat(bed.lastPayload()).isEqualTo(Json.parseExact(new String(body, StandardCharsets.UTF_8)));
        }
    }

    private static List<Path> samples(String service) throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES.resolve(service))) {
            List<Path> samples = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            assertThat(samples).isNotEmpty();
            return samples;
        }
    }

    @Test
    void takesTheFormOfUptimeKuma() throws IOException {
        String boundary = "--------------------------418294052874961733468157";
        String body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"data\"\r\n\r\n"
                + "{\"heartbeat\":{\"status\":0},\"monitor\":{\"name\":\"n\"},\"msg\":\"[n] [🔴 Down] x\"}\r\n--"
                + boundary + "--\r\n";

        String answer = exchange(
                "POST /webhook/the-id HTTP/1.1\r\n",
                "User-Agent: Uptime-Kuma/1.23.15\r\nContent-Type: multipart/form-data; boundary=" + boundary + "\r\n",
                IntakeBed.utf8(body));

        assertThat(answer).startsWith("HTTP/1.1 202");
        assertThat(bed.lastPayload().path("msg").stringValue()).isEqualTo("[n] [🔴 Down] x");
    }

    @Test
    void takesTheGetOfAScript() throws IOException {
        assertThat(exchange(
                        "GET /webhook/the-id?text=disk+full&host=pve1 HTTP/1.1\r\n",
                        "User-Agent: curl/8.5.0\r\n",
                        new byte[0]))
                .startsWith("HTTP/1.1 202");
        assertThat(Json.text(bed.lastPayload())).contains("\"text\":\"disk full\"", "\"host\":\"pve1\"");
    }

    @Test
    void takesTheGotifyTargetOfProxmox() throws IOException {
        byte[] body = Files.readAllBytes(SAMPLES.resolve("proxmox/Gotify_PackageUpdates.json"));

        assertThat(exchange(
                        "POST /webhook/the-id/message HTTP/1.1\r\n",
                        "authorization: Bearer tok\r\nx-gotify-key: tok\r\ncontent-type: application/json\r\n",
                        body))
                .startsWith("HTTP/1.1 200")
                .contains("{\"id\":");
    }

    /** As version 2.3.0 sends it with {@code mode=hookshot}; it takes 200 and 202 for done. */
    @Test
    void takesAppriseInItsModeForHookshot() throws IOException {
        String body = "{\"username\": \"Apprise\", \"text\": \"Disk full\\r\\n93 % on /srv\","
                + " \"html\": \"<h1>Disk full</h1><br/>93 % on <b>/srv</b>\"}";

        assertThat(exchange(
                        "POST /webhook/the-id HTTP/1.1\r\n",
                        "User-Agent: Apprise\r\nAccept-Encoding: gzip, deflate\r\nAccept: */*\r\nConnection: keep-alive\r\n"
                                + JSON,
                        IntakeBed.utf8(body)))
                .startsWith("HTTP/1.1 202");
        assertThat(bed.lastPayload().path("html").stringValue()).startsWith("<h1>Disk full</h1>");
    }

    @Test
    void takesWhatIsPacked() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(IntakeBed.utf8("{\"text\": \"packed\"}"));
        }
        assertThat(exchange(
                        "POST /webhook/the-id HTTP/1.1\r\n", JSON + "Content-Encoding: gzip\r\n", packed.toByteArray()))
                .startsWith("HTTP/1.1 202");
        assertThat(bed.lastPayload().path("text").stringValue()).isEqualTo("packed");
    }

    @Test
    void takesWhatComesInChunksAndAfterAPromise() throws IOException {
        String json = "{\"text\": \"a\"}";
        try (RawSender sender = RawSender.to(server.port())) {
            sender.write("POST /webhook/the-id HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + JSON
                    + "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
            sender.write(Integer.toHexString(json.length()) + "\r\n" + json + "\r\n0\r\n\r\n");
            assertThat(sender.rest()).contains("HTTP/1.1 202");
        }
        assertThat(bed.stored()).hasSize(1);
    }

    private String exchange(String first, String head, byte[] body) throws IOException {
        String length = body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n";
        try (RawSender sender = RawSender.to(server.port())) {
            sender.write(first + "Host: hooks.example.org\r\nConnection: close\r\n" + head + length + "\r\n");
            return sender.write(body).rest();
        }
    }
}
