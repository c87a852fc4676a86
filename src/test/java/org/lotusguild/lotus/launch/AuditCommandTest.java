package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.check.Catalogue;
import org.lotusguild.lotus.stack.check.Check;

/** {@code lotus audit} as an admin meets it. */
class AuditCommandTest {
    private static final String LEGACY = "src/test/resources/stack/fixtures/legacy";

    /** A file of the kernel that may be written only, by root too. */
    private static final Path FOR_NOBODY = Path.of("/proc/sys/net/ipv4/route/flush");

    @TempDir
    private Path folder;

    private final Captured captured = new Captured();

    private int audit(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "audit";
        all[1] = "--home";
        all[2] = folder.resolve("home").toString();
        System.arraycopy(words, 0, all, 3, words.length);
        return captured.run(all);
    }

    @Test
    void findsWhatIsWrongAndEndsWithOne() {
        assertThat(audit(LEGACY, "--facts", LEGACY + "/facts.yaml")).isEqualTo(1);
        assertThat(captured.out())
                .contains("HIGH      SYN-001  synapse/homeserver.yaml:57")
                .contains("HIGH      SYN-037  facts.yaml:8")
                .contains("29 files read, 0 not recognised");
        assertThat(captured.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"SYN-001,high,1", "SYN-001,critical,0", "SYN-035,high,0", "SYN-035,low,1", "SYN-033,low,0"})
    void endsWithOneOnlyFromTheSeverityOnThatIsAskedFor(String id, String failOn, int code) {
        assertThat(audit(LEGACY, "--only", id, "--fail-on", failOn)).isEqualTo(code);
    }

    @Test
    void endsWithThreeWhereSomethingCouldNotBeRead() throws IOException {
        Files.writeString(folder.resolve("homeserver.yaml"), "server_name: [\n");
        assertThat(audit(folder.toString())).isEqualTo(3);
        assertThat(captured.out()).contains("UNKNOWN   FILE-001  homeserver.yaml:");
    }

    /** Each with a line that says so, and the rest goes on. */
    @Test
    void saysOfNonsenseOfEveryKindWhatItIs() throws IOException {
        Files.write(folder.resolve("binary.yaml"), new byte[] {'a', ':', 0, 1});
        try (RandomAccessFile huge =
                new RandomAccessFile(folder.resolve("huge.yaml").toFile(), "rw")) {
            huge.setLength(1L << 30);
        }
        Files.writeString(
                folder.resolve("bomb.yaml"),
                "a: &a [x, x, x, x, x, x, x, x, x]\n"
                        + IntStream.range(1, 9)
                                .mapToObj(i -> "%c: &%c [%s]\n"
                                        .formatted(
                                                'a' + i, 'a' + i, ("*" + (char) ('a' + i - 1) + ", ").repeat(9) + "x"))
                                .collect(Collectors.joining()));
        Files.createSymbolicLink(folder.resolve("again"), folder);
        Files.createSymbolicLink(folder.resolve("closed.conf"), FOR_NOBODY);
        Files.writeString(folder.resolve("turnserver.conf"), "use-auth-secret\nstale_nonce\n");
        assertThat(audit(folder.toString(), "--only", "FILE-001")).isEqualTo(3);
        assertThat(captured.out())
                .contains("FILE-001  binary.yaml", "is no text in UTF-8")
                .contains("FILE-001  huge.yaml", "is larger than 8 MiB")
                .contains("FILE-001  bomb.yaml")
                .contains("FILE-001  closed.conf", "may not be read; run as a user who may")
                .doesNotContain("Exception")
                .doesNotContain("again/");
        assertThat(captured.err()).isEmpty();
        assertThat(audit(folder.toString(), "--only", "TRN-001")).isEqualTo(1);
        assertThat(audit(FOR_NOBODY.toString())).isEqualTo(2);
        assertThat(captured.err()).contains("may not be read").doesNotContain("Exception");
    }

    @Test
    void writesJsonToAFile() throws IOException {
        Path file = folder.resolve("audit.json");
        audit(LEGACY, "--format", "json", "--output", file.toString(), "--only", "SYN-028");
        assertThat(captured.out()).isEmpty();
        assertThat(Json.parseObject(Files.readString(file)).path("findings").size())
                .isEqualTo(2);
    }

