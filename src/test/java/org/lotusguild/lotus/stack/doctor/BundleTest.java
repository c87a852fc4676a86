package org.lotusguild.lotus.stack.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.stack.archive.Tar;

/** What may be shown to others. */
class BundleTest {
    private static final String TOKEN = "hidden-".repeat(3);

    @Test
    void holdsTextsWithoutTheSecretsOfTheHome() throws IOException {
        Bundle bundle = new Bundle(List.of(new Secret("correct horse battery\n"), new Secret("x")));
        bundle.add("a.txt", "it said correct horse battery, x times\n");
        List<Tar.Entry> entries = Tar.read(new ByteArrayInputStream(bundle.tar()));
        assertThat(entries).singleElement().satisfies(entry -> {
            assertThat(entry.name()).isEqualTo("lotus-doctor/a.txt");
            assertThat(new String(entry.content(), StandardCharsets.UTF_8)).isEqualTo("it said <secret>, x times\n");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "syt_YWxpY2U_%s_0abc",
                "GET /sync?access_token=%s&since=1",
                "Authorization: Bearer %s",
                "password: \"%s\"",
                "macaroon_secret_key: %s",
                "as_token: %s",
                "{\"access_token\":\"%s\"}",
                "postgresql://lotus:%s@db/lotus",
            })
    void masksWhatLooksLikeASecret(String text) {
        assertThat(new Bundle(List.of()).masked(text.formatted(TOKEN)))
                .doesNotContain(TOKEN)
                .contains("<secret>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password: {file: secrets/database}",
                "2026-11-25T12:00:00.000Z INFO  Lotus it runs",
                "the homeserver http://127.0.0.1:8008 answers",
                "password: <secret>",
            })
    void leavesTheRestAlone(String text) {
        assertThat(new Bundle(List.of()).masked(text)).isEqualTo(text);
    }
}
