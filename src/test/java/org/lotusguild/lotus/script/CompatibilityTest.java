package org.lotusguild.lotus.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that were written for hookshot give what they give there. */
class CompatibilityTest {
    private static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandboxes.standard();
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @Test
    void theEngineIsTheOneThatIsPinned() throws IOException, NoSuchAlgorithmException {
        byte[] wasm = Files.readAllBytes(Path.of("src/main/wasm/quickjs.wasm"));
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(wasm)))
                .isEqualTo("d4c9375f2b1ca4dc95f72c8aa2982a7a9951ac8011490d79c6582df732b4bbd9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sonarr", "kuma", "grafana", "table"})
    void aSampleGivesTheVeryBytesOfHookshotsEngine(String name) {
        assertThat(sandbox.json(Sandboxes.transform(name), Sandboxes.input(name), Sandboxes.REQUEST))
                .isEqualTo(Optional.of(Sandboxes.expected(name)));
    }

    @Test
    void knowsTheLanguageButForWhatNeedsAHost() {
        Set<String> missing = new TreeSet<>();
        List<String> features = Sandboxes.read("features.tsv").lines().toList();
        for (String line : features) {
            String[] feature = line.split("\t", 2);
            if (!yes(new Script("(() => {" + feature[1] + "\n})(); result = result === true ? 'yes' : 'no'"))) {
                missing.add(feature[0]);
            }
        }
        assertThat(features).hasSize(70);
        assertThat(missing)
                .containsExactlyInAnyOrder("intlNumber", "dateLocaleOpts", "numLocale", "structuredClone", "URLcls");
    }

    private static boolean yes(Script script) {
        return sandbox.run(script, Sandboxes.input("kuma"), Sandboxes.REQUEST).outcome()
                        instanceof Outcome.Posted posted
                && posted.messages().equals(List.of(new Message.Said("yes")));
    }
}
