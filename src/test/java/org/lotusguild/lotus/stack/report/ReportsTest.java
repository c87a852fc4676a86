package org.lotusguild.lotus.stack.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.lotusguild.lotus.stack.audit.Ignore;
import org.lotusguild.lotus.stack.audit.IgnoreReader;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.check.Catalogue;
import org.lotusguild.lotus.stack.check.CheckId;
import org.lotusguild.lotus.stack.check.Severity;
import org.lotusguild.lotus.stack.facts.Answers;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.LiveAnswers;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.read.NameLists;
import org.lotusguild.lotus.stack.read.Reading;
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
        JsonNode summary = tree.path("summary");
        assertThat(summary.propertyNames())
                .containsExactly(
                        "critical",
                        "high",
                        "medium",
                        "low",
                        "info",
                        "passed",
                        "not-applicable",
                        "skipped",
                        "unknown",
                        "ignored");
        assertThat(Stream.of("critical", "high", "medium", "low", "info", "unknown", "ignored")
                        .map(key -> summary.path(key).intValue()))
                .containsExactly(12, 34, 15, 15, 2, 1, 0);
        assertThat(summary.path("passed").intValue() + summary.path("skipped").intValue())
                .isEqualTo(Catalogue.all().size() - 79);
        assertThat(tree.path("skipped").size()).isEqualTo(report.skipped().size());
    }

    /** Whoever compares two reports compares texts. */
    @Test
    void writesTheSameJsonEachTimeWorstFirst() {
        JsonNode findings = new JsonReport(scrubber).tree(report, "1").path("findings");
        List<String> order = new ArrayList<>();
        findings.forEach(one -> order.add(String.format(
                Locale.ROOT,
                "%d %s %s %06d",
                Severity.valueOf(one.path("severity").asString().toUpperCase(Locale.ROOT))
                        .ordinal(),
                one.path("id").asString(),
                one.path("where").path("file").asString(),
                one.path("where").path("line").intValue())));
        assertThat(order).hasSize(95).isSorted();
        Facts again = Fixtures.facts(Fixtures.told(), Fixtures.LEGACY);
        Report second = Audit.run(again, Selection.ALL, List.of(), 0);
        assertThat(Json.text(new JsonReport(Scrubber.of(again)).tree(second, "1")))
                .isEqualTo(Json.text(new JsonReport(scrubber).tree(report, "1")));
    }

    private static final List<Ignore> ACCEPTED = IgnoreReader.read(
            Path.of("i.yaml"),
            "i.yaml",
            "- {check: SYN-001, reason: 'it is on the list', until: 2026-12-24}\n",
            LocalDate.parse("2026-11-22"));

    @Test
    void writesSarifAsItsSchemaHasIt() {
        Report withIgnored = Audit.run(facts, Selection.ALL, ACCEPTED, 0);
        JsonNode tree = Json.parse(Json.text(new SarifReport(scrubber).tree(withIgnored, "1.2.3")));
        SarifSchema.check(tree);
        JsonNode run = tree.path("runs").path(0);
        Map<String, String> help = new HashMap<>();
        run.path("tool")
                .path("driver")
                .path("rules")
                .forEach(rule -> help.put(
                        rule.path("id").asString(),
                        rule.path("help").path("text").asString()));
        assertThat(help).hasSameSizeAs(Catalogue.all());
        Catalogue.all()
                .forEach(check -> assertThat(help.get(check.id().text())).contains(check.because(), check.source()));
        List<Hit> failed = withIgnored.hits().stream().filter(Hit::failed).toList();
        for (int i = 0; i < failed.size(); i++) {
            Hit hit = failed.get(i);
            JsonNode result = run.path("results").path(i);
            assertThat(result.path("ruleId").asString())
                    .isEqualTo(hit.check().id().text())
                    .isIn(help.keySet());
            assertThat(result.path("level").asString()).isEqualTo(LEVELS.get(hit.severity()));
            assertThat(result.path("partialFingerprints").path("lotus/v1").asString())
                    .isEqualTo(hit.fingerprint())
                    .hasSize(64);
            assertThat(result.path("suppressions").path(0).path("justification").asString(""))
                    .isEqualTo(hit.ignored().map(Ignore::reason).orElse(""));
        }
        assertThat(failed.stream().filter(hit -> hit.ignored().isPresent())).hasSize(1);
    }

    private static final Map<Severity, String> LEVELS = Map.of(
            Severity.CRITICAL, "error",
            Severity.HIGH, "error",
            Severity.MEDIUM, "warning",
            Severity.LOW, "note",
            Severity.INFO, "note");

    /** A name with blanks and other signs, and a finding of a running server. */
    @Test
    void writesPlacesOfEveryKindAsReferences() {
        Origin odd = new Origin(
                "a b/50%: <x>é#.yaml",
                "/x/odd.yaml", List.of("server_name: Example.org", "listeners: []"), Optional.empty(), false);
        KeyLists names = NameLists.read();
        LiveAnswers live = new LiveAnswers(
                List.of(new LiveAnswers.Page(
                        LiveAnswers.Question.CLIENT_DOCUMENT, "https://example.org/x", 404, List.of(), "gone", "")),
                List.of(),
                List.of(),
                List.of());
        Facts known = Reading.read(List.of(odd), names)
                .facts(Fixtures.NOW, Told.nothing(), names, Map.of(), Set.of(), List.of())
                .with(EnumSet.of(Reads.LIVE), new Answers(Optional.of(live), Optional.empty(), List.of(), List.of()));
        Report some = Audit.run(known, new Selection(List.of("SYN-056", "WK-001"), List.of()), List.of(), 0);
        JsonNode tree = Json.parse(Json.text(new SarifReport(Scrubber.of(known)).tree(some, "1")));
        SarifSchema.check(tree);
        JsonNode results = tree.path("runs").path(0).path("results");
        assertThat(results.path(0)
                        .at("/locations/0/physicalLocation/artifactLocation/uri")
                        .asString())
                .isEqualTo("a%20b/50%25%3A%20%3Cx%3E%C3%A9%23.yaml");
        assertThat(results.path(1)
                        .at("/locations/0/logicalLocations/0/fullyQualifiedName")
                        .asString())
                .isEqualTo("https://example.org/x");
        assertThat(results).hasSize(2).allSatisfy(result -> {
            assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri")
                            .asString(""))
                    .isNotEmpty();
            assertThat(result.at("/locations/0/physicalLocation/region/startLine")
                            .intValue())
                    .isPositive();
        });
    }

    /** In a file that another one includes, and in numbers, too. */
    @Test
    void showsNoSecretOfWhatIsIncludedOrIsANumber() {
        List<Origin> files = List.of(
                origin("nginx/nginx.conf", "http { include conf.d/*.conf; }"),
                origin(
                        "nginx/conf.d/a.conf",
                        "server {",
                        "  server_name a;",
                        "  location /_matrix {",
                        "    proxy_pass http://me:hunter2hunter2@10.0.0.1:8008/;",
                        "    proxy_set_header X-Forwarded-For \"Bearer hunter2hunter2\";",
                        "  }",
                        "}"),
                origin("pg_hba.conf", "host all all 0.0.0.0/0 ldap ldapserver=a ldapbindpasswd=hunter2hunter2"),
                origin(
                        "homeserver.yaml",
                        "server_name: example.org",
                        "listeners: []",
                        "macaroon_secret_key: 2468013579"));
        KeyLists names = NameLists.read();
        Facts known =
                Reading.read(files, names).facts(Fixtures.NOW, Told.nothing(), names, Map.of(), Set.of(), List.of());
        Report some = Audit.run(known, Selection.ALL, List.of(), 0);
        Scrubber clean = Scrubber.of(known);
        assertThat(some.failedIds()).extracting(CheckId::text).contains("NGX-002", "PG-004", "SYN-031");
        assertThat(new TableReport(120, false, clean).text(some, Duration.ZERO)
                        + Json.text(new JsonReport(clean).tree(some, ""))
                        + Json.text(new SarifReport(clean).tree(some, "")))
                .doesNotContain("hunter2hunter2", "2468013579");
    }

    private static Origin origin(String file, String... lines) {
        return new Origin(file, "/x/" + file, List.of(lines), Optional.empty(), false);
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
