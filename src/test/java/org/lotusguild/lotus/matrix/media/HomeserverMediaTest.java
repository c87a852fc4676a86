package org.lotusguild.lotus.matrix.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.id.MxcUri;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;
import org.lotusguild.lotus.matrix.fake.FakeHomeserver;

class HomeserverMediaTest {
    private static final MxcUri URI = MxcUri.parse("mxc://example.org/abc");
    private static final String CONFIG = "/_matrix/client/v1/media/config";
    private static final String UPLOAD = "/_matrix/media/v3/upload";
    private static final String DOWNLOAD = "/_matrix/client/v1/media/download/example.org/abc";

    @TempDir
    Path folder;

    private FakeHomeserver server;
    private HomeserverMedia media;

    @BeforeEach
    void start() throws IOException {
        server = FakeHomeserver.start();
        server.on("GET", CONFIG, Answer.json(Json.object().put("m.upload.size", 10)));
        server.on("POST", UPLOAD, Answer.json(Json.object().put("content_uri", "mxc://example.org/abc")));
        media = new HomeserverMedia(server.api());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void uploadsTheFileUnderItsName() throws IOException {
        assertThat(media.upload(file("0123456789"), "image/png", "a b&c.png")).isEqualTo(URI);

        Asked upload = server.asked("POST", UPLOAD).getFirst();
        assertThat(upload.text()).isEqualTo("0123456789");
        assertThat(upload.query()).containsEntry("filename", "a b&c.png");
    }

    @Test
    void doesNotEvenTryWhatTheHomeserverWillNotTake() {
        assertThatThrownBy(() -> media.upload(file("0123456789X"), "image/png", "a.png"))
                .isInstanceOfSatisfying(
                        MatrixException.class, e -> assertThat(e.errcode()).isEqualTo("M_TOO_LARGE"));
        assertThat(server.asked("POST", UPLOAD)).isEmpty();
    }

    @Test
    void downloadsAndSaysWhatItIsWhateverTheServerSays() throws IOException {
        byte[] gif = "GIF89a…".getBytes(StandardCharsets.UTF_8);
        server.on("GET", DOWNLOAD, new Answer.Whole(200, Map.of("Content-Type", "text/html"), gif));

        assertThat(media.download(URI, folder.resolve("x"), 100)).isEqualTo("image/gif");
        assertThat(folder.resolve("x")).hasBinaryContent(gif);
    }

    @Test
    void leavesNothingOfAFileThatIsTooLarge() {
        server.on("GET", DOWNLOAD, new Answer.Whole(200, Map.of(), new byte[101]));

        assertThatThrownBy(() -> media.download(URI, folder.resolve("x"), 100)).isInstanceOf(MatrixException.class);
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "89504e470d0a1a0a, image/png",
        "ffd8ffe0, image/jpeg",
        "524946460000000057454250, image/webp",
        "0000001c6674797061766966, image/avif",
        "000000206674797069736f6d, video/mp4",
        "255044462d312e37, application/pdf",
        "3c7376673e, application/octet-stream",
        "3c68746d6c3e, application/octet-stream",
        "'', application/octet-stream"
    })
    void tellsTypesByTheirFirstBytes(String hex, String type) {
        assertThat(ContentType.of(java.util.HexFormat.of().parseHex(hex))).isEqualTo(type);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("up"), text);
    }
}
