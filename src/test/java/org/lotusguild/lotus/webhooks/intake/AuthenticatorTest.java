package org.lotusguild.lotus.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.webhooks.fake.IntakeBed.utf8;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.webhooks.fake.IntakeBed;
import org.lotusguild.lotus.webhooks.hook.Auth;

class AuthenticatorTest {
    private static final byte[] BODY = utf8("{\"a\": 1}");
    private final TestClock clock = new TestClock(IntakeBed.START);
    private final Authenticator authenticator = new Authenticator(clock);

    private static Auth auth(Auth.Kind kind, String header, String prefix, Auth.Encoding encoding, String timeHeader) {
        return new Auth(
                kind,
                List.of(new Secret("new secret"), new Secret("old secret")),
                "alice",
                header,
                prefix,
                encoding,
                Optional.of(timeHeader).filter(name -> !name.isEmpty()),
                Duration.ofSeconds(300));
    }

    private static Auth auth(Auth.Kind kind, String header) {
        return auth(kind, header, "", Auth.Encoding.HEX, "");
    }

    private boolean passes(List<Auth> ways, Map<String, String> headers) {
        return authenticator.check(ways, name -> Optional.ofNullable(headers.get(name)), Optional.of(BODY))
                instanceof Authenticator.Verdict.Passed;
    }

    private boolean passes(Auth way, String header, String value) {
        return passes(List.of(way), Map.of(header, value));
    }

    private static byte[] hmac(String secret, String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(utf8(secret), "HmacSHA256"));
            return mac.doFinal(utf8(message));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String hex(String secret, String message) {
        return HexFormat.of().formatHex(hmac(secret, message));
    }

    private String now() {
        return Long.toString(clock.instant().getEpochSecond());
    }

    @Test
    void asksForNothingWhereTheHookWantsNothing() {
        assertThat(passes(List.of(), Map.of())).isTrue();
    }

    /** Else whoever saw one signed GET could send any other. */
    @Test
    void aSignatureIsGoodForNothingWhereThereIsNoBodyThatItCovers() {
        Auth hmac = auth(Auth.Kind.HMAC, "X-Sig");
        Auth bearer = auth(Auth.Kind.BEARER, "");
        Map<String, String> headers = Map.of("X-Sig", hex("new secret", ""), "Authorization", "Bearer new secret");

        assertThat(withoutBody(List.of(hmac), headers)).isInstanceOf(Authenticator.Verdict.Failed.class);
        assertThat(withoutBody(List.of(hmac, bearer), headers)).isInstanceOf(Authenticator.Verdict.Passed.class);
    }

    private Authenticator.Verdict withoutBody(List<Auth> ways, Map<String, String> headers) {
        return authenticator.check(ways, name -> Optional.ofNullable(headers.get(name)), Optional.empty());
    }

    @Test
    void takesTheOldSecretAsWellAsTheNew() {
        Auth bearer = auth(Auth.Kind.BEARER, "");
        assertThat(passes(bearer, "Authorization", "Bearer new secret")).isTrue();
        assertThat(passes(bearer, "Authorization", "bearer old secret")).isTrue();
        assertThat(passes(bearer, "X-Gotify-Key", "old secret")).isTrue();
        for (String wrong : new String[] {"Bearer", "Bearer ", "Bearer new secre", "Bearer new secret2", "Basic x"}) {
            assertThat(passes(bearer, "Authorization", wrong)).as(wrong).isFalse();
        }
        assertThat(passes(List.of(bearer), Map.of())).isFalse();
    }

    @Test
    void takesAHeaderOfItsOwn() {
        Auth header = auth(Auth.Kind.HEADER, "X-Webhook-Token");
        assertThat(passes(header, "X-Webhook-Token", "new secret")).isTrue();
        assertThat(passes(header, "X-Webhook-Token", "")).isFalse();
        assertThat(passes(header, "Authorization", "new secret")).isFalse();
    }

    @Test
    void takesUserAndPassword() {
        Auth basic = auth(Auth.Kind.BASIC, "");
        assertThat(passes(basic, "Authorization", basic("alice:new secret"))).isTrue();
        for (String wrong :
                new String[] {"alice:", "bob:new secret", "alicenew secret", ":new secret", "new secret", ""}) {
            assertThat(passes(basic, "Authorization", basic(wrong))).as(wrong).isFalse();
        }
        assertThat(passes(basic, "Authorization", "Basic %%%")).isFalse();
    }

