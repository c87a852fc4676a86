package org.lotusguild.lotus.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.webhooks.fake.IntakeBed.body;
import static org.lotusguild.lotus.webhooks.fake.IntakeBed.utf8;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.HeardLog;
import org.lotusguild.lotus.http.server.Response;
import org.lotusguild.lotus.webhooks.fake.IntakeBed;

/** Addresses, methods, answers: what hookshot's senders rely on, and what is better on purpose. */
class WebhookRoutesTest extends RoutesBed {
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
            assertThat(body(refused)).as(method).contains("\"errcode\":\"HS_METHOD_NOT_ALLOWED\"");
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
        bed.clock.advance(Duration.ofSeconds(59));
        assertThat(body(bed.post("plain", kuma))).contains("duplicate");
        bed.clock.advance(Duration.ofSeconds(1));
        assertThat(body(bed.post("plain", kuma))).isEqualTo(OK);
    }

    @Test
    void knowsANamedPostAgainForADay() {
        hook("");
        String named = "{\"delivery_id\": 7, \"text\": \"a\"}";
        Map<String, String> keyed = Map.of("Idempotency-Key", "k1", "Content-Type", "application/json");
        bed.post("plain", named);
        bed.ask("POST", "/webhook/plain-id", keyed, utf8("{\"text\": \"b\"}"));

        bed.clock.advance(Duration.ofHours(24).minusSeconds(1));
        assertThat(body(bed.post("plain", named))).contains("duplicate");
        assertThat(body(bed.ask("POST", "/webhook/plain-id", keyed, utf8("{}"))))
                .contains("duplicate");
        bed.clock.advance(Duration.ofSeconds(1));
        assertThat(body(bed.post("plain", named))).isEqualTo(OK);
        assertThat(body(bed.ask("POST", "/webhook/plain-id", keyed, utf8("{}"))))
                .isEqualTo(OK);
        assertThat(bed.stored()).hasSize(4);
    }

    @Test
    void aNamedPostOfOneHookIsNoneOfAnother() {
        open("hooks: [{ name: plain, id: { file: plain }, " + ROOMS + " }, { name: other, " + ROOMS + " }]");
        String named = "{\"delivery_id\": \"7\", \"text\": \"a\"}";
        assertThat(body(bed.post("plain", named))).isEqualTo(OK);
        assertThat(body(bed.post("other", named))).isEqualTo(OK);
    }

    @Test
    void postsATestAsOftenAsItIsPressed() {
        hook("");
        String test = "{\"heartbeat\": null, \"monitor\": null, \"msg\": \"Uptime Kuma Testing\"}";

        assertThat(body(bed.post("plain", test))).isEqualTo(OK);
        assertThat(body(bed.post("plain", test))).isEqualTo(OK);
    }

    @Test
    void logsTheHooksByTheirNames() {
        try (HeardLog log = new HeardLog(Level.INFO)) {
            hook("");
            assertThat(log.lines("hooks take posts"))
                    .singleElement()
                    .asString()
                    .contains("plain")
                    .doesNotContain("plain-id");
        }
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
