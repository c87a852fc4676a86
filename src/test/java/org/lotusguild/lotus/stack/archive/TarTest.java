package org.lotusguild.lotus.stack.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.tool.Tool;

/** Archives that tar reads. */
class TarTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] tar(Tar.Entry... entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Tar.write(List.of(entries), out);
        return out.toByteArray();
    }

    @Test
    void isReadByTheProgramTar(@TempDir Path folder) throws IOException {
        Path file = Files.write(
                folder.resolve("x.tar"),
                tar(new Tar.Entry("secrets/vault-key", bytes("k\n")), new Tar.Entry("empty", new byte[0])));
        Tool.Outcome unpacked =
                Tool.of("tar", "-xf", file.toString(), "-C", folder.toString()).run();
        assertThat(unpacked.words()).isEmpty();
        assertThat(folder.resolve("secrets/vault-key")).hasContent("k\n");
        assertThat(folder.resolve("empty")).isEmptyFile();
    }

    @Test
    void readsWhatItWroteAndWhatTarWrote(@TempDir Path folder) throws IOException {
        byte[] large = new byte[100_000];
        List<Tar.Entry> own =
                Tar.read(new ByteArrayInputStream(tar(new Tar.Entry("a", large), new Tar.Entry("b/c", bytes("d")))));
        assertThat(own).extracting(Tar.Entry::name).containsExactly("a", "b/c");
        assertThat(own.getFirst().content()).isEqualTo(large);

        Files.writeString(folder.resolve("one"), "content");
        Tool.of("tar", "--format=ustar", "-cf", folder.resolve("t").toString(), "-C", folder.toString(), "one")
                .run();
        assertThat(Tar.read(Files.newInputStream(folder.resolve("t"))))
                .singleElement()
                .satisfies(entry -> assertThat(entry.content()).isEqualTo(bytes("content")));
    }

    @Test
    void refusesWhatIsNoTarOrNotWhole() throws IOException {
        byte[] whole = tar(new Tar.Entry("a", new byte[600]));
        for (int length : new int[] {0, 100, 512, 1000, 1536}) {
            assertThatIOException().isThrownBy(() -> Tar.read(new ByteArrayInputStream(Arrays.copyOf(whole, length))));
        }
        assertThatIOException().isThrownBy(() -> Tar.read(new ByteArrayInputStream(bytes("x".repeat(2000)))));
    }

    @Test
    void refusesNamesThatLeadOut() {
        for (String name : List.of("", "/etc/passwd", "../x", "a/../../x", "x".repeat(101))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Tar.Entry(name, new byte[0]));
        }
    }
}
