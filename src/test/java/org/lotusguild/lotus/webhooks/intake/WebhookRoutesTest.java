package org.lotusguild.lotus.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.webhooks.fake.IntakeBed.body;
import static org.lotusguild.lotus.webhooks.fake.IntakeBed.utf8;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.http.server.Request;
import org.lotusguild.lotus.http.server.Response;
import org.lotusguild.lotus.http.server.Routes;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.webhooks.delivery.Waiting;
import org.lotusguild.lotus.webhooks.fake.BrokenDatabase;
import org.lotusguild.lotus.webhooks.fake.IntakeBed;
import org.lotusguild.lotus.webhooks.fake.TestHooks;

/** Addresses, methods, answers: what hookshot's senders rely on, and what is better on purpose. */
class WebhookRoutesTest {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
    private static final String ROOMS = "rooms: [{ room: general }]";
    private static final String OK = "{\"ok\":true}";

    @TempDir
    private Path folder;

    @AutoClose
    private IntakeBed bed;

    @BeforeEach
    void secrets() {
        TestHooks.secret(folder, "verbatim", "Old id: 7 ~ü?&=+");
        TestHooks.secret(folder, "plain", "plain-id");
        TestHooks.secret(folder, "bearer", "right");
        bed = new IntakeBed(folder, "{}");
    }

    private void open(String yaml) {
        bed.close();
        bed = new IntakeBed(folder, yaml);
    }

    private void hook(String more) {
        open("hooks: [{ name: plain, id: { file: plain }, " + ROOMS + more + " }]");
    }

    @Test
    void takesPostAndPutAndStoresBeforeItAnswers() {
        hook("");

        Response posted = bed.post("plain", "{\"text\": \"one\"}");
        Response put = bed.ask("PUT", "/webhook/plain-id/", JSON, utf8("{\"text\": \"two\"}"));

        assertThat(posted.status()).isEqualTo(202);
        assertThat(body(posted)).isEqualTo(OK);
        assertThat(posted.headers()).containsEntry("Content-Type", "application/json");
        assertThat(put.status()).isEqualTo(202);
        assertThat(bed.stored())
                .extracting(row -> IntakeBed.json(row.payload()))
                .containsExactly("{\"text\":\"one\"}", "{\"text\":\"two\"}");
        assertThat(bed.stored()).extracting(row -> row.posted().method()).containsExactly("POST", "PUT");
    }

