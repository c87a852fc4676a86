package org.lotusguild.lotus.crypto.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

final class BackupKeyTest {
    /** Closed by the Rust machine of matrix-sdk-crypto-wasm 18 for the key of the bytes 1 to 32. */
    private static final ObjectNode KNOWN = Json.parseObject("""
            {"ciphertext":"QLfSm+SZXgP43ZHdUrrM+sTiYv0/oHRRjpvVwTKcRynGz15mqV1LUYkHDqmgbKbLG2u92Y8rTQ8J0HFxDBhCy2XIzfJY\
            hQjRbxPwl3TwTbdb4kF2V6ztyrtc9F4eq6uVSHMpxcrJaO/AlPymkMAaBvRIe5LD0cLNpik56zSU9HhvL4y3enw1NfrdbtAA6RSJjJeb0aF9\
            imWWrc9fPCvfdP2rCPKCqukfDReXHOOiurfz/znfF9gXmxht0L2rQOFo+9jVPvdukt3R2prUHEGhGDReuUzRp6PaoZvvgHhDGT/Kf2VoxJXf\
            UoeRNMwl1b1vqKYMeECyRf3+iYg5alwaYxNHzey9tXhVlpuKs5sAg+dKW8T7xLGHzTL2+UV4YJAz1y9TbfPX9YAgZKmNE/1/rKv0KvHUu0kh\
            lu4289Ju7lQXyjhQhcZUfdbNdXdC7UYWQSZ2RTW6GmRpnqS/PMxl+QXuWCxcfZkvgXoZICe9qB5Cju2KTzkj2UD/NTQ3lES75NOiZN0g07RI\
            BYciXk5EefJl5alhjz0aJJ/mWAF4YQRYufFwoILONmsQP5LXTcclxhB+zidBPCpEGSzzW9bqNEDlUThFA++DA9LPbWdIJlvpI61yUYW6Mfpq\
            /BBjVHAs",
             "ephemeral":"eAFGtRwbLbKwIvAV88UQ5Cn5J/QRO1LM+RDIObsBfXk","mac":"UTskbmTPCio"}
            """);

    private final SecureRandom random = new SecureRandom();
    private final BackupKey key = BackupKey.parse(
                    new Secret(Base64.getEncoder().encodeToString(RecoveryKeyTest.oneToThirtyTwo())))
            .orElseThrow();

    @Test
    void hasThePublicKeyThatTheIndependentClientComputes() {
        assertThat(key.publicKey().base64()).isEqualTo("B6N8vBQgk8i3VdwbEOhstCY3StFqqFPtC9/AsrhtHHw");
    }

    @Test
    void opensWhatTheIndependentClientClosed() {
        ObjectNode session = Json.parseObject(key.open(KNOWN).orElseThrow().value());
        assertThat(session.path("algorithm").stringValue("")).isEqualTo("m.megolm.v1.aes-sha2");
        assertThat(session.path("sender_key").stringValue("")).isEqualTo("cOygi/6gT54hx+n/N8rBYx8H7hKmgT3GhL2aJ0WNlXo");
        assertThat(session.path("session_key").stringValue("")).startsWith("AQAAAABnYyrL");
    }

    @Test
    void opensWhatItClosedAndNobodyElseDoes() {
        ObjectNode closed = BackupKey.close(key.publicKey(), new Secret("{}"), random);
        assertThat(key.open(closed)).contains(new Secret("{}"));
        assertThat(BackupKey.create(random).open(closed)).isEmpty();
    }

    @Test
    void readsBackFromItsSecret() {
        BackupKey made = BackupKey.create(random);
        assertThat(BackupKey.parse(made.secret()).orElseThrow().publicKey()).isEqualTo(made.publicKey());
        assertThat(BackupKey.parse(new Secret("AAAA"))).isEmpty();
        assertThat(BackupKey.parse(new Secret("!"))).isEmpty();
    }

    @Test
    void refusesDamagedSessionsAndWeakKeys() {
        ObjectNode closed = BackupKey.close(key.publicKey(), new Secret("{}"), random);
        assertThat(key.open(Json.object())).isEmpty();
        assertThat(key.open(closed.deepCopy().put("mac", "AAAAAAAAAAA"))).isEmpty();
        assertThat(key.open(closed.deepCopy().put("ciphertext", "AAAA"))).isEmpty();
        assertThat(key.open(closed.deepCopy().put("ephemeral", "A".repeat(43)))).isEmpty();
    }
}
