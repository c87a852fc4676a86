package org.lotusguild.lotus.webhooks.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.AddressGuard;
import org.lotusguild.lotus.http.GuardedHttp;
import org.lotusguild.lotus.matrix.fake.FakeRooms;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;
import org.lotusguild.lotus.webhooks.fake.FakeAccount;
import tools.jackson.databind.node.ObjectNode;

class PicturesTest {
    private static final RoomId ROOM = RoomId.parse("!room:example.org");
    private static final List<String> HERE = List.of("127.0.0.1");

    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock(Instant.parse("2026-11-22T18:00:00Z"));
    private final GuardedHttp http = new GuardedHttp(AddressGuard.ofPublicInternet(), "1");
    private final AtomicInteger asked = new AtomicInteger();
    private final FakeAccount account =
            new FakeAccount(UserId.parse("@hook_seerr:example.org"), new FakeRooms().join(ROOM));

    private Database database;
    private HttpServer server;
    private Pictures pictures;
    private byte[] png = {};

    @BeforeEach
    void serve() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB), "png", out);
        png = out.toByteArray();
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 10);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, png.length);
            exchange.getResponseBody().write(png);
            exchange.close();
        });
        server.start();
        database = TestDatabases.sqlite(folder, clock, "webhooks");
        pictures = new Pictures(new PictureFetch(http), database, clock);
    }

    @AfterEach
    void close() {
        server.stop(0);
        http.close();
        database.close();
    }

    private Optional<String> shown(List<String> allowHosts) {
        URI at = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/p");
        Optional<ObjectNode> content = pictures.content(account, ROOM, at, allowHosts, true);
        return content.flatMap(picture -> Json.string(picture, "url"));
    }

    @Test
    void aPictureIsFetchedOnceADayAndUploadedOnce() {
        Optional<String> first = shown(HERE);
        assertThat(shown(HERE)).isEqualTo(first).isPresent();
        assertThat(asked).hasValue(1);
        clock.advance(Duration.ofHours(25));
        assertThat(shown(HERE)).isEqualTo(first);
        assertThat(asked).hasValue(2);
        assertThat(account.uploads()).isOne();
    }

    /** What lies in clear at the homeserver is no use there, and is not put there. */
    @Test
    void inAnEncryptedRoomItIsUploadedEncryptedEachTime() {
        FakeRooms rooms = new FakeRooms().join(ROOM);
        rooms.encrypt(ROOM, Json.object().put("algorithm", "m.megolm.v1.aes-sha2"));
        FakeAccount inside = new FakeAccount(UserId.parse("@hook_seerr:example.org"), rooms);
        URI at = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/p");
        for (int times = 1; times <= 2; times++) {
            ObjectNode content = pictures.content(inside, ROOM, at, HERE, true).orElseThrow();
            assertThat(content.has("url")).as("an address in clear").isFalse();
            assertThat(inside.uploads()).isEqualTo(times);
            assertThat(asked).hasValue(times);
        }
    }

    /** Else whoever may post to one hook could see what only another one may fetch. */
    @Test
    void whatOneHookMayFetchIsNotThereForAnother() {
        assertThat(shown(HERE)).isPresent();
        assertThat(shown(List.of())).isEmpty();
        assertThat(shown(List.of("other.example.org"))).isEmpty();
    }

    @Test
    void picturesThatNobodyWantsAnyMoreAreForgotten() {
        Picture avatar = Picture.of(png).orElseThrow();
        pictures.known(account, avatar);
        for (int days = 0; days < 60; days += 20) {
            clock.advance(Duration.ofDays(20));
            pictures.known(account, avatar);
            pictures.forget();
        }
        assertThat(account.uploads()).as("one that is looked at now and then").isOne();

        clock.advance(Duration.ofDays(31));
        pictures.forget();
        pictures.known(account, avatar);
        assertThat(account.uploads()).isEqualTo(2);
    }
}
