package org.lotusguild.lotus.webhooks.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.http.AddressGuard;
import org.lotusguild.lotus.http.GuardedHttp;

class PictureFetchTest {
    private static final List<String> HERE = List.of("127.0.0.1");

    private final GuardedHttp http = new GuardedHttp(AddressGuard.ofPublicInternet(), "1");
    private final PictureFetch fetch = new PictureFetch(http);
    /** Paths that this machine was asked for, under whatever name. */
    private final List<String> asked = new CopyOnWriteArrayList<>();
    /** Names of all headers that came with it, in lower case. */
    private final List<String> headers = new CopyOnWriteArrayList<>();

    private HttpServer server;
    private byte[] png = {};

    @BeforeEach
    void serve() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB), "png", out);
        png = out.toByteArray();
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 10);
        answer("/picture", path -> "");
        answer("/inside", path -> "");
        answer("/hop", path -> "/picture");
        answer("/round", path -> "/round");
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        http.close();
    }

    /** @param redirect empty: the picture itself */
    private void answer(String at, UnaryOperator<String> redirect) {
        server.createContext(at, exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            exchange.getRequestHeaders().keySet().forEach(name -> headers.add(name.toLowerCase(Locale.ROOT)));
            exchange.getResponseHeaders().set("Set-Cookie", "known=again; Path=/");
            String target = redirect.apply(at);
            if (!target.isEmpty()) {
                exchange.getResponseHeaders().set("Location", target);
            }
            exchange.sendResponseHeaders(target.isEmpty() ? 200 : 302, target.isEmpty() ? png.length : -1);
            if (target.isEmpty()) {
                exchange.getResponseBody().write(png);
            }
            exchange.close();
        });
    }

    private URI at(String host, String path) {
        return URI.create("http://" + host + ":" + server.getAddress().getPort() + path);
    }

    @Test
    void fetchesFromAHostThatTheHookNames() {
        assertThat(fetch.get(at("127.0.0.1", "/picture"), HERE, true)).isPresent();
        assertThat(fetch.get(at("127.0.0.1", "/hop"), HERE, true)).isPresent();
    }

    @Test
    void withoutTheHooksWordNothingNearIsAskedHoweverItIsWritten() {
        for (String host : List.of(
                "127.0.0.1",
                "localhost",
                "2130706433",
                "0x7f000001",
                "0177.0.0.1",
                "017700000001",
                "127.1",
                "127.0.0.2",
                "0.0.0.0",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "169.254.169.254",
                "[fd00:ec2::254]")) {
            assertThat(fetch.get(at(host, "/inside"), List.of(), true)).as(host).isEmpty();
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void aRedirectLeadsNowhereElseThanAnAddressOfItsOwn() {
        for (String host : List.of("localhost", "127.0.0.2", "2130706433", "[::ffff:127.0.0.1]", "169.254.169.254")) {
            String path = "/lead" + asked.size() + host.hashCode();
            answer(path, p -> at(host, "/inside").toString());
            assertThat(fetch.get(at("127.0.0.1", path), HERE, true)).as(host).isEmpty();
        }
        answer("/file", p -> "file:///etc/passwd");
        assertThat(fetch.get(at("127.0.0.1", "/file"), HERE, true)).isEmpty();
        assertThat(asked).doesNotContain("/inside");
    }

    @Test
    void aPictureOfMoreThanFiveMebibytesIsNone() {
        png = Arrays.copyOf(png, 5 << 20);
        assertThat(fetch.get(at("127.0.0.1", "/picture"), HERE, true))
                .as("whole")
                .isPresent();
        png = Arrays.copyOf(png, (5 << 20) + 1);
        assertThat(fetch.get(at("127.0.0.1", "/picture"), HERE, true)).isEmpty();
    }

    @Test
    void bringsNeitherCookiesNorCredentials() {
        answer("/cookie", path -> "/picture");
        assertThat(fetch.get(at("127.0.0.1", "/cookie"), HERE, true)).isPresent();
        fetch.get(at("jo:secret@127.0.0.1", "/cookie"), HERE, true);
        assertThat(headers).isNotEmpty().noneMatch(name -> name.matches("cookie|authorization"));
    }

    @Test
    void stopsAfterThreeRedirects() {
        assertThat(fetch.get(at("127.0.0.1", "/round"), HERE, true)).isEmpty();
        assertThat(asked).hasSize(4);
    }

    @Test
    void withoutTheHooksWordOnlyHttpsIsSpoken() {
        assertThat(fetch.get(at("127.0.0.1", "/picture"), HERE, false)).isEmpty();
        assertThat(asked).isEmpty();
    }
}
