package org.lotusguild.lotus.stack.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Fixtures;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.Unread;

/** Nonsense of every kind: a line that says so, never an exception. */
class MalformedFilesTest {
    private static final KeyLists NAMES = NameLists.read();

    @TempDir
    private Path folder;

    static Stream<Arguments> corpus() {
        String bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
                + IntStream.range(1, 9)
                        .mapToObj(i -> "%c: &%c [%s]"
                                .formatted('a' + i, 'a' + i, ("*" + (char) ('a' + i - 1) + ", ").repeat(9) + "x"))
                        .reduce("", (one, other) -> one + other + "\n");
        return Stream.of(
                Arguments.of("an open bracket", "homeserver.yaml", "server_name: [a,\n", 1),
                Arguments.of("a tab", "homeserver.yaml", "x:\n\ty: 1\n", 2),
                Arguments.of("an open quote", "homeserver.yaml", "a: \"x\nb: 1\n", 2),
                Arguments.of("two documents", "homeserver.yaml", "a: 1\n---\nb: 1\n", 3),
                Arguments.of("a bomb of aliases", "homeserver.yaml", bomb, -1),
                Arguments.of("an alias of itself", "homeserver.yaml", "a: &a [*a]\n", -1),
                Arguments.of("an unknown alias", "homeserver.yaml", "a: *nothing\n", 1),
                Arguments.of("deep brackets", "homeserver.yaml", "a: " + "[".repeat(200_000), -1),
                Arguments.of("deep blocks", "homeserver.yaml", deepBlocks(), -1),
                Arguments.of("a control sign", "homeserver.yaml", "a: \u0001\n", -1),
                Arguments.of("broken JSON", "config.json", "{\"homeserverList\": [\"a\", }\n", 1),
                Arguments.of("an open block", "nginx/a.conf", "server {\n  listen 80;\n", -1),
                Arguments.of("a brace too many", "nginx/a.conf", "server { }\n}\n", 2),
                Arguments.of("no semicolon", "nginx/a.conf", "server {\n  listen 80\n}\n", 2),
                Arguments.of("an open quote in nginx", "nginx/a.conf", "server {\n  return 200 'x;\n}\n", 2),
                Arguments.of("deep blocks in nginx", "nginx/a.conf", "http {".repeat(100_000), -1),
                Arguments.of("a lonely semicolon", "nginx/a.conf", "server {\n;\n}", 2),
                Arguments.of("half a rule", "pg_hba.conf", "host all all\n", 1),
                Arguments.of(
                        "no kind of rule", "pg_hba.conf", "host all all ::1/128 peer\nhots all all ::1/128 peer\n", 2),
                Arguments.of("an open quote in a rule", "pg_hba.conf", "host all \"all ::1/128 peer\n", 1),
                Arguments.of("an open text in SQL", "a.sql", "select 1;\nselect 'x;\n", 2),
                Arguments.of("an open comment in SQL", "a.sql", "select 1;\n/* a /* b */\n", 2),
                Arguments.of("an open body in SQL", "a.sql", "do $a$ begin\nend $b$;\n", 1),
                Arguments.of("no value", "postgresql.conf", "shared_buffers = 1GB\nwork_mem\n", 2),
                Arguments.of("an open quote in a setting", "postgresql.conf", "work_mem = 'x\n", 1),
                Arguments.of("more behind a value", "postgresql.conf", "work_mem = 4MB 5MB\n", 1),
                Arguments.of("a value without quotes", "postgresql.conf", "listen_addresses = *\n", 1),
                Arguments.of("no assignment", "sysctl.d/a.conf", "net.core.rmem_max = 1\nnet.core.wmem_max\n", 2),
                Arguments.of("no section", "jail.d/a.conf", "bantime = 1h\n", 1),
                Arguments.of("a word alone", "jail.d/a.conf", "[sshd]\nmaxretry = 5\nbantime\n", 3),
                Arguments.of("an open section", "filter.d/a.conf", "[Definition\nfailregex = <HOST>\n", 1),
                Arguments.of("a unit without sections", "a.service", "ExecStart=/bin/true\n", 1),
                Arguments.of(
                        "a word behind two backslashes", "a.service", "[Service]\nExecStart=/a \\\\\nRestart\n", 3),
                Arguments.of(
                        "a word behind a backslash and a blank",
                        "a.service",
                        "[Service]\nExecStart=/a \\ \nRestart\n",
                        3),
                Arguments.of("a setting among others", "postgresql/15/main/conf.d/a.conf", "work_mem = 4MB 5MB\n", 1),
                Arguments.of("a word alone in a unit", "a.service", "[Service]\nExecStart=/a \\\n  -b\nRestart\n", 4),
                Arguments.of("an open bracket in a worker", "worker.yaml", "worker_app: [\n", -1),
                Arguments.of("an open quote for LiveKit", "livekit.yaml", "port: \"7880\n", -1),
                Arguments.of("an open bracket for Prometheus", "prometheus.yml", "scrape_configs: [\n", -1));
    }

