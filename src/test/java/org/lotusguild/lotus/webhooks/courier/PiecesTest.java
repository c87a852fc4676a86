package org.lotusguild.lotus.webhooks.courier;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** What goes with a message: a file, a picture, a call. */
class PiecesTest {
    @TempDir
    Path folder;

    private Optional<CourierBed> open = Optional.empty();
    private String figures = "";

    @AfterEach
    void close() {
        open.ifPresent(CourierBed::close);
    }

    /** What arrives of one post to a hook with this script and these settings. */
    private List<CourierBed.Arrived> posted(String script, String settings, String payload) throws Exception {
        Path file = Files.writeString(folder.resolve("script.js"), script);
        String transform = script.isEmpty() ? "" : "transform: {file: " + file + "}, ";
        CourierBed bed = new CourierBed(folder, "hooks: [{name: house, " + transform + settings + "}]\n");
        open = Optional.of(bed);
        bed.accept("house", payload);
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
            figures = process.figures.text();
        }
        return bed.arrived(CourierBed.ROOM);
    }

    @Test
    void aLongLogIsAFileInTheThreadOfItsMessage() throws Exception {
        ObjectNode backup = Json.parseObject(CourierBed.sample("proxmox/Vzdump_Success.json"));
        String log = Json.string(backup, "message").orElseThrow() + "101: 2026-05-02 INFO: one line more\n".repeat(60);
        List<CourierBed.Arrived> events =
                posted("", "rooms: [{room: \"!room:example.org\"}]", Json.text(backup.put("message", log)));
        assertThat(events).hasSize(2);
        assertThat(events.getFirst().body())
                .startsWith("✅ pve1 – backup finished")
                .doesNotContain("one line more");
        CourierBed.Arrived file = events.getLast();
        assertThat(Json.string(file.content(), "msgtype")).contains("m.file");
        assertThat(file.relation()).contains("m.thread");
        assertThat(file.target()).isEqualTo(events.getFirst().id().value());
    }

    @Test
    void aMailOfAMegabyteIsTwoLinesAndAFile() throws Exception {
        ObjectNode backup = Json.parseObject(CourierBed.sample("proxmox/Vzdump_Success.json"));
        String head = Json.string(backup, "message").orElseThrow();
        String line = "101: 2026-05-02 INFO: one line more\n";
        String log = head + line.repeat((1 << 20) / line.length());
        List<CourierBed.Arrived> events =
                posted("", "rooms: [{room: \"!room:example.org\"}]", Json.text(backup.put("message", log)));
        assertThat(events).hasSize(2);
        assertThat(events.getFirst().body().lines().count()).isLessThanOrEqualTo(2);
        assertThat(events.getFirst().body()).startsWith("✅ pve1 – backup finished: 2 guests");
        assertThat(Json.string(events.getLast().content(), "msgtype")).contains("m.file");
    }

    @Test
    void aPictureThatAScriptNamesComesIntoTheThread() throws Exception {
        HttpServer pictures = pictures();
        try {
            String address = "http://127.0.0.1:" + pictures.getAddress().getPort() + "/panel.png";
            List<CourierBed.Arrived> events = posted(
                    "result = {version: 'v2', plain: 'look', image: data.at}",
                    "rooms: [{room: \"!room:example.org\"}], allow-hosts: [127.0.0.1], plain-images: true",
                    "{\"at\": \"" + address + "\"}");
            assertThat(events).hasSize(2);
            assertThat(events.getFirst().body()).isEqualTo("look");
            assertThat(Json.string(events.getLast().content(), "msgtype")).contains("m.image");
            assertThat(events.getLast().target())
                    .isEqualTo(events.getFirst().id().value());
        } finally {
            pictures.stop(0);
        }
    }

    private static HttpServer pictures() throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB), "png", png);
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 10);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, png.size());
            exchange.getResponseBody().write(png.toByteArray());
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void aPictureOfThisMachineIsLeftOutWhereTheHookDoesNotNameIt() throws Exception {
        HttpServer pictures = pictures();
        try {
            String address = "http://127.0.0.1:" + pictures.getAddress().getPort() + "/panel.png";
            assertThat(posted(
                            "result = {version: 'v2', plain: 'look', image: data.at}",
                            "rooms: [{room: \"!room:example.org\"}], plain-images: true",
                            "{\"at\": \"" + address + "\"}"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.body()).isEqualTo("look"));
        } finally {
            pictures.stop(0);
        }
    }

    /** An alert whose picture lies on this machine. */
    private List<CourierBed.Arrived> alert(HttpServer pictures, String settings) throws Exception {
        String address = "http://127.0.0.1:" + pictures.getAddress().getPort() + "/panel.png";
        String payload = CourierBed.sample("grafana/Firing_WithImage.json")
                .replace("https://minio.example.org/grafana/alerting/img_0a1b2c.png", address);
        assertThat(payload).contains(address);
        return posted("", "rooms: [{room: \"!room:example.org\"}], plain-images: true, " + settings, payload);
    }

    @Test
    void aPictureMayBeTheMessageItself() throws Exception {
        HttpServer pictures = pictures();
        try {
            assertThat(alert(pictures, "allow-hosts: [127.0.0.1], images: caption"))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(Json.string(event.content(), "msgtype")).contains("m.image");
                        assertThat(event.body()).startsWith("⚠️ HostHighCpu on pve1.example.org:9100 – warning\n");
                        assertThat(Json.string(event.content(), "formatted_body")
                                        .orElse(""))
                                .contains("<strong>HostHighCpu on pve1.example.org:9100</strong>");
                        assertThat(Json.string(event.content(), "filename")).contains("image.png");
                        assertThat(Json.string(event.content(), "url")).isPresent();
                        assertThat(event.content().path("info").path("w").asInt())
                                .isEqualTo(3);
                    });
            assertThat(figures).contains("lotus_webhook_images_total{outcome=\"posted\"} 1\n");
        } finally {
            pictures.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"caption", "thread"})
    void aPictureThatCannotBeHadKeepsNothingFromItsMessage(String images) throws Exception {
        HttpServer pictures = pictures();
        pictures.stop(0);
        assertThat(alert(pictures, "allow-hosts: [127.0.0.1], images: " + images))
                .singleElement()
                .satisfies(event -> assertThat(event.body()).startsWith("⚠️ HostHighCpu"));
        assertThat(figures).contains("lotus_webhook_images_total{outcome=\"no_picture\"} 1\n");
    }

    @Test
    void noPictureIsAskedForWhereTheHookWantsNone() throws Exception {
        HttpServer pictures = pictures();
        AtomicBoolean asked = new AtomicBoolean();
        pictures.createContext("/panel.png", exchange -> {
            asked.set(true);
            exchange.close();
        });
        try {
            assertThat(alert(pictures, "allow-hosts: [127.0.0.1], images: off"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.body()).startsWith("⚠️ HostHighCpu"));
            assertThat(asked).isFalse();
        } finally {
            pictures.stop(0);
        }
    }

    @Test
    void aScriptCallsTheWholeRoomWhereTheHookMay() throws Exception {
        String script = "result = {version: 'v2', plain: 'fire', mentions: {room: true}}";
        assertThat(posted(script, "rooms: [{room: \"!room:example.org\", mention: {critical: [\"@room\"]}}]", "{}"))
                .singleElement()
                .satisfies(event ->
                        assertThat(Json.text(event.content().get("m.mentions"))).isEqualTo("{\"room\":true}"));
    }

    @Test
    void aScriptCallsNobodyElsewhere() throws Exception {
        String script = "result = {version: 'v2', plain: '@room fire', mentions: {room: true}}";
        assertThat(posted(script, "rooms: [{room: \"!room:example.org\"}]", "{}"))
                .singleElement()
                .satisfies(event ->
                        assertThat(Json.text(event.content().get("m.mentions"))).isEqualTo("{}"));
    }
}
