package org.lotusguild.lotus.matrix.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.attachment.EncryptedFiles;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.http.OutgoingHttp;
import org.lotusguild.lotus.matrix.AttachedFile;
import org.lotusguild.lotus.matrix.Attachments.Fetched;
import org.lotusguild.lotus.matrix.RoomFile;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;
import org.lotusguild.lotus.matrix.fake.FakeHomeserver;
import org.lotusguild.lotus.matrix.fake.FakeRooms;
import org.lotusguild.lotus.matrix.message.Relations;
import tools.jackson.databind.node.ObjectNode;

class RoomFilesTest {
    private static final RoomId SECRET_ROOM = RoomId.parse("!secret:example.org");
    private static final RoomId CLEAR_ROOM = RoomId.parse("!clear:example.org");
    private static final String UPLOAD = "/_matrix/media/v3/upload";
    private static final String DOWNLOAD = "/_matrix/client/v1/media/download/example.org/";
    private static final String PICTURE = "GIF89a and some more";

    @TempDir
    Path folder;

    private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
    private final OutgoingHttp http = new OutgoingHttp("test");
    private FakeHomeserver server;
    private Path temporary;
    private RoomFiles files;

    @BeforeEach
    void start() throws IOException {
        temporary = Files.createDirectory(folder.resolve("tmp"));
        server = FakeHomeserver.start();
        server.on(
                "GET",
                "/_matrix/client/v1/media/config",
                Answer.json(Json.object().put("m.upload.size", 100)));
        server.on("POST", UPLOAD, this::keep);
        server.on("GET", DOWNLOAD + ".*", asked -> new Answer.Whole(200, Map.of(), kept(asked.path())));
        MatrixApi api = server.api(http, InstantSource.fixed(Instant.EPOCH), wait -> {});
        FakeRooms rooms = new FakeRooms().join(SECRET_ROOM, CLEAR_ROOM);
        rooms.encrypt(SECRET_ROOM, Json.object());
        files = new RoomFiles(new HomeserverMedia(api), rooms, new EncryptedFiles(new SecureRandom()), temporary);
    }

    private Answer keep(Asked asked) {
        String id = "m" + stored.size();
        stored.put(DOWNLOAD + id, asked.body());
        return Answer.json(Json.object().put("content_uri", "mxc://example.org/" + id));
    }