    private static String deepBlocks() {
        StringBuilder text = new StringBuilder("server_name: x\n");
        for (int i = 0; i < 100; i++) {
            text.append(" ".repeat(i)).append("a:\n");
        }
        return text.toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void saysWhatIsWrongWithTheFile(String what, String file, String text, int line) throws IOException {
        Path at = folder.resolve(file);
        Files.createDirectories(at.getParent());
        Files.writeString(at, text);
        Facts facts = facts(folder);
        assertThat(facts.unread()).singleElement().satisfies((Unread unread) -> {
            assertThat(unread.where().file()).isEqualTo(file);
            assertThat(unread.because()).isNotBlank().hasSizeLessThan(160).doesNotContain("Exception");
            if (line >= 0) {
                assertThat(unread.where().line()).isEqualTo(line);
            }
        });
        Report report = Audit.run(facts, Selection.ALL, List.of(), 0);
        assertThat(report.unknown()).isPositive();
        assertThat(report.hits())
                .filteredOn(hit -> hit.check().id().text().equals("FILE-001"))
                .singleElement()
                .satisfies(hit -> {
                    assertThat(hit.failed()).isFalse();
                    assertThat(hit.where()).isEqualTo(facts.unread().getFirst().where());
                });
    }

    static Stream<Arguments> odd() {
        return Stream.of(
                Arguments.of("turnserver.conf", "listening-port=3478\n= = =\n"),
                Arguments.of(
                        "postgresql.conf",
                        "a.b = 'it''s \\' here' # x\nwork_mem 4MB\ninclude_dir 'conf.d'\nx = -1.5e3\ny = ''\n"),
                Arguments.of(
                        "pg_hba.conf",
                        "host \"my db\", all all ::1/128 peer # \"\nhost all \\\nall ::1/128 peer\ninclude x\n"),
                Arguments.of("a.sql", "select E'it\\'s' /* a /* b */ c */; do $$ ' $$; select $1;\n"),
                Arguments.of(
                        "jail.d/a.conf", "[DEFAULT]\nignoreip = ::1\n  10.0.0.0/8\n[sshd] ; x\nbantime: 1h\n; x\n"),
                Arguments.of("a.service", "[Service]\nExecStart=/a \\\n# between\n  -b\n"),
                Arguments.of(
                        "b.sql",
                        "COPY public.a (b) FROM stdin;\nit's /* here\n\\.\n\nselect 1;\ncopy a from stdin with csv;\n'\n\\.\n"),
                Arguments.of("sysctl.d/a.conf", "-net.core.rmem_max\nnet.core.rmem_max=1\n"),
                Arguments.of("cron.d/a", "* * * root true\n@dayly x\n"),
                Arguments.of("a.sh", "#!/bin/sh\nif [ ; then '\n"),
                Arguments.of("lldap.toml", "ldap_base_dn = [\n"));
    }

    /** Whoever reads them leaves nothing out, so nothing is unread: what is wrong there, the checks find. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("odd")
    void readsWhatOnlyLooksBroken(String file, String text) throws IOException {
        Path at = folder.resolve(file);
        Files.createDirectories(at.getParent());
        Files.writeString(at, text);
        Facts facts = facts(folder);
        assertThat(facts.unread()).isEmpty();
        assertThat(facts.documents()).hasSize(1);
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("action.d/mail.py", "import smtplib\n\nclass Mail:\n    bantime = lambda self: 1\n"),
                Arguments.of("tool.py", "try:\n\timport a\n"),
                Arguments.of("tool.rb", "server {\n"),
                Arguments.of("tool.pl", "bantime = 1\nuse strict\n"),
                Arguments.of("consul.d/agent.hcl", "server {\n  enabled = true\n}\n"),
                Arguments.of("kamailio/dispatch", "map x {\n  1 2\n}\n"),
                Arguments.of("icons/theme", "http {\n"),
                Arguments.of("netconfig", "udp tpi_clts v inet udp - -\nlocal tpi_cots_ord - loopback - - -\n"),
                Arguments.of("my.cnf", "[mysqld]\nmax_connections = 20\nskip-name-resolve\n"));
    }

    /** They have a line of ours and are of other programs. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void leavesFilesOfOtherProgramsAlone(String file, String text) {
        Reading.Read read = Reading.read(
                List.of(new Origin(file, "/x/" + file, text.lines().toList(), Optional.empty(), false)), NAMES);
        assertThat(read.unread()).isEmpty();
        assertThat(read.documents()).isEmpty();
        assertThat(read.unrecognised()).isEqualTo(1);
    }

    /** By no name, but by a line that only nginx has, or since nginx includes them. */
    @Test
    void saysWhatIsWrongWithFilesOfNginxOfAnyName() {
        List<Origin> files = List.of(
                origin("a/site", "server {", "server_name example.org;"),
                origin("a/nginx.conf", "http {", "include parts/*;", "}"),
                origin("a/parts/one", "server {", "listen 80", "}"));
        assertThat(Reading.read(files, NAMES).unread())
                .extracting(unread -> unread.where().file())
                .containsExactlyInAnyOrder("a/site", "a/parts/one");
    }

    private static Origin origin(String file, String... lines) {
        return new Origin(file, "/x/" + file, List.of(lines), Optional.empty(), false);
    }

    @Test
    void saysNothingOfLinesOfFilesThatOnlyContainWhatOursDo() {
        List<Origin> files = List.of(
                new Origin("a/pool", "/x/a/pool", List.of("max_connections = 20", "[pool]"), Optional.empty(), false),
                new Origin("a/ban", "/x/a/ban", List.of("bantime = 1h", "word"), Optional.empty(), false));
        assertThat(Reading.read(files, NAMES).unread()).isEmpty();
    }

    @Test
    void judgesTheRulesBesideABrokenOne() throws IOException {
        Files.writeString(
                folder.resolve("pg_hba.conf"),
                "host all \"all 10.0.0.1/32 peer\nhots all all ::1/128 peer\nhost all all 0.0.0.0/0 trust\n");
        Facts facts = facts(folder);
        assertThat(facts.unread()).extracting(unread -> unread.where().line()).containsExactly(1, 2);
        assertThat(Audit.run(facts, Selection.ALL, List.of(), 0).hits())
                .filteredOn(hit -> hit.check().id().text().equals("PG-004"))
                .singleElement()
                .satisfies(hit -> assertThat(hit.where().line()).isEqualTo(3));
    }

    @Test
    void knowsWhoRefusesASettingBeforeTheFirstSection() throws IOException {
        Files.createDirectories(folder.resolve("jail.d"));
        Files.writeString(folder.resolve("jail.d/a.conf"), "bantime = 1h\n");
        Files.writeString(folder.resolve("a.service"), "ExecStart=/bin/true\n");
        assertThat(facts(folder).unread())
                .extracting(Unread::because)
                .containsExactlyInAnyOrder(
                        "fail2ban does not start with a setting before the first [section]",
                        "a setting stands before the first [section], where nobody reads it");
    }

    private static Facts facts(Path... targets) {
        return Fixtures.facts(Told.nothing(), targets);
    }
}
