package org.lotusguild.lotus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.http.HttpFailure.Kind;
import org.lotusguild.lotus.http.fake.RawServer;
import org.lotusguild.lotus.http.fake.TestCertificates;

final class GuardedHttpTest extends CallerContract {
    private static final AddressGuard HERE_TOO =
            new AddressGuard(host -> List.of(InetAddress.getAllByName(host)), address -> true);

    @Override
    HttpCaller caller(String version) {
        return new GuardedHttp(HERE_TOO, version);
    }

    @Test
    void callsNobodyNear() {
        try (RawServer server = RawServer.answering(ok("secret"));
                GuardedHttp guarded = new GuardedHttp(AddressGuard.ofPublicInternet(), "1")) {
            assertThat(kind(() -> guarded.send(get(server.uri("/"))))).isEqualTo(Kind.ADDRESS);
        }
    }

    @Test
    void connectsToTheCheckedAddressAndChecksTheCertificateAgainstTheName() {
        AddressGuard pinned = new AddressGuard(host -> List.of(InetAddress.getLoopbackAddress()), address -> true);
        SSLSocketFactory trusting = TestCertificates.trusting("hook.example.org");
        try (RawServer server = RawServer.overTls(TestCertificates.serverFor("hook.example.org"), ok("yes"), ok("no"));
                GuardedHttp guarded = new GuardedHttp(pinned, "1", () -> trusting)) {
            URI right = URI.create("https://hook.example.org:" + server.port() + "/x");
            assertThat(guarded.send(get(right)).body()).asString().isEqualTo("yes");
            assertThat(server.request()).contains("Host: hook.example.org:" + server.port() + "\r\n");
            URI wrong = URI.create("https://other.example.org:" + server.port() + "/x");
            assertThat(kind(() -> guarded.send(get(wrong)))).isEqualTo(Kind.CONNECT);
        }
    }

    /** The system's resolver has times of its own. */
    @Test
    void theTimeoutHoldsForTheLookUpOfTheNameToo() {
        CountDownLatch end = new CountDownLatch(1);
        AddressGuard slow = new AddressGuard(
                host -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return List.of(InetAddress.getLoopbackAddress());
                },
                address -> true);
        try (GuardedHttp guarded = new GuardedHttp(slow, "1")) {
            HttpCall call = get(URI.create("http://slow.example.org/")).timeout(Duration.ofMillis(200));
            assertThat(kind(() -> guarded.send(call))).isEqualTo(Kind.TIMEOUT);
        } finally {
            end.countDown();
        }
    }

    @Test
    void aHeaderCannotSmuggleAnotherOne() {
        try (RawServer server = RawServer.silent()) {
            assertThatThrownBy(() -> http.send(get(server.uri("/")).header("X", "a\r\nY: b")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aHeadThatNeverEndsIsCutOff() {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(20_000))) {
            assertThat(kind(() -> http.send(get(server.uri("/"))))).isEqualTo(Kind.BROKEN);
        }
    }
}