    @Test
    void ignoresWhatTheFileOfTheHomeSays() throws IOException {
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(folder.resolve("home/audit-ignore.yaml"), "- {check: SYN-001, until: 2020-01-01}\n");
        assertThat(audit(LEGACY)).isEqualTo(2);
        assertThat(captured.err()).contains("audit-ignore.yaml:1: the key reason is missing");
    }

    @Test
    void ignoresWhatItIsToldToUntilADay() throws IOException {
        Path file = folder.resolve("ignore.yaml");
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String entry = "- {check: SYN-001, reason: 'we know, it is on the list', until: %s}\n";
        Files.writeString(file, entry.formatted(today.plusDays(30)));
        assertThat(audit(LEGACY, "--only", "SYN-001,AUDIT", "--ignore", file.toString()))
                .isZero();
        assertThat(captured.out()).contains("1 ignored").doesNotContain("federation_enabled");
        Files.writeString(file, entry.formatted(today.minusDays(1)));
        assertThat(audit(LEGACY, "--only", "SYN-001,AUDIT", "--ignore", file.toString()))
                .isEqualTo(1);
        assertThat(captured.out()).contains("IGN-002", "federation_enabled");
        Files.writeString(file, entry.formatted(today.plusDays(400)));
        assertThat(audit(LEGACY, "--ignore", file.toString())).isEqualTo(2);
        assertThat(captured.err()).contains("at most 366 days ahead");
    }

    @Test
    void explainsEveryCheckAndListsThemAllWithTheirSeverity() {
        assertThat(audit("--list")).isZero();
        List<String> lines = captured.out().lines().toList();
        assertThat(lines).hasSameSizeAs(Catalogue.all());
        for (Check check : Catalogue.all()) {
            String id = check.id().text();
            assertThat(lines)
                    .anyMatch(line -> line.startsWith(id + " ")
                            && line.contains(" " + check.severity().word() + " ")
                            && line.endsWith(check.title()));
            Captured page = new Captured();
            assertThat(page.run("audit", "--explain", id)).isZero();
            assertThat(page.out())
                    .startsWith(id + "  " + check.title())
                    .contains(check.severity().word(), "Passes when " + check.passes())
                    .contains("Otherwise " + check.because(), "Source: " + check.source());
        }
    }

