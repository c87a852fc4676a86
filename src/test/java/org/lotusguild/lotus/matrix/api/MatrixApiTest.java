package org.lotusguild.lotus.matrix.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.MxcUri;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;
import org.lotusguild.lotus.matrix.fake.FakeHomeserver;
import org.lotusguild.lotus.matrix.fake.PlainCaller;
import tools.jackson.databind.node.ObjectNode;

class MatrixApiTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final UserId USER = UserId.parse("@hook_a:example.org");
    private static final RoomId ROOM = RoomId.parse("!a/b+c:example.org");
    private static final String SEND = "/_matrix/client/v3/rooms/.*/send/.*";
    private static final String CREATE = "/_matrix/client/v3/createRoom";
    private static final String TOKEN = "secret-token";

    private final List<Duration> waits = new ArrayList<>();
    private FakeHomeserver server;
    private MatrixApi api;

    @BeforeEach
    void start() throws IOException {
        server = FakeHomeserver.start();
        api = as(new Credentials.Login(new Secret(TOKEN)));
        server.on("PUT", SEND, Answer.json(Map.of("event_id", "$e")));
        server.on("POST", CREATE, Answer.json(Map.of("room_id", "!new")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void encodesIdsInPathsAndSendsTheTokenInTheHeaderOnly() {
        assertThat(send()).isEqualTo(EventId.parse("$e"));
        Asked asked = server.asked().getFirst();
        assertThat(asked.path())
                .isEqualTo("/_matrix/client/v3/rooms/%21a%2Fb%2Bc%3Aexample.org/send/m.room.message/t%201");
        assertThat(asked.authorization()).contains("Bearer " + TOKEN);
        assertThat(asked.query()).isEmpty();
    }

    @Test
    void namesUserAndDeviceOfAnApplicationService() {
        server.on("POST", "/_matrix/client/v3/keys/upload", Answer.ok());
        server.on("PUT", "/_matrix/client/v3/devices/D1", Answer.ok());
        MatrixApi service = as(new Credentials.AppserviceUser(new Secret(TOKEN), USER, DeviceId.parse("D1")));
        service.keys().upload(Json.object());
        service.putDevice(DeviceId.parse("D1"), "Lotus");
        assertThat(server.asked().get(0).query())
                .containsExactlyInAnyOrderEntriesOf(Map.of("user_id", USER.value(), "device_id", "D1"));
        assertThat(server.asked().get(1).query())
                .as("the device does not exist yet")
                .containsExactlyInAnyOrderEntriesOf(Map.of("user_id", USER.value()));
    }

    @Test
    void takesTheLargerOfHeaderAndBodyWhenLimited() {
        server.next("PUT", SEND, limited(Map.of("Retry-After", "1"), 774));
        server.next("PUT", SEND, limited(Map.of("Retry-After", "1"), 2500));
        server.next("PUT", SEND, limited(Map.of("Retry-After", "Sun, 01 Mar 2026 12:00:09 GMT"), 0));
        send();
        assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofMillis(2500), Duration.ofSeconds(9));
    }

    @Test
    void keepsTransactionAndBodyWhenItRepeats() {
        server.next("PUT", SEND, Answer.limited(5), Answer.page(503), new Answer.Silent());
        send();
        assertThat(server.asked()).hasSize(4);
        assertThat(server.asked().stream().map(Asked::path).distinct()).hasSize(1);
        assertThat(server.asked().stream().map(Asked::text).distinct()).hasSize(1);
    }

    @Test
    void backsOffByItselfWhenTheServerNamesNoTime() {
        server.next("PUT", SEND, Answer.error(429, "M_LIMIT_EXCEEDED", "slowly"));
        send();
        assertThat(waits)
                .singleElement()
                .satisfies(w -> assertThat(w).isBetween(Duration.ZERO, Duration.ofMillis(500)));
    }

    @Test
    void repeatsALimitedRequestEvenIfItHasNoTransaction() {
        server.next("POST", CREATE, Answer.limited(7));
        assertThat(api.rooms().create(Json.object())).isEqualTo(RoomId.parse("!new"));
    }

    @Test
    void doesNotRepeatAnUnknownOutcomeWithoutTransaction() {
        server.next("POST", CREATE, Answer.page(502), new Answer.Broken());
        assertThatExceptionOfType(MatrixException.class)
                .isThrownBy(() -> api.rooms().create(Json.object()))
                .satisfies(e -> assertThat(e.status()).isEqualTo(502))
                .satisfies(e -> assertThat(e.errcode()).isEmpty());
        assertThatExceptionOfType(HttpFailure.class)
                .isThrownBy(() -> api.rooms().create(Json.object()));
        assertThat(server.asked("POST", CREATE)).hasSize(2);
    }

    @Test
    void backsOffWithFullJitterUpToAMinuteAndGivesUpAfterFive() {
        server.on("PUT", SEND, Answer.page(500));
        assertThatExceptionOfType(MatrixException.class).isThrownBy(this::send);
        assertThat(waits.getFirst()).isLessThanOrEqualTo(Duration.ofMillis(500));
        assertThat(waits).allSatisfy(w -> assertThat(w).isLessThanOrEqualTo(Duration.ofSeconds(60)));
        assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    }

    @Test
    void doesNotBelieveThatItNeedNotWaitAtAll() {
        server.on("PUT", SEND, limited(Map.of("Retry-After", "Sun, 01 Mar 2026 11:00:00 GMT"), 0));
        assertThatExceptionOfType(MatrixException.class)
                .isThrownBy(this::send)
                .satisfies(e -> assertThat(e.retryAfter()).isEmpty());
        assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus)).isGreaterThan(Duration.ofMinutes(4));
    }

    @Test
    void failsAtOnceWhenTheServerAsksForMoreThanFiveMinutes() {
        server.next("PUT", SEND, Answer.limited(Duration.ofMinutes(6).toMillis()));
        assertThatExceptionOfType(MatrixException.class)
                .isThrownBy(this::send)
                .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofMinutes(6)));
        assertThat(waits).isEmpty();
    }

    @Test
    void theOnceViewLeavesWaitingToItsCaller() {
        server.next("PUT", SEND, Answer.limited(5));
        assertThatExceptionOfType(MatrixException.class)
                .isThrownBy(() -> api.once().rooms().send(ROOM, "m.room.message", "t 1", Json.object()))
                .satisfies(e -> assertThat(e.limited()).isTrue());
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void doesNotRepeatARefusal() {
        for (int status : new int[] {400, 401, 403, 404, 413}) {
            server.next("PUT", SEND, Answer.error(status, "M_X", "no"));
            assertThatExceptionOfType(MatrixException.class)
                    .isThrownBy(this::send)
                    .satisfies(e -> assertThat(e.errcode()).isEqualTo("M_X"));
        }
        assertThat(server.asked()).hasSize(5);
    }

    @Test
    void repeatsWhenAProxySpeaksInsteadOfTheHomeserver() {
        server.next("PUT", SEND, Answer.page(200));
        assertThat(send()).isEqualTo(EventId.parse("$e"));
    }

    @Test
    void aProxysPageDoesNotSayThatSomethingIsNotThere() {
        UserId me = UserId.parse("@me:example.org");
        server.next("GET", "/_matrix/client/v3/user/.*", Answer.error(404, "M_NOT_FOUND", "none"), Answer.page(404));
        assertThat(api.accountData(me, "org.example")).isEmpty();
        assertThatExceptionOfType(MatrixException.class)
                .isThrownBy(() -> api.accountData(me, "org.example"))
                .satisfies(e -> assertThat(e.byAProxy()).isTrue());
    }

    @Test
    void stopsWaitingWhenInterrupted() {
        server.on("PUT", SEND, Answer.page(500));
        MatrixApi stopping = api(new Credentials.Login(new Secret(TOKEN)), time -> {
            throw new InterruptedException();
        });
        HttpFailure failure = catchThrowableOfType(
                HttpFailure.class, () -> stopping.rooms().send(ROOM, "m.room.message", "t", Json.object()));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.INTERRUPTED);
    }

    @Test
    void neverShowsTheToken() {
        server.on("PUT", SEND, Answer.error(403, "M_FORBIDDEN", "no"));
        MatrixException refused = catchThrowableOfType(MatrixException.class, this::send);
        assertThat(refused.toString() + new Credentials.Login(new Secret(TOKEN)))
                .doesNotContain(TOKEN);
    }

    @Test
    void takesAnExistingUserAndAnExistingMemberForSuccess() {
        server.on("POST", "/_matrix/client/v3/register", Answer.error(400, "M_USER_IN_USE", "taken"));
        server.on(
                "POST",
                "/_matrix/client/v3/rooms/.*/invite",
                Answer.error(403, "M_FORBIDDEN", "@a:example.org is already in the room."));
        api.registerAppserviceUser("hook_a");
        api.rooms().invite(ROOM, USER);
        assertThat(server.asked().getFirst().json())
                .isEqualTo(Json.parseObject(
                        "{\"type\":\"m.login.application_service\",\"username\":\"hook_a\",\"inhibit_login\":true}"));
    }

    @Test
    void passesARefusedInviteOn() {
        server.on("POST", "/_matrix/client/v3/rooms/.*/invite", Answer.error(403, "M_FORBIDDEN", "no power"));
        assertThatExceptionOfType(MatrixException.class)
                .isThrownBy(() -> api.rooms().invite(ROOM, USER));
    }

    @Test
    void answersAnAuthenticationQuestionWithThePassword() {
        String path = "/_matrix/client/v3/keys/device_signing/upload";
        server.next(
                "POST",
                path,
                Answer.json(401, "{\"flows\":[{\"stages\":[\"m.login.password\"]}],\"session\":\"s1\",\"params\":{}}"));
        server.on("POST", path, Answer.ok());
        ObjectNode body = Json.object().put("master_key", "m");
        api.keys().uploadSigningKeys(body, USER, new Secret("pw"));
        ObjectNode second = server.asked().get(1).json();
        assertThat(Json.string(second, "auth", "session")).contains("s1");
        assertThat(Json.string(second, "auth", "password")).contains("pw");
        assertThat(Json.string(second, "auth", "identifier", "user")).contains(USER.value());
        assertThat(Json.string(second, "master_key")).contains("m");
        assertThat(body.has("auth")).isFalse();
    }

    @Test
    void failsWhenTheAuthenticationIsNotAPassword() {
        server.on(
                "POST",
                "/_matrix/client/v3/keys/device_signing/upload",
                Answer.json(401, "{\"flows\":[{\"stages\":[\"m.oauth\"]}],\"session\":\"s1\"}"));
        assertThatExceptionOfType(MatrixException.class)
                .isThrownBy(() -> api.keys().uploadSigningKeys(Json.object(), USER, new Secret("pw")))
                .satisfies(e -> assertThat(e.wantsAuthentication()).isTrue());
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void knowsATokenThatIsGoodForNothing() {
        server.on(
                "PUT",
                SEND,
                Answer.json(401, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"x\",\"soft_logout\":true}"));
        MatrixException gone = catchThrowableOfType(MatrixException.class, this::send);
        assertThat(gone.unknownToken()).isTrue();
    }

    @Test
    void syncsOnceWithPositionFilterAndBothNamesOfStateAfter() {
        server.sync(Answer.page(502), Answer.json(Map.of("next_batch", "s2")));
        MatrixApi.SyncRequest ask = new MatrixApi.SyncRequest(Optional.of("s1"), "7", Duration.ofSeconds(1));
        assertThatExceptionOfType(MatrixException.class).isThrownBy(() -> api.sync(ask, (place, name, room) -> {}));
        assertThat(Json.string(api.sync(ask, (place, name, room) -> {}), "next_batch"))
                .contains("s2");
        assertThat(server.asked().getFirst().query())
                .containsEntry("since", "s1")
                .containsEntry("filter", "7")
                .containsEntry("timeout", "1000")
                .containsEntry("set_presence", "offline")
                .containsEntry("use_state_after", "true")
                .containsEntry("org.matrix.msc4222.use_state_after", "true");
    }

    @Test
    void readsASyncAnswerHoweverDeepAStrangersEventNests() {
        String deep = "[".repeat(30_000) + "]".repeat(30_000);
        server.sync(Answer.json(
                200,
                "{\"next_batch\":\"s2\",\"x\":" + deep + ",\"" + "n".repeat(60_000) + "\":" + "9".repeat(5000) + "}"));
        assertThat(Json.string(
                        api.sync(
                                new MatrixApi.SyncRequest(Optional.of("s"), "7", Duration.ofSeconds(1)),
                                (place, name, room) -> {}),
                        "next_batch"))
                .contains("s2");
    }

    @Test
    void followsOneRedirectOfADownloadWithoutTheToken() {
        server.on(
                "GET",
                "/_matrix/client/v1/media/download/.*",
                new Answer.Whole(307, Map.of("Location", "/store/x"), new byte[0]));
        server.on("GET", "/store/x", new Answer.Whole(200, Map.of(), "bytes".getBytes(StandardCharsets.UTF_8)));
        String got = api.media().download(MxcUri.parse("mxc://example.org/abc"), 100, MatrixApiTest::read);
        assertThat(got).isEqualTo("bytes");
        assertThat(server.asked().get(1).authorization()).isEmpty();
    }

    @Test
    void asksViaEachServer() {
        server.on("POST", "/_matrix/client/v3/join/.*", Answer.json(Map.of("room_id", ROOM.value())));
        api.rooms().join(ROOM, List.of("one.example.org", "two.example.org"));
        assertThat(server.asked().getFirst().query()).containsEntry("via", "one.example.org,two.example.org");
    }

    @Test
    void takesFeaturesFromVersionsAndCapabilities() {
        server.on(
                "GET",
                "/_matrix/client/versions",
                Answer.json(200, "{\"versions\":[\"v1.1\",\"v1.11\"],\"unstable_features\":{\"a\":true,\"b\":false}}"));
        server.on(
                "GET",
                "/_matrix/client/v3/capabilities",
                Answer.json(200, "{\"capabilities\":{\"m.room_versions\":{\"default\":\"12\"}}}"));
        ServerFeatures features = api.features();
        assertThat(features.unstable()).containsExactly("a");
        assertThat(features.authenticatedMedia()).isTrue();
        assertThat(features.defaultRoomVersion()).isEqualTo("12");
    }

    private EventId send() {
        return api.rooms().send(ROOM, "m.room.message", "t 1", Json.object().put("body", "x"));
    }

    private static Answer limited(Map<String, String> headers, long millis) {
        byte[] body = Json.bytes(Map.of("errcode", "M_LIMIT_EXCEEDED", "retry_after_ms", millis));
        return new Answer.Whole(429, headers, body);
    }

    private static String read(InputStream in) {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MatrixApi as(Credentials who) {
        return api(who, waits::add);
    }

    private MatrixApi api(Credentials who, Pause pause) {
        URI url = URI.create(server.url() + "/");
        return MatrixApi.of(new PlainCaller(), url, who, () -> NOW, pause, new Random(1));
    }
}
