package org.lotusguild.lotus.crypto.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.primitive.UnpaddedBase64;
import tools.jackson.databind.node.ObjectNode;

class EncryptedFilesTest {
    private final SecureRandom random = new SecureRandom();
    private final EncryptedFiles files = new EncryptedFiles(random);

    @TempDir
    private Path dir;

    private Path clear;
    private Path encrypted;
    private Path back;

    @BeforeEach
    void paths() {
        clear = dir.resolve("clear");
        encrypted = dir.resolve("encrypted");
        back = dir.resolve("back");
    }

    @Test
    void filesOfAnySizeComeBack() throws IOException {
        for (int size : new int[] {0, 1, 15, 16, 17, 8191, 8192, 8193, 300_000}) {
            byte[] bytes = bytes(size);
            Files.write(clear, bytes);
            FileKeys keys = files.encrypt(clear, encrypted);
            assertThat(encrypted).hasSize(size);
            assertThat(files.decrypt(keys, encrypted, back)).isTrue();
            assertThat(back).hasBinaryContent(bytes);
        }
    }

    @Test
    void theKeysTravelThroughTheEvent() throws IOException {
        Files.write(clear, bytes(1000));
        FileKeys keys = files.encrypt(clear, encrypted);
        FileKeys read = FileKeys.read(Json.parseObject(Json.text(keys.json()))).orElseThrow();
        assertThat(read).isEqualTo(keys);
        assertThat(files.decrypt(read, encrypted, back)).isTrue();
        assertThat(back).hasSameBinaryContentAs(clear);
        assertThat(keys.toString()).doesNotContain(keys.key().value());
    }

    @Test
    void aFlippedBitAnywhereIsRefusedBeforeAByteIsWritten() throws IOException {
        Files.write(clear, bytes(100));
        FileKeys keys = files.encrypt(clear, encrypted);
        byte[] good = Files.readAllBytes(encrypted);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            assertRefused(keys, bad);
        }
        assertRefused(keys, Arrays.copyOf(good, 99));
        assertRefused(keys, Arrays.copyOf(good, 101));
        assertRefused(keys, new byte[0]);
    }

    @Test
    void noTwoFilesShareKeyOrCounterAndTheCounterBeginsAtZero() throws IOException {
        Files.write(clear, bytes(100));
        FileKeys one = files.encrypt(clear, encrypted);
        FileKeys two = files.encrypt(clear, encrypted);
        assertThat(one.key()).isNotEqualTo(two.key());
        assertThat(one.iv()).isNotEqualTo(two.iv());
        assertThat(Arrays.copyOfRange(one.ivBytes(), 8, 16)).containsOnly(0);
    }

    /** NIST SP 800-38A, F.5.5: CTR-AES256. The hash was made with another tool. */
    @Test
    void decryptsAsTheStandardSays() throws IOException {
        HexFormat hex = HexFormat.of();
        Files.write(
                encrypted,
                hex.parseHex("601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5"
                        + "2b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6"));
        FileKeys keys = FileKeys.of(
                hex.parseHex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"),
                hex.parseHex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"),
                hex.parseHex("663131a07e9ec56a0c7d066bbc44fd4eefa4bae97ceeb2701f53d2153e82ffa5"));
        assertThat(files.decrypt(keys, encrypted, back)).isTrue();
        assertThat(back)
                .hasBinaryContent(hex.parseHex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
                        + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"));
    }

    @Test
    void brokenKeysAreNotRead() throws IOException {
        Files.write(clear, "x".getBytes(StandardCharsets.UTF_8));
        FileKeys keys = files.encrypt(clear, encrypted);
        String shortKey = UnpaddedBase64.encode(new byte[31]);
        assertThat(FileKeys.read(Json.object())).isEmpty();
        assertThat(FileKeys.read(keys.json().put("v", "v1"))).isEmpty();
        assertThat(FileKeys.read(keys.json().put("iv", "AAAA"))).isEmpty();
        assertThat(FileKeys.read(keys.json().put("iv", "%"))).isEmpty();
        assertThat(FileKeys.read(new FileKeys(new Secret(shortKey), keys.iv(), keys.sha256()).json()))
                .isEmpty();
        ObjectNode algorithm = keys.json();
        algorithm.withObjectProperty("key").put("alg", "A128CTR");
        assertThat(FileKeys.read(algorithm)).isEmpty();
        ObjectNode unhashed = keys.json();
        unhashed.putObject("hashes");
        assertThat(FileKeys.read(unhashed)).isEmpty();
    }

    private void assertRefused(FileKeys keys, byte[] bad) throws IOException {
        Files.write(encrypted, bad);
        assertThat(files.decrypt(keys, encrypted, back)).isFalse();
        assertThat(back).doesNotExist();
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
