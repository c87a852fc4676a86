package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.bot.basic.ServiceCheck;
import org.lotusguild.lotus.http.HttpAnswer;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Binding;
import org.lotusguild.lotus.stack.live.Probing.Check;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.render.Samples;

/** What {@code !health} asks of the servers around Lotus. */
class ServerChecksTest {
    private static final Duration TOOK = Duration.ofMillis(3);

    private final Map<Check, Duration> certificates = new EnumMap<>(Check.class);
    private final List<URI> asked = new ArrayList<>();
    private int status = 200;
    private String failure = "";

    private List<ServiceCheck> checks(Plan plan) {
        HttpCaller http = new HttpCaller() {
            @Override
            public HttpAnswer send(HttpCall call) {
                asked.add(call.uri());
                return new HttpAnswer(status, Map.of(), new byte[0]);
            }

            @Override
            public <T> T stream(HttpCall call, Function<InputStream, T> accepted, Function<HttpAnswer, T> refused) {
                throw new UnsupportedOperationException("nobody streams here");
            }
        };
        return new ServerChecks(
                        plan,
                        http,
                        at -> new Binding(at.host(), at.port(), "", TOOK, failure),
                        check -> Optional.ofNullable(certificates.get(check)))
                .all();
    }

    private ServiceCheck.Reading reading(String name) {
        return checks(Samples.plan("five-hosts")).stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow()
                .check();
    }

    @Test
    void asksTheServersThatTheFileNamesWherePeopleReachThem() {
        List<ServiceCheck> checks = checks(Samples.plan("five-hosts"));
        assertThat(checks)
                .extracting(check -> check.name() + " " + check.address())
                .containsExactly(
                        "livekit http://10.20.0.29:7880/",
                        "turn stun:turn.example.org:3478",
                        "web client https://chat.example.org:443/",
                        "reverse proxy https://matrix.example.org:443/_matrix/client/versions");
        checks.forEach(check -> assertThat(check.check()).isInstanceOf(ServiceCheck.Up.class));
        assertThat(asked)
                .extracting(URI::getHost)
                .containsExactly("10.20.0.29", "chat.example.org", "matrix.example.org");
    }

    @Test
    void asksNoServersOfCallsWhereThereAreNone() {
        String without = Samples.text("large").replaceAll("calls: true", "calls: false");
        assertThat(checks(Samples.planOf(without)))
                .extracting(ServiceCheck::name)
                .contains("reverse proxy")
                .doesNotContain("livekit", "turn");
    }

    @Test
    void isDownWhereNobodyAnswersBehindIt() {
        status = 502;
        assertThat(reading("reverse proxy")).isEqualTo(new ServiceCheck.Down("it answers 502"));
        status = 404;
        assertThat(reading("reverse proxy")).isInstanceOf(ServiceCheck.Up.class);
        failure = "no answer over UDP";
        assertThat(reading("turn")).isEqualTo(new ServiceCheck.Down("no answer over UDP"));
    }

    @Test
    void warnsOfACertificateThatShouldHaveBeenRenewed() {
        certificates.put(Check.TURN_CERT, Duration.ofDays(21));
        assertThat(reading("turn")).isEqualTo(new ServiceCheck.Up(TOOK));
        certificates.put(Check.TURN_CERT, Duration.ofHours(6 * 24 + 5));
        assertThat(reading("turn")).isEqualTo(new ServiceCheck.Warning("certificate ends in 6 d"));
        certificates.put(Check.MATRIX_CERT, Duration.ofHours(-1));
        assertThat(reading("reverse proxy")).isEqualTo(new ServiceCheck.Warning("its certificate has ended"));
        failure = "no answer over UDP";
        assertThat(reading("turn")).isInstanceOf(ServiceCheck.Down.class);
    }
}