    private byte[] kept(String path) {
        return stored.getOrDefault(path, new byte[0]);
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    @Test
    void inAnEncryptedRoomFileAndThumbnailGoUpEncryptedEachWithItsOwnKey() throws IOException {
        RoomFile small =
                RoomFile.of(file("small", "GIF89a"), "s.gif", "image/gif").size(1, 2);
        RoomFile picture = RoomFile.of(file("big", PICTURE), "holiday.gif", "image/gif")
                .size(10, 20)
                .caption("The sea")
                .thumbnail(small);

        ObjectNode content = files.upload(SECRET_ROOM, picture);

        assertThat(content.path("msgtype").stringValue()).isEqualTo("m.image");
        assertThat(content.path("body").stringValue()).isEqualTo("The sea");
        assertThat(content.path("filename").stringValue()).isEqualTo("holiday.gif");
        assertThat(Json.text(content.path("info")))
                .contains("\"mimetype\":\"image/gif\",\"size\":20,\"w\":10,\"h\":20")
                .contains("\"thumbnail_info\":{\"mimetype\":\"image/gif\",\"size\":6,\"w\":1,\"h\":2}");
        assertThat(content.has("url")).isFalse();
        assertThat(content.path("info").has("thumbnail_url")).isFalse();
        assertThat(content.at("/file/key/k")).isNotEqualTo(content.at("/info/thumbnail_file/key/k"));
        assertThat(server.asked("POST", UPLOAD)).hasSize(2).allSatisfy(upload -> {
            assertThat(upload.query()).doesNotContainKey("filename");
            assertThat(upload.text()).doesNotContain("GIF");
        });
        assertThat(left()).isEmpty();
    }

    @Test
    void bothComeBackAsTheyWereForTheOwnersEyesOnly() throws IOException {
        RoomFile small = RoomFile.of(file("small", "%PDF-1"), "s", "image/gif");
        ObjectNode content = files.upload(
                SECRET_ROOM,
                RoomFile.of(file("big", PICTURE), "a.gif", "image/gif").thumbnail(small));
        Path target = Files.writeString(folder.resolve("target"), "what was there before");

        assertThat(files.fetch(AttachedFile.of(content).orElseThrow(), target))
                .isEqualTo(new Fetched.Whole("image/gif"));
        assertThat(target).hasContent(PICTURE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-------");
        assertThat(files.fetch(AttachedFile.thumbnailOf(content).orElseThrow(), target))
                .isEqualTo(new Fetched.Whole("application/pdf"));
        assertThat(left()).isEmpty();
    }

    @Test
    void ofAFileWithAFlippedBitNothingIsHandedOut() throws IOException {
        ObjectNode content = files.upload(SECRET_ROOM, RoomFile.of(file("big", PICTURE), "a.gif", "image/gif"));
        kept(DOWNLOAD + "m0")[7] ^= 1;
        Path target = folder.resolve("target");

        assertThat(files.fetch(AttachedFile.of(content).orElseThrow(), target)).isEqualTo(new Fetched.Changed());
        assertThat(target).doesNotExist();
        assertThat(left()).isEmpty();
    }

    @Test
    void inAClearRoomTheFileLiesInClear() throws IOException {
        ObjectNode content = files.upload(CLEAR_ROOM, RoomFile.of(file("notes", "%PDF-1"), "n.pdf", "application/pdf"));

        assertThat(content.path("msgtype").stringValue()).isEqualTo("m.file");
        assertThat(content.path("url").stringValue()).isEqualTo("mxc://example.org/m0");
        assertThat(content.has("file")).isFalse();
        Asked upload = server.asked("POST", UPLOAD).getFirst();
        assertThat(upload.query()).containsEntry("filename", "n.pdf");
        assertThat(files.fetch(AttachedFile.of(content).orElseThrow(), folder.resolve("target")))
                .isEqualTo(new Fetched.Whole("application/pdf"));
    }

    @Test
    void anEditShowsTheEncryptedFileInBothItsParts() throws IOException {
        ObjectNode content = files.upload(SECRET_ROOM, RoomFile.of(file("big", PICTURE), "a.gif", "image/gif"));

        ObjectNode edit = Relations.edit(content, EventId.parse("$first"));

        assertThat(AttachedFile.of(Json.objectAt(edit, "m.new_content"))).isEqualTo(AttachedFile.of(content));
        assertThat(AttachedFile.of(edit)).isEqualTo(AttachedFile.of(content)).isPresent();
    }

    @Test
    void aBrokenKeyIsNotReplacedByTheAddressBeside() {
        ObjectNode content = Json.object().put("url", "mxc://example.org/m0");
        assertThat(AttachedFile.of(content)).isPresent();
        content.putObject("file").put("url", "mxc://example.org/m0").put("v", "v1");
        assertThat(AttachedFile.of(content)).isEmpty();
        assertThat(AttachedFile.of(Json.object().put("url", "https://example.org/m0")))
                .isEmpty();
    }

    @Test
    void whatTheHomeserverDoesNotHaveLeavesNothing() {
        server.on("GET", DOWNLOAD + ".*", Answer.error(404, "M_NOT_FOUND", "gone"));
        AttachedFile gone = AttachedFile.of(Json.object().put("url", "mxc://example.org/m0"))
                .orElseThrow();

        assertThatThrownBy(() -> files.fetch(gone, folder.resolve("target"))).isInstanceOf(MatrixException.class);
        assertThat(folder.resolve("target")).doesNotExist();
    }

    @Test
    void anUploadIsRepeatedUntilTheFirstByteOfItsAnswer() throws IOException {
        server.next("POST", UPLOAD, new Answer.Silent(), Answer.limited(5));
        files.upload(SECRET_ROOM, RoomFile.of(file("a", "x"), "a", "text/plain"));
        assertThat(server.asked("POST", UPLOAD)).hasSize(3);

        server.next("POST", UPLOAD, new Answer.Broken());
        assertThatThrownBy(() -> files.upload(SECRET_ROOM, RoomFile.of(file("b", "x"), "b", "text/plain")))
                .isInstanceOf(HttpFailure.class);
        server.next("POST", UPLOAD, Answer.page(502));
        assertThatThrownBy(() -> files.upload(SECRET_ROOM, RoomFile.of(file("c", "x"), "c", "text/plain")))
                .isInstanceOf(MatrixException.class);
        assertThat(server.asked("POST", UPLOAD)).hasSize(5);
        assertThat(left()).isEmpty();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> all = Files.list(temporary)) {
            return all.toList();
        }
    }
}