    private static String basic(String text) {
        return "Basic " + Base64.getEncoder().encodeToString(utf8(text));
    }

    @Test
    void takesSignaturesInHexAndBase64WithTheirPrefix() {
        Auth hex = auth(Auth.Kind.HMAC, "X-Signature", "sha256=", Auth.Encoding.HEX, "");
        assertThat(passes(hex, "X-Signature", "sha256=" + hex("old secret", "{\"a\": 1}")))
                .isTrue();
        assertThat(passes(hex, "X-Signature", hex("old secret", "{\"a\": 1}"))).isFalse();
        assertThat(passes(hex, "X-Signature", "sha256=" + hex("old secret", "{\"a\": 2}")))
                .isFalse();
        assertThat(passes(hex, "X-Signature", "sha256=")).isFalse();
        assertThat(passes(hex, "X-Signature", "sha256=zz")).isFalse();
        Auth base64 = auth(Auth.Kind.HMAC, "X-Signature", "", Auth.Encoding.BASE64, "");
        String right = Base64.getEncoder().encodeToString(hmac("new secret", "{\"a\": 1}"));
        assertThat(passes(base64, "X-Signature", right)).isTrue();
        assertThat(passes(base64, "X-Signature", right.substring(1))).isFalse();
    }

    @Test
    void takesWhatGrafanaSigns() {
        String signature = "X-Grafana-Alerting-Signature";
        assertThat(passes(auth(Auth.Kind.GRAFANA, ""), signature, hex("new secret", "{\"a\": 1}")))
                .isTrue();
        Auth timed = auth(Auth.Kind.GRAFANA, "", "", Auth.Encoding.HEX, "X-Grafana-Timestamp");
        Map<String, String> headers =
                Map.of(signature, hex("new secret", now() + ":{\"a\": 1}"), "X-Grafana-Timestamp", now());
        assertThat(passes(List.of(timed), headers)).isTrue();
        assertThat(passes(timed, signature, hex("new secret", "{\"a\": 1}")))
                .as("without its time")
                .isFalse();
        clock.advance(Duration.ofSeconds(300));
        assertThat(passes(List.of(timed), headers)).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(passes(List.of(timed), headers)).as("too late").isFalse();
        clock.advance(Duration.ofSeconds(-602));
        assertThat(passes(List.of(timed), headers)).as("too early").isFalse();
    }

    @Test
    void takesWhatOwncastSigns() {
        Auth owncast = auth(Auth.Kind.OWNCAST, "");
        String right = "t=" + now() + ".s=" + hex("new secret", now() + ".{\"a\": 1}");
        assertThat(passes(owncast, "owncast-signature", right)).isTrue();
        assertThat(passes(owncast, "owncast-signature", right.replace("t=", "t=0")))
                .isFalse();
        assertThat(passes(owncast, "owncast-signature", "t=.s=")).isFalse();
        assertThat(passes(owncast, "owncast-signature", "s=.t=")).isFalse();
        assertThat(passes(owncast, "owncast-signature", "t=99999999999999999999.s=00"))
                .isFalse();
    }

    @Test
    void knowsASignedRequestAgainAsLongAsItWouldPass() {
        Auth owncast = auth(Auth.Kind.OWNCAST, "");
        String right = "t=" + now() + ".s=" + hex("new secret", now() + ".{\"a\": 1}");

        Authenticator.Verdict verdict =
                authenticator.check(List.of(owncast), name -> Optional.of(right), Optional.of(BODY));

        assertThat(((Authenticator.Verdict.Passed) verdict).signature()).hasValueSatisfying(seen -> {
            assertThat(seen.key()).startsWith("signature ");
            assertThat(seen.life()).isEqualTo(Duration.ofSeconds(600));
        });
    }

    @Test
    void oneOfSeveralWaysIsEnough() {
        List<Auth> both = List.of(auth(Auth.Kind.OWNCAST, ""), auth(Auth.Kind.BEARER, ""));
        assertThat(passes(both, Map.of("Authorization", "Bearer new secret"))).isTrue();
        assertThat(passes(both, Map.of("Authorization", "Bearer wrong"))).isFalse();
    }
}