    @Test
    void takesIdsOverVerbatim() {
        open("legacy-root: true\nhooks: [{ name: strange, id: { file: verbatim }, " + ROOMS + " }]");

        assertThat(bed.post("strange", "{}").status()).isEqualTo(202);
        assertThat(bed.ask("POST", "/Old%20id:%207%20~%C3%BC%3F&=+", JSON, utf8("{}"))
                        .status())
                .isEqualTo(202);
        assertThat(bed.ask("POST", "/webhook/old%20id:%207%20~%C3%BC%3F&=+", JSON, utf8("{}"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void knowsTheLegacyRootOnlyWhereItIsWantedAndLetsOthersAnswer() {
        open("legacy-root: true\nhooks: [{ name: plain, id: { file: plain }, " + ROOMS + " }]");
        bed.routes.on("GET", "/page", request -> Response.text(200, "a page"));

        assertThat(bed.ask("POST", "/plain-id", JSON, utf8("{}")).status()).isEqualTo(202);
        assertThat(bed.ask("POST", "/plain-id/", JSON, utf8("{}")).status()).isEqualTo(202);
        assertThat(body(bed.ask("GET", "/page", Map.of(), new byte[0]))).isEqualTo("a page");
        assertThat(body(bed.ask("POST", "/unknown", JSON, utf8("{}")))).contains("M_UNRECOGNIZED");
        assertThat(bed.ask("GET", "/", Map.of(), new byte[0]).status()).isEqualTo(404);
        hook("");
        assertThat(body(bed.ask("POST", "/plain-id", JSON, utf8("{}")))).contains("M_UNRECOGNIZED");
    }

    @Test
    void answersGetOnlyWhereTheHookAllowsIt() {
        hook("");
        Response refused = bed.ask("GET", "/webhook/plain-id?a=1", Map.of(), new byte[0]);
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.headers()).containsEntry("Allow", "POST, PUT");
        assertThat(body(refused)).contains("\"errcode\":\"HS_METHOD_NOT_ALLOWED\"");

        hook(", get: true");
        assertThat(bed.ask("GET", "/webhook/plain-id?text=hello&token=abc", Map.of(), new byte[0])
                        .status())
                .isEqualTo(202);
        assertThat(bed.lastPayload().path("text").stringValue()).isEqualTo("hello");
        assertThat(bed.stored().getLast().posted().query()).doesNotContainKey("token");
    }

    @Test
    void refusesEveryOtherMethod() {
        hook("");
        for (String method : new String[] {"DELETE", "PATCH", "HEAD", "OPTIONS", "FOO"}) {
            Response refused = bed.ask(method, "/webhook/plain-id", JSON, utf8("{}"));
            assertThat(refused.status()).as(method).isEqualTo(405);
            assertThat(refused.headers()).containsKey("Allow");
        }
        assertThat(bed.stored()).isEmpty();
    }

    @Test
    void tellsUnknownGoneDisabledAndExpiredApart() {
        hook(", expires: 2026-11-22");
        assertThat(body(bed.ask("POST", "/webhook/nobody", JSON, utf8("{}"))))
                .isEqualTo("{\"ok\":false,\"error\":\"Webhook not found\"}");
        assertThat(bed.ask("POST", "/webhook/nobody", JSON, utf8("{}")).status())
                .isEqualTo(404);
        assertThat(bed.ask("POST", "/webhook/plain-id/other", JSON, utf8("{}")).status())
                .isEqualTo(404);
        bed.hooks.disable("plain", "by hand");
        assertThat(bed.post("plain", "{}").status()).isEqualTo(403);
        bed.hooks.enable("plain", false);
        assertThat(bed.post("plain", "{}").status()).isEqualTo(202);
        bed.clock.advance(Duration.ofDays(1));
        assertThat(bed.post("plain", "{}").status()).isEqualTo(410);
    }

    @Test
    void answersAfterDeliveryWhereTheHookWaits() throws Exception {
        open("limits: { wait: 20s }\nhooks: [{ name: plain, wait: true, id: { file: plain }, " + ROOMS + " }]");

        assertThat(whileDelivered(Waiting.Delivered.PLAIN)).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(body(answer)).isEqualTo(OK);
        });
        assertThat(body(whileDelivered(new Waiting.Delivered(Optional.empty(), true))))
                .isEqualTo("{\"ok\":true,\"warning\":\"transform failed\"}");
        Response own = whileDelivered(
                new Waiting.Delivered(Optional.of(new Waiting.Answer(418, "text/html", "<p>tea</p>")), false));
        assertThat(own.status()).isEqualTo(418);
        assertThat(own.headers()).containsEntry("Content-Type", "text/html");
        assertThat(body(own)).isEqualTo("<p>tea</p>");
    }

    @Test
    void tellsThatAPostIsNotInItsRoomsYetOrCannotGetThere() throws Exception {
        open("limits: { wait: 20s }\nhooks: [{ name: plain, wait: true, id: { file: plain }, " + ROOMS + " }]");

        assertThat(whileDelivered(new Waiting.Later())).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(202);
            assertThat(body(answer)).isEqualTo("{\"ok\":true,\"queued\":true}");
        });
        assertThat(whileDelivered(new Waiting.Dead())).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(202);
            assertThat(body(answer)).isEqualTo("{\"ok\":true,\"queued\":true,\"warning\":\"could not be delivered\"}");
        });
    }

    /** Posts, and delivers as soon as the row is there. */
    private Response whileDelivered(Waiting.Outcome outcome) throws Exception {
        int before = bed.stored().size();
        FutureTask<Response> answer = new FutureTask<>(() -> bed.post("plain", "{}"));
        Thread.ofVirtual().start(answer);
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (bed.stored().size() == before && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        bed.waiting.settle(bed.stored().getLast().id(), outcome);
        return answer.get(20, TimeUnit.SECONDS);
    }

    @Test
    void tellsTheTruthWhenDeliveryTakesLonger() {
        open("limits: { wait: 1ms }\nhooks: [{ name: plain, wait: true, id: { file: plain }, " + ROOMS + " }]");

        Response queued = bed.post("plain", "{}");

        assertThat(queued.status()).isEqualTo(202);
        assertThat(body(queued)).isEqualTo("{\"ok\":true,\"queued\":true}");
    }

    @Test
    void refusesWhatIsTooLargeMalformedOrOfAnUnknownKind() {
        hook(", max-body: 100B");
        assertThat(bed.post("plain", "\"" + "x".repeat(99) + "\"").status()).isEqualTo(413);
        assertThat(bed.ask("POST", "/webhook/plain-id", Map.of("Content-Length", "99999999"), new byte[0]))
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(413))
                .satisfies(answer -> assertThat(answer.headers()).containsEntry("Connection", "close"));
        assertThat(bed.post("plain", "{\"secret\": ")).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(body(answer)).contains("not JSON at line 1").doesNotContain("secret");
        });
        assertThat(bed.ask("POST", "/webhook/plain-id", Map.of("Content-Type", "image/png"), utf8("x"))
                        .status())
                .isEqualTo(415);
        assertThat(bed.ask("POST", "/webhook/plain-id", Map.of("Content-Encoding", "br"), utf8("x"))
                        .status())
                .isEqualTo(415);
        assertThat(bed.stored()).isEmpty();
    }

    @Test
    void letsInOnlyTheAddressesThatTheHookNames() {
        hook(", allow-addresses: [192.0.2.0/24, \"2001:db8::/32\"]");
        assertThat(bed.post("plain", "{}").status()).isEqualTo(202);
        bed.from("2001:db8::7");
        assertThat(bed.post("plain", "{}").status()).isEqualTo(202);
        bed.from("198.51.100.7");
        Response refused = bed.post("plain", "{}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(body(refused)).isEqualTo("{\"ok\":false,\"error\":\"Forbidden\"}");
    }

    @Test
    void decodesNothingBeforeItKnowsWhoSent() {
        hook(", auth: [{ kind: bearer, secret: { file: bearer } }]");

        Response refused = bed.post("plain", "{ no JSON");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(body(refused)).isEqualTo("{\"ok\":false,\"error\":\"Unauthorized\"}");
        assertThat(bed.ask(
                                "POST",
                                "/webhook/plain-id",
                                Map.of("Authorization", "Bearer right", "Content-Type", "application/json"),
                                utf8("{}"))
                        .status())
                .isEqualTo(202);
        assertThat(bed.stored().getLast().posted().headers()).doesNotContainKey("authorization");
    }

    @Test
    void listensNoMoreToWhoShowsFiveWrongSecretsInAMinute() {
        hook(", auth: [{ kind: bearer, secret: { file: bearer } }]");
        for (int i = 0; i < 5; i++) {
            assertThat(bed.post("plain", "{}").status()).isEqualTo(401);
        }

        Response blocked = bed.post("plain", "{}");

        assertThat(blocked.status()).isEqualTo(429);
        assertThat(blocked.headers()).containsEntry("Retry-After", "60");
        bed.from("192.0.2.8");
        assertThat(bed.post("plain", "{}").status()).isEqualTo(401);
        bed.from("192.0.2.7");
        bed.clock.advance(Duration.ofMinutes(1));
        assertThat(bed.post("plain", "{}").status()).isEqualTo(401);
    }

    @Test
    void limitsAHookAndAnAddress() {
        open("limits: { per-hook: 1/s burst 3, per-address: 1/s burst 6 }\nhooks: [{ name: plain, id: { file: plain }, "
                + ROOMS + " }, { name: other, " + ROOMS + " }]");
        for (int i = 0; i < 3; i++) {
            assertThat(bed.post("plain", "{}").status()).isEqualTo(202);
        }
        Response limited = bed.post("plain", "{}");
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.headers()).containsEntry("Retry-After", "1");
        assertThat(bed.post("other", "{}").status()).isEqualTo(202);
        assertThat(bed.ask("POST", "/webhook/guess", JSON, utf8("{}")).status()).isEqualTo(404);
        assertThat(bed.ask("POST", "/webhook/guess", JSON, utf8("{}")).status())
                .as("guessing counts")
                .isEqualTo(429);
        assertThat(bed.post("other", "{}").status()).isEqualTo(429);
        bed.clock.advance(Duration.ofSeconds(1));
        assertThat(bed.post("other", "{}").status()).isEqualTo(202);
    }

    @Test
    void asksToComeAgainWhenTooMuchWaitsOrNothingCanBeStored() {
        open("limits: { max-pending: 2 }\nhooks: [{ name: plain, id: { file: plain }, " + ROOMS + " }]");
        bed.post("plain", "{}");
        bed.post("plain", "{}");
        Response full = bed.post("plain", "{}");
        assertThat(full.status()).isEqualTo(503);
        assertThat(full.headers()).containsEntry("Retry-After", "10");
        assertThat(body(full)).isEqualTo("{\"ok\":false,\"error\":\"Too many messages wait already\"}");
        bed.close();

        bed = new IntakeBed(
                folder,
                "hooks: [{ name: plain, id: { file: plain }, " + ROOMS + " }]",
                (Database db) -> new BrokenDatabase(db));
        Response away = bed.post("plain", "{}");
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.headers()).containsEntry("Retry-After", "10");
        assertThat(body(away)).isEqualTo("{\"ok\":false,\"error\":\"The message cannot be stored now\"}");
        assertThat(bed.stored()).hasSize(2);
    }

    @Test
    void asksToComeAgainUntilItIsOpen() {
        Routes routes = new Routes();
        new WebhookRoutes(routes, true);
        hook("");
        for (String path : new String[] {"/webhook/plain-id", "/plain-id"}) {
            Response early = routes.answer(new Request(
                    "POST",
                    path,
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Request.Content.of(new byte[0]),
                    InetAddress.getLoopbackAddress()));
            assertThat(early.status()).isEqualTo(503);
            assertThat(early.headers()).containsEntry("Retry-After", "5");
        }
    }

    @Test
    void answersProxmoxAsAGotifyWould() {
        hook(", auth: [{ kind: bearer, secret: { file: bearer } }]");

        Response answer = bed.ask(
                "POST",
                "/webhook/plain-id/message",
                Map.of("X-Gotify-Key", "right", "Content-Type", "application/json"),
                utf8("{\"title\": \"t\", \"message\": \"m\", \"priority\": 5}"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(body(answer)).matches("\\{\"id\":\\d+}");
        assertThat(bed.stored().getLast().posted().headers()).doesNotContainKey("x-gotify-key");
    }

    @Test
    void postsNothingTwiceThatIsKnownToBeTheSame() {
        hook("");
        String kuma = "{\"heartbeat\": {\"status\": 0}, \"monitor\": {\"name\": \"n\"}, \"msg\": \"m\"}";

        for (String json : new String[] {"{\"delivery_id\": \"7\", \"text\": \"a\"}", kuma}) {
            assertThat(body(bed.post("plain", json))).isEqualTo(OK);
            assertThat(bed.post("plain", json).status()).isEqualTo(202);
            assertThat(body(bed.post("plain", json))).isEqualTo("{\"ok\":true,\"duplicate\":true}");
        }
        Map<String, String> named = Map.of("Idempotency-Key", "k1", "Content-Type", "application/json");
        bed.ask("POST", "/webhook/plain-id", named, utf8("{\"text\": \"b\"}"));
        bed.ask("POST", "/webhook/plain-id", named, utf8("{\"text\": \"c\"}"));
        bed.post("plain", "{\"text\": \"d\"}");
        bed.post("plain", "{\"text\": \"d\"}");
        assertThat(bed.stored())
                .as("of a, kuma, b; text alone is never the same")
                .hasSize(5);
        bed.clock.advance(Duration.ofMinutes(1));
        assertThat(body(bed.post("plain", kuma))).isEqualTo(OK);
    }

    @Test
    void postsATestAsOftenAsItIsPressed() {
        hook("");
        String test = "{\"heartbeat\": null, \"monitor\": null, \"msg\": \"Uptime Kuma Testing\"}";

        assertThat(body(bed.post("plain", test))).isEqualTo(OK);
        assertThat(body(bed.post("plain", test))).isEqualTo(OK);
    }

    @Test
    void countsWithoutNamingAnybody() {
        hook("");
        bed.post("plain", "{}");
        bed.ask("POST", "/webhook/nobody", JSON, utf8("{}"));

        assertThat(bed.metrics.text())
                .contains("lotus_webhook_requests_total{service=\"generic\",outcome=\"accepted\"} 1")
                .contains("lotus_webhook_requests_total{service=\"generic\",outcome=\"not_found\"} 1")
                .contains("lotus_webhook_ack_seconds_count 2", "lotus_webhook_commit_batch_rows_count 1")
                .contains("lotus_webhook_queue_rows{state=\"pending\"}", "lotus_webhook_oldest_pending_seconds")
                .doesNotContain("plain", "nobody", "192.0.2");
    }
}
