package org.lotusguild.lotus.stack.fix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretLinesTest {
    private final SecretLines secret = new SecretLines(line -> line.replace("hunter22", "<secret>"));

    @Test
    void hidesWhatIsKnownAndWhatLooksLikeIt() {
        assertThat(secret)
                .accepts(
                        "turn: hunter22",
                        "# registration_shared_secret: old",
                        "static-auth-secret=abc",
                        "{\"password\": \"x\"}",
                        "-----BEGIN PRIVATE KEY-----");
    }

    @Test
    void showsTheRest() {
        assertThat(secret).rejects("listening-port=3478", "signing_key_path: /etc/k", "password:", "");
    }
}
