package org.lotusguild.lotus.webhooks.courier;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.delivery.State;
import org.lotusguild.lotus.webhooks.delivery.Waiting;
import org.lotusguild.lotus.webhooks.transform.Scripts;

class ScriptsTest {
    @TempDir
    Path folder;

    private Optional<CourierBed> open = Optional.empty();

    /** A hook with this script. */
    private CourierBed bed(String script, String more) throws Exception {
        Path file = Files.writeString(folder.resolve("script.js"), script);
        open = Optional.of(new CourierBed(folder, """
                hooks:
                  - name: house
                    rooms: [{room: "!room:example.org"}]
                    transform: {file: %s}
                  - name: plain
                    rooms: [{room: "!room:example.org"}]
                """.formatted(file) + more));
        return open.get();
    }

    private CourierBed bed(String script) throws Exception {
        return bed(script, "");
    }

    private CourierBed.Arrived posted(String script, String payload) throws Exception {
        CourierBed bed = bed(script);
        bed.accept("house", payload);
        done(bed);
        assertThat(bed.arrived(CourierBed.ROOM)).hasSize(1);
        return bed.arrived(CourierBed.ROOM).getFirst();
    }

    private static void done(CourierBed bed) throws InterruptedException {
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
    }

    @AfterEach
    void close() {
        open.ifPresent(CourierBed::close);
    }

    @Test
    void aTextIsPostedAsHookshotDoes() throws Exception {
        CourierBed.Arrived event = posted("result = `a *${data.word}*`", "{\"word\": \"b\"}");
        assertThat(event.body()).isEqualTo("Received webhook: a *b*");
        assertThat(Json.string(event.content(), "formatted_body").orElse("")).contains("<em>b</em>");
        assertThat(Json.string(event.content(), "msgtype")).contains("m.notice");
    }

    @Test
    void aResultThatWasNeverSetIsNoContent() throws Exception {
        assertThat(posted("1 + 1", "{}").body()).isEqualTo("No content");
    }

    @Test
    void aStrictHookPostsNothingThen() throws Exception {
        Path file = Files.writeString(folder.resolve("script.js"), "1 + 1");
        open = Optional.of(new CourierBed(folder, """
                hooks:
                  - name: house
                    rooms: [{room: "!room:example.org"}]
                    strict: true
                    transform: {file: %s}
                """.formatted(file)));
        String id = open.get().accept("house", "{}");
        done(open.get());
        assertThat(open.get().arrived(CourierBed.ROOM)).isEmpty();
        assertThat(open.get().past(id, "house").state()).isEqualTo(State.FILTERED);
    }

    @Test
    void aMessageOfVersionTwoIsHarmlessAndCallsOnlyWhoIsInTheRoom() throws Exception {
        CourierBed bed = bed("""
                result = {version: "v2", plain: "p", html: "<b>h</b><script>x</script><img src='https://example.org/x'>",
                  msgtype: "m.emote", hints: {showUrlPreviews: false},
                  mentions: {room: true, user_ids: ["@alice:example.org", "@mallory:example.org"]}}""");
        bed.rooms.member(CourierBed.ROOM, UserId.parse("@alice:example.org"), "join");
        bed.accept("house", "{}");
        done(bed);
        CourierBed.Arrived event = bed.arrived(CourierBed.ROOM).getFirst();
        assertThat(event.body()).isEqualTo("p");
        assertThat(Json.string(event.content(), "formatted_body").orElse(""))
                .contains("<b>h</b>")
                .doesNotContain("script", "img");
        assertThat(Json.string(event.content(), "msgtype")).contains("m.emote");
        assertThat(event.content().get("com.beeper.linkpreviews")).isEmpty();
        assertThat(Json.text(event.content().get("m.mentions"))).isEqualTo("{\"user_ids\":[\"@alice:example.org\"]}");
    }

    @Test
    void severalMessagesComeInOrderAndEachIntoTheRoomItNames() throws Exception {
        Path file = Files.writeString(folder.resolve("script.js"), """
                result = [1, 2, 3].map(n => ({version: "v2", plain: `number ${n}`, room: n === 2 ? "!other:example.org" : undefined}))""");
        open = Optional.of(new CourierBed(folder, """
                hooks:
                  - name: house
                    rooms: [{room: "!room:example.org"}, {room: "!other:example.org"}]
                    transform: {file: %s}
                """.formatted(file)));
        open.get().accept("house", "{}");
        done(open.get());
        assertThat(open.get().arrived(CourierBed.ROOM))
                .extracting(CourierBed.Arrived::body)
                .containsExactly("number 1", "number 3");
        assertThat(open.get().arrived(CourierBed.OTHER))
                .extracting(CourierBed.Arrived::body)
                .containsExactly("number 1", "number 2", "number 3");
    }

