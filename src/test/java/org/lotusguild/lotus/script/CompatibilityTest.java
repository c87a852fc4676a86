package org.lotusguild.lotus.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that were written for hookshot give what they give there. */
class CompatibilityTest {
    private static final Placement NOWHERE =
            new Placement(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

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

    /** The forms that hookshot documents for version 2: nothing, a warning, a reassurance. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"limit\": 4}               | -",
                "{\"count\": 5, \"limit\": 4} | **Too many:** 1 over",
                "{\"count\": 1, \"limit\": 4} | *Fine*, 3 to go",
            })
    void theDocumentedFormsOfVersionTwoRunUnchanged(String data, String plain) {
        Outcome outcome = Sandboxes.outcome(sandbox, """
                if (data.count === undefined) {
                  // nothing to say
                  result = {empty: true, version: "v2"};
                } else if (data.count > data.limit) {
                    result = {plain: `**Too many:** ${data.count - data.limit} over`, version: "v2"};
                } else {
                    result = {plain: `*Fine*, ${data.limit - data.count} to go`, version: "v2"};
                }
                """, data);
        assertThat(outcome)
                .isEqualTo(
                        plain.equals("-")
                                ? new Outcome.Empty(Optional.empty())
                                : new Outcome.Posted(
                                        List.of(new Message.Written(
                                                plain,
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty(),
                                                true,
                                                NOWHERE)),
                                        Optional.empty()));
    }

    @Test
    void theDocumentedFormsOfVersionOneRunUnchanged() {
        String script =
                "if (data.on) {\n    result = `**On** since ${data.on}`\n} else if (data.off) {\n    result = false\n}";
        assertThat(Sandboxes.outcome(sandbox, script, "{\"on\": 5}"))
                .isEqualTo(new Outcome.Posted(List.of(new Message.Said("**On** since 5")), Optional.empty()));
        for (String data : List.of("{\"off\": 1}", "{}")) {
            assertThat(Sandboxes.outcome(sandbox, script, data))
                    .isEqualTo(new Outcome.Posted(List.of(new Message.Unsaid()), Optional.empty()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "result = 3",
                "result = true",
                "result = NaN",
                "result = 2n",
                "result = () => 1",
                "result = Symbol()"
            })
    void whatIsNeitherTextNorObjectIsNoContentAsInHookshot(String script) {
        assertThat(Sandboxes.outcome(sandbox, script))
                .isEqualTo(new Outcome.Posted(List.of(new Message.Unsaid()), Optional.empty()));
    }

    @Test
    void theExamplesOfTheDocumentationRun() throws IOException {
        Matcher blocks = Pattern.compile("```js\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/transforms.md")));
        List<String> data = List.of(
                "{\"disk\": \"/srv\", \"used\": 93, \"host\": \"db1.example.org\"}",
                "{\"rows\": [{\"name\": \"a\", \"value\": 1}, {\"name\": \"b\", \"value\": 2.25}]}",
                "{\"room\": \"attic\", \"temperature\": 31}");
        List<Outcome> outcomes = new ArrayList<>();
        while (blocks.find()) {
            outcomes.add(Sandboxes.outcome(sandbox, blocks.group(1), data.get(outcomes.size())));
        }
        assertThat(outcomes)
                .hasSize(3)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Posted.class));
        assertThat(((Outcome.Posted) outcomes.getFirst()).messages().getFirst()).isInstanceOf(Message.Card.class);
        assertThat(((Outcome.Posted) outcomes.get(1)).messages()).hasSize(2);
        assertThat(((Outcome.Posted) outcomes.get(1)).answer())
                .contains(new Answer("{\"rows\":2}", "application/json", 200));
        assertThat(((Outcome.Posted) outcomes.getLast()).messages())
                .containsExactly(new Message.Said("**attic** is too warm: 31 °C"));
    }

    private static boolean yes(Script script) {
        return sandbox.run(script, Sandboxes.input("kuma"), Sandboxes.REQUEST).outcome()
                        instanceof Outcome.Posted posted
                && posted.messages().equals(List.of(new Message.Said("yes")));
    }
}
