package org.lotusguild.lotus.stack.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Fixtures;
import org.lotusguild.lotus.stack.audit.Hit;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.check.Catalogue;
import org.lotusguild.lotus.stack.check.Severity;
import org.lotusguild.lotus.stack.facts.Facts;
import tools.jackson.databind.JsonNode;

class ReportsTest {
    private static final Pattern SECRET = Pattern.compile("fake-[A-Za-z0-9-]+|syt_fake_[a-z_]+|not-a-real-password");

    private final Facts facts = Fixtures.facts(Fixtures.told(), Fixtures.LEGACY);
    private final Report report = Audit.run(facts, Selection.ALL, List.of(), 0);
    private final Scrubber scrubber = Scrubber.of(facts);

    private String table(int width) {
        return new TableReport(width, false, scrubber).text(report, Duration.ofMillis(900));
    }

    @Test
    void showsOneParagraphAFindingWithTheLineThatProvesIt() {
        assertThat(table(160)).contains("""
                CRITICAL  SYN-032  synapse/conf.d/metrics.yaml:2   A setting is defined twice and the later one replaces the whole of the earlier
                          saw      listeners: 1 entry (port 9000), after synapse/homeserver.yaml:3 with 2 entries (ports 8008, 9000)
                          so       after a restart Synapse has no client API, and metrics are open on every address
                          fix      keep one listeners, in synapse/homeserver.yaml
                """);
    }

    @Test
    void beginsWithTheWorstAndEndsWithTheSum() {
        String table = table(120);
        assertThat(table).startsWith("CRITICAL");
        assertThat(table.indexOf("\nHIGH ")).isLessThan(table.indexOf("\nMEDIUM "));
        assertThat(table.strip().lines().toList().getLast())
                .matches("29 files read, 0 not recognised\\. \\d+ checks: \\d+ failed \\(.*\\), \\d+ passed .*"
                        + " skipped \\(.*copy.*no such file.*\\), \\d+ unknown\\. 0\\.9 s");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120})
    void keepsToTheWidthOfTheTerminal(int width) {
        assertThat(table(width).strip().lines().toList())
                .filteredOn(line -> line.startsWith(" ") && line.strip().contains(" ") && line.length() > width)
                .allMatch(line -> line.strip().split(" ", -1).length <= 3);
    }

    @Test
    void coloursOnlyWhereThatIsAskedFor() {
        assertThat(table(120)).doesNotContain("\u001b");
        assertThat(new TableReport(120, true, scrubber).text(report, Duration.ZERO))
                .startsWith("\u001b[1;31mCRITICAL");
    }

    @Test
    void writesJsonWithAllFindingsAndTheSum() {
        JsonNode tree = Json.parse(Json.text(new JsonReport(scrubber).tree(report, "1.2.3")));
        assertThat(Json.string(tree, "schema")).contains("lotus-audit/1");
        assertThat(Json.string(tree, "lotus")).contains("1.2.3");
        assertThat(Json.string(tree, "when")).contains("2026-11-22T22:00:00Z");
        assertThat(tree.path("findings").size()).isEqualTo(report.hits().size());
        JsonNode first = tree.path("findings").path(0);
        assertThat(first.propertyNames())
                .containsExactly(
                        "id",
                        "component",
                        "severity",
                        "status",
                        "title",
                        "where",
                        "saw",
                        "want",
                        "why",
                        "reference",
                        "fixable",
                        "fingerprint");
        assertThat(tree.path("summary").path("critical").intValue()).isEqualTo((int) report.failed(Severity.CRITICAL));
        assertThat(tree.path("skipped").size()).isEqualTo(report.skipped().size());
    }

    @Test
    void writesSarifWithARuleACheckAndAResultAFinding() {
        JsonNode tree = Json.parse(Json.text(new SarifReport(scrubber).tree(report, "1.2.3")));
        assertThat(Json.string(tree, "version")).contains("2.1.0");
        JsonNode run = tree.path("runs").path(0);
        assertThat(run.path("tool").path("driver").path("rules").size())
                .isEqualTo(Catalogue.all().size());
        assertThat(run.path("results").size())
                .isEqualTo((int) report.hits().stream().filter(Hit::failed).count());
        assertThat(run.path("results")).allSatisfy(result -> {
            assertThat(Json.string(result, "partialFingerprints", "lotus/v1")).isPresent();
            assertThat(Json.string(result, "level").orElseThrow()).isIn("error", "warning", "note");
            assertThat(result.at("/locations/0/physicalLocation/region/startLine")
                            .intValue())
                    .isPositive();
        });
    }

    @Test
    void showsNoSecretOfTheFilesInAnyFormat() throws IOException {
        TreeSet<String> secrets = secrets();
        assertThat(secrets).hasSizeGreaterThan(10);
        String all = table(120)
                + Json.text(new JsonReport(scrubber).tree(report, ""))
                + Json.text(new SarifReport(scrubber).tree(report, ""));
        assertThat(secrets).allSatisfy(secret -> assertThat(all).doesNotContain(secret));
        assertThat(secrets)
                .allSatisfy(secret -> assertThat(scrubber.clean("x " + secret + " y"))
                        .isEqualTo("x <secret, " + secret.length() + " chars> y"));
    }

    private static TreeSet<String> secrets() throws IOException {
        TreeSet<String> secrets = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Fixtures.LEGACY)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher found = SECRET.matcher(Files.readString(file));
                while (found.find()) {
                    secrets.add(found.group());
                }
            }
        }
        return secrets;
    }
}