    @Test
    void thePictureOfEachOfSeveralMessagesIsInItsOwnThread() throws Exception {
        HttpServer pictures = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 10);
        pictures.createContext("/", exchange -> {
            byte[] png = png(Integer.parseInt(exchange.getRequestURI().getPath().substring(1)));
            exchange.sendResponseHeaders(200, png.length);
            exchange.getResponseBody().write(png);
            exchange.close();
        });
        pictures.start();
        try {
            Path file = Files.writeString(folder.resolve("script.js"), """
                    result = [1, 2].map(n => ({version: "v2", plain: `number ${n}`, image: `http://127.0.0.1:PORT/${n}`}))""".replace(
                            "PORT", Integer.toString(pictures.getAddress().getPort())));
            open = Optional.of(new CourierBed(folder, """
                    hooks:
                      - name: house
                        rooms: [{room: "!room:example.org"}]
                        allow-hosts: [127.0.0.1]
                        plain-images: true
                        transform: {file: %s}
                    """.formatted(file)));
            open.get().accept("house", "{}");
            done(open.get());
        } finally {
            pictures.stop(0);
        }
        List<CourierBed.Arrived> events = open.get().arrived(CourierBed.ROOM);
        assertThat(events).extracting(CourierBed.Arrived::body).startsWith("number 1", "number 2");
        assertThat(events.subList(2, 4))
                .extracting(CourierBed.Arrived::target)
                .containsExactly(events.get(0).id().value(), events.get(1).id().value());
    }

    private static byte[] png(int width) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, 1, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }

    @Test
    void aCardOpensAndItsEndEditsIt() throws Exception {
        CourierBed bed = bed("""
                result = {version: "lotus/1", title: {emoji: "🌡️", subject: "Cellar", happened: data.now}, level: "error",
                  lines: ["too warm"], key: "cellar", state: data.state}""");
        bed.accept("house", "{\"now\": \"31 °C\", \"state\": \"open\"}");
        bed.accept("house", "{\"now\": \"cool again\", \"state\": \"close\"}");
        done(bed);
        List<CourierBed.Arrived> events = bed.arrived(CourierBed.ROOM);
        assertThat(events).hasSize(3);
        assertThat(events.getFirst().body()).isEqualTo("🌡️ Cellar – 31 °C\ntoo warm");
        assertThat(Json.string(events.getFirst().content(), "msgtype")).contains("m.text");
        assertThat(events.get(1).relation()).contains("m.replace");
        assertThat(events.get(1).now()).isEqualTo("🌡️ Cellar – cool again\ntoo warm");
        assertThat(events.get(2).relation()).contains("m.thread");
    }

    @Test
    void aMessageInOwnWordsLivesByItsKeyToo() throws Exception {
        CourierBed bed = bed("result = {version: 'v2', plain: data.text, key: 'k', state: data.state}");
        bed.accept("house", "{\"text\": \"began\", \"state\": \"open\"}");
        bed.accept("house", "{\"text\": \"ended\", \"state\": \"close\"}");
        done(bed);
        assertThat(bed.arrived(CourierBed.ROOM))
                .extracting(CourierBed.Arrived::now)
                .containsExactly("began", "ended", "ended");
    }

    @Test
    void aScriptThatFailsPostsTheBuiltInMessageAndSaysWhyInTheHistory() throws Exception {
        CourierBed bed = bed("const a = 1;\nmissing.name = 1;");
        String id = bed.accept("house", CourierBed.sample("uptime-kuma/Down.json"));
        Waiting.Ticket ticket = bed.waiting.expect(id);
        done(bed);
        assertThat(bed.arrived(CourierBed.ROOM).getFirst().body()).startsWith("🔴 Matrix homeserver – down");
        assertThat(bed.past(id, "house").problem().orElse("")).startsWith("script failed (thrown): line 2: ");
        assertThat(ticket.await(Duration.ofSeconds(1))).contains(new Waiting.Delivered(Optional.empty(), true));
    }

    @Test
    void whoWaitsIsToldWhatTheScriptSays() throws Exception {
        CourierBed bed = bed("""
                result = {version: "v2", empty: true, webhookResponse: {body: "thanks", contentType: "text/plain", statusCode: 201}}""");
        String id = bed.accept("house", "{}");
        Waiting.Ticket ticket = bed.waiting.expect(id);
        done(bed);
        assertThat(ticket.await(Duration.ofSeconds(1)))
                .contains(new Waiting.Delivered(Optional.of(new Waiting.Answer(201, "text/plain", "thanks")), false));
        assertThat(bed.arrived(CourierBed.ROOM)).isEmpty();
        assertThat(bed.past(id, "house").event()).contains("script.nothing");
    }

    @Test
    void aScriptThatLoopsIsOffAfterFiveRunsAndItsMessagesStillArrive() throws Exception {
        CourierBed bed = bed("while (true) {}", "transforms: {cpu: 20ms}\n");
        String last = "";
        for (int i = 0; i < 7; i++) {
            last = bed.accept("house", "{\"title\": \"number " + i + "\"}");
        }
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
            Await.until(() -> !bed.arrived(CourierBed.ADMINS).isEmpty());
        }
        assertThat(bed.arrived(CourierBed.ROOM)).hasSize(7);
        assertThat(bed.arrived(CourierBed.ADMINS)).hasSize(1);
        assertThat(bed.arrived(CourierBed.ADMINS).getFirst().body()).startsWith("🧯 house – script switched off");
        assertThat(bed.hooks.named("house").orElseThrow().hook().transform()).isEmpty();
        assertThat(bed.past(last, "house").problem()).contains("its script is switched off");
    }

    @Test
    void aScriptThatTookThreeSecondsOfAMinuteWaitsAndNobodyElseDoes() throws Exception {
        CourierBed bed = bed(
                "if (data.spin) { while (true) {} }\nresult = {version: 'v2', plain: 'mine ' + data.n}",
                "transforms: {cpu: 1s, disable-after: 100}\n");
        for (int i = 0; i < 4; i++) {
            bed.accept("house", "{\"title\": \"spun\", \"spin\": true}");
        }
        bed.accept("house", "{\"n\": 1}");
        String later = bed.accept("house", "{\"n\": 2}");
        try (CourierBed.Running process = bed.process()) {
            Await.until(() -> !bed.in(State.RETRY).isEmpty());
            String other = bed.accept("plain", "{\"title\": \"not mine\"}");
            Await.until(() -> bed.past(other, "plain").state() == State.SENT);
            assertThat(bed.past(later, "house").state()).isNotEqualTo(State.SENT);
            bed.ahead.set(Duration.ofSeconds(70));
            Await.until(() -> bed.past(later, "house").state() == State.SENT);
        }
        assertThat(bed.arrived(CourierBed.ROOM).stream().map(CourierBed.Arrived::body))
                .containsSubsequence("mine 1", "mine 2");
    }

    @Test
    void runsAndDeliveriesAreCountedByWhatTheyCameToAndNeverByTheHook() throws Exception {
        CourierBed bed = bed("if (data.bad) { missing.name = 1; }\nresult = {version: 'v2', plain: 'fine'}");
        bed.accept("house", "{\"n\": 1}");
        bed.accept("house", "{\"bad\": true}");
        bed.accept("plain", CourierBed.sample("uptime-kuma/Down.json"));
        try (CourierBed.Running process = bed.process()) {
            Await.until(() -> process.figures
                    .text()
                    .contains("lotus_webhook_deliveries_total{service=\"uptime_kuma\",outcome=\"sent\"} 1"));
            Await.until(() -> process.figures
                    .text()
                    .contains("lotus_webhook_deliveries_total{service=\"generic\",outcome=\"sent\"} 2"));
            assertThat(process.figures.text())
                    .contains(
                            "lotus_webhook_transform_total{outcome=\"posted\"} 1",
                            "lotus_webhook_transform_total{outcome=\"thrown\"} 1",
                            "lotus_webhook_transform_seconds_count 2",
                            "lotus_webhook_detect_total{service=\"uptime_kuma\",how=\"keys\"} 1")
                    .doesNotContain("house", "plain");
        }
    }

    @Test
    void scriptsThatAreSwitchedOffForAllRunNowhere() throws Exception {
        CourierBed bed = bed("result = 'mine'", "transforms: {enabled: false}\n");
        bed.accept("house", "{\"title\": \"plain\"}");
        done(bed);
        assertThat(bed.arrived(CourierBed.ROOM).getFirst().body())
                .contains("plain")
                .doesNotContain("mine");
    }

    @Test
    void aSyntaxErrorIsNamedWithLineAndColumn() throws Exception {
        CourierBed bed = bed("result = 1");
        assertThat(Scripts.problem(bed.sandbox, "const a = 1;\n  let let = 2;").orElse(""))
                .startsWith("line 2, column ");
        assertThat(Scripts.problem(bed.sandbox, "result = 1")).isEmpty();
    }

    @Test
    void unknownJsonIsDumpedWhereTheHookSaysSo() throws Exception {
        open = Optional.of(new CourierBed(folder, """
                hooks:
                  - name: house
                    rooms: [{room: "!room:example.org"}]
                    dump: true
                """));
        open.get().accept("house", "{\"a\": 1}");
        open.get().accept("house", CourierBed.sample("uptime-kuma/Down.json"));
        done(open.get());
        List<String> bodies = open.get().arrived(CourierBed.ROOM).stream()
                .map(CourierBed.Arrived::body)
                .toList();
        assertThat(bodies)
                .hasSize(2)
                .anyMatch(body -> body.startsWith("Received webhook data:\n\n```json\n\n{"))
                .anyMatch(body -> body.startsWith("🔴 Matrix homeserver – down"));
    }
}