    @Test
    void explainsACheckAndListsAll() {
        assertThat(audit("--explain", "syn-032")).isZero();
        assertThat(captured.out())
                .contains("SYN-032  A setting is defined twice")
                .contains("Passes when no key is written twice")
                .contains("Source: ");
        assertThat(audit("--list")).isZero();
        assertThat(captured.out()).contains("SYN-001   high");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/nonexistent/place|there is no such file or folder",
                "--only synaps|synaps is neither a check nor a component",
                "--explain SYN-999|there is no check SYN-999",
                "--fail-on bad|Invalid value for option '--fail-on'",
                LEGACY + " --facts /nonexistent/facts.yaml|cannot be read",
                LEGACY + " --write|--write is of no use alone",
                LEGACY + " --fix --write --patch /nonexistent/p|exclude each other",
                LEGACY + " --ignore /nonexistent/ignore.yaml|cannot be read"
            })
    void refusesWrongWordsWithTwo(String words, String message) {
        assertThat(audit(words.split(" "))).isEqualTo(2);
        assertThat(captured.err()).contains(message);
    }

    @Test
    void showsAPatchInPlaceOfTheReportAndWritesItOnlyWhenTold() throws IOException {
        Path file = folder.resolve("turnserver.conf");
        Files.writeString(file, "listening-port=3478\nstale_nonce\n");
        assertThat(audit(file.toString(), "--fix", "--only", "TRN-001")).isEqualTo(1);
        assertThat(captured.out()).startsWith("--- ").contains("-stale_nonce\n+stale-nonce\n");
        assertThat(Files.readString(file)).contains("stale_nonce");
        assertThat(audit(file.toString(), "--fix", "--write", "--only", "TRN-001"))
                .isEqualTo(1);
        assertThat(Files.readString(file)).isEqualTo("listening-port=3478\nstale-nonce\n");
        assertThat(captured.out())
                .contains("wrote  " + file)
                .contains("undo   mv " + folder + "/.turnserver.conf.lotus-")
                .contains("then   systemctl restart coturn");
        assertThat(audit(file.toString(), "--fix", "--write", "--only", "TRN-001"))
                .isZero();
        assertThat(captured.out()).endsWith("Nothing was written.\n");
    }

    /** What is copied is a copy of another machine's: nothing of it is the fixtures' own. */
    private Path copyOfLegacy() throws IOException {
        Path copy = folder.resolve("copy");
        try (Stream<Path> all = Files.walk(Path.of(LEGACY))) {
            for (Path from : all.toList()) {
                Path to = copy.resolve(Path.of(LEGACY).relativize(from).toString());
                if (Files.isDirectory(from)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(from, to);
                }
            }
        }
        return copy;
    }

    @Test
    void mendsWhatCanBeMendedOfAWholeInstallationAndKeepsWhatWas() throws IOException {
        Path copy = copyOfLegacy();
        String facts = copy.resolve("facts.yaml").toString();
        Path before = folder.resolve("before.json");
        Path after = folder.resolve("after.json");
        assertThat(audit(copy.toString(), "--facts", facts, "--format", "json", "--output", before.toString()))
                .isEqualTo(1);
        assertThat(audit(copy.toString(), "--facts", facts, "--fix", "--write")).isEqualTo(1);
        assertThat(audit(copy.toString(), "--facts", facts, "--format", "json", "--output", after.toString()))
                .isEqualTo(1);
        List<String> earlier = places(before, false);
        List<String> mended = places(before, true);
        assertThat(mended).hasSizeGreaterThan(10);
        assertThat(places(after, true)).isEmpty();
        assertThat(earlier).containsAll(places(after, false));
        assertThat(places(after, false)).hasSize(earlier.size() - mended.size());
        try (Stream<Path> all = Files.walk(copy)) {
            List<Path> backups =
                    all.filter(file -> file.toString().endsWith(".bak")).toList();
            assertThat(backups).hasSizeGreaterThan(5).allSatisfy(backup -> {
                String name =
                        backup.getFileName().toString().replaceFirst("^\\.(.+)\\.lotus-\\d{8}T\\d{6}Z\\.bak$", "$1");
                Path original = copy.relativize(backup.resolveSibling(name));
                assertThat(backup).hasSameBinaryContentAs(Path.of(LEGACY).resolve(original.toString()));
                assertThat(captured.out()).contains("undo   mv " + backup);
            });
        }
        assertThat(captured.out()).doesNotContain("fake-");
    }

    private static List<String> places(Path report, boolean fixable) throws IOException {
        List<String> places = new ArrayList<>();
        Json.parseObject(Files.readString(report)).path("findings").forEach(finding -> {
            if (!fixable || finding.path("fixable").asBoolean()) {
                places.add(finding.path("id").asString() + " "
                        + finding.path("where").path("file").asString());
            }
        });
        return places;
    }

    @Test
    void refusesBrokenFactsWithTheirLine() throws IOException {
        Path facts = folder.resolve("facts.yaml");
        Files.writeString(facts, "copy: true\ncals: true\n");
        assertThat(audit(LEGACY, "--facts", facts.toString())).isEqualTo(2);
        assertThat(captured.err()).contains("facts.yaml:2: cals: unknown key");
    }

    @Test
    void writesThePatchToAFileBesideTheReport() throws IOException {
        Path file = folder.resolve("turnserver.conf");
        Files.writeString(file, "listening-port=3478\nstale_nonce\n");
        Path patch = folder.resolve("mend.patch");
        assertThat(audit(file.toString(), "--fix", "--patch", patch.toString(), "--only", "TRN-001"))
                .isEqualTo(1);
        assertThat(captured.out()).contains("HIGH      TRN-001").contains("patch -p0 -d / < " + patch);
        assertThat(Files.readString(patch)).contains("+stale-nonce");
    }
}
