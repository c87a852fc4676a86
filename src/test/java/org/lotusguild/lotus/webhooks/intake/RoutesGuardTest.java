package org.lotusguild.lotus.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.webhooks.fake.IntakeBed.body;
import static org.lotusguild.lotus.webhooks.fake.IntakeBed.utf8;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.http.server.Request;
import org.lotusguild.lotus.http.server.Response;
import org.lotusguild.lotus.http.server.Routes;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.webhooks.fake.BrokenDatabase;
import org.lotusguild.lotus.webhooks.fake.IntakeBed;

/** Who is let in, and how often. */
class RoutesGuardTest extends RoutesBed {
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
    void postsWhatWasSignedOnceHoweverOftenItIsSent() throws Exception {
        hook(", auth: [{ kind: owncast, secret: { file: bearer } }]");
        String json = "{\"type\": \"CHAT\", \"eventData\": {\"rawBody\": \"hi\"}}";
        String signed = signed(json);

        assertThat(body(signed(signed, json))).isEqualTo(OK);
        assertThat(body(signed(signed, json))).isEqualTo("{\"ok\":true,\"duplicate\":true}");
        bed.clock.advance(Duration.ofSeconds(299));
        assertThat(body(signed(signed.replace(".s=", ".s= "), json))).contains("duplicate");
        assertThat(signed(signed, json.replace("hi", "ho")).status()).isEqualTo(401);
        bed.clock.advance(Duration.ofSeconds(2));
        assertThat(signed(signed, json).status()).as("too old").isEqualTo(401);
        assertThat(bed.stored()).hasSize(1);
        bed.clock.advance(Duration.ofMinutes(1));
        assertThat(body(signed(signed(json), json))).as("signed anew").isEqualTo(OK);
    }

    private Response signed(String signature, String json) {
        return bed.ask("POST", "/webhook/plain-id", Map.of("owncast-signature", signature), utf8(json));
    }

    private String signed(String json) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(utf8("right"), "HmacSHA256"));
        String time = Long.toString(bed.clock.instant().getEpochSecond());
        return "t=" + time + ".s=" + HexFormat.of().formatHex(mac.doFinal(utf8(time + "." + json)));
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
    void guessingAtTheRootCountsToo() {
        open("legacy-root: true\nlimits: { per-address: 1/s burst 3 }\nhooks: [{ name: plain, id: { file: plain }, "
                + ROOMS + " }]");
        for (int i = 0; i < 3; i++) {
            assertThat(body(bed.ask("POST", "/guess" + i, JSON, utf8("{}")))).contains("M_UNRECOGNIZED");
        }
        assertThat(bed.post("plain", "{}").status()).isEqualTo(429);
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
}
