package org.lotusguild.lotus.stack.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.config.ConfigException;
import org.lotusguild.lotus.stack.audit.Fixtures;
import org.lotusguild.lotus.stack.facts.CoturnFile;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.HbaFile;
import org.lotusguild.lotus.stack.facts.IniFile;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.NginxFile;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.PortRange;
import org.lotusguild.lotus.stack.facts.Program;
import org.lotusguild.lotus.stack.facts.Release;
import org.lotusguild.lotus.stack.facts.Setting;
import org.lotusguild.lotus.stack.facts.SynapseConfig;
import org.lotusguild.lotus.stack.facts.Told;

class ReadersTest {
    private static final KeyLists NAMES = NameLists.read();

    private static Facts facts(Origin... origins) {
        return Reading.read(List.of(origins), NAMES)
                .facts(Fixtures.NOW, Told.nothing(), NAMES, Map.of(), Set.of(), List.of());
    }

    private static Origin file(String name, String text) {
        return new Origin(name, "/x/" + name, text.lines().toList(), Optional.empty(), false);
    }

    @Test
    void keepsWhatCoturnItselfSees() {
        CoturnFile file = facts(file("t.conf", """
                        # lotus: allowed peer 10.0.0.1 (sfu)
                        listening-port=3478
                        use-auth-secret
                        max-bps=1000000 # 1 Mbps
                        cipher-list="A:B" # two
                        realm example.org
                        """)).coturn().getFirst();
        assertThat(file.settings())
                .containsExactly(
                        new Setting(2, "listening-port", "3478", false, ""),
                        new Setting(3, "use-auth-secret", "", false, ""),
                        new Setting(4, "max-bps", "1000000", false, "1 Mbps"),
                        new Setting(5, "cipher-list", "A:B", true, "two"),
                        new Setting(6, "realm", "example.org", false, ""));
        assertThat(file.comments()).containsExactly(new CoturnFile.Comment(1, "lotus: allowed peer 10.0.0.1 (sfu)"));
    }

    @Test
    void putsWhatNginxIncludesInItsPlaceWithTheLinesOfItsOwnFile() {
        NginxFile tree = facts(
                        file(
                                "nginx/nginx.conf",
                                "http {\n  add_header A b;\n  include conf.d/*.conf;\n  include mime.types;\n}\n"),
                        file(
                                "nginx/conf.d/a.conf",
                                "server {\n  listen 80;\n  location ~ \"^/(a|b){1,2}$\" { add_header C \"d e\" always; }\n}\n"))
                .nginx()
                .getFirst();
        NginxFile.Nested location = tree.all("location").getFirst();
        assertThat(location.directive().where().file()).isEqualTo("nginx/conf.d/a.conf");
        assertThat(location.directive().where().line()).isEqualTo(3);
        assertThat(location.above()).extracting(NginxFile.Directive::name).containsExactly("http", "server");
        assertThat(location.inherited(tree, "add_header"))
                .singleElement()
                .satisfies(header -> assertThat(header.args()).containsExactly("C", "d e", "always"));
        assertThat(tree.all("server").getFirst().inherited(tree, "add_header"))
                .singleElement()
                .satisfies(header -> assertThat(header.args()).containsExactly("A", "b"));
        assertThat(tree.all("include"))
                .singleElement()
                .satisfies(kept -> assertThat(kept.directive().args()).containsExactly("mime.types"));
    }

    @Test
    void keepsTheLineOfEachExpressionOfAFilter() {
        IniFile filter = facts(file("filter.d/x.conf", """
                        [INCLUDES]
                        before = common.conf
                        [Definition]
                        failregex = ^a <HOST>$
                                    # a comment between
                                    ^b <HOST>$
                        ignoreregex =
                        """)).ini(Kind.FILTER).getFirst();
        assertThat(filter.last("Definition", "failregex").orElseThrow().lines())
                .containsExactly(new IniFile.Part(4, "^a <HOST>$"), new IniFile.Part(6, "^b <HOST>$"));
        assertThat(filter.last("Definition", "ignoreregex").orElseThrow().value())
                .isEmpty();
    }

    @Test
    void joinsTheLinesOfAUnitAfterABackslash() {
        IniFile unit = facts(
                        file("a.service", "[Service]\nExecStart=/bin/a \\\n  --b\nEnvironment=A=b\nEnvironment=C=d\n"))
                .ini(Kind.UNIT)
                .getFirst();
        assertThat(unit.last("Service", "ExecStart").orElseThrow().value()).isEqualTo("/bin/a\n--b");
        assertThat(unit.all("Service", "Environment").map(IniFile.Entry::value)).containsExactly("A=b", "C=d");
    }

    @Test
    void readsRulesOfPostgresInBothForms() {
        HbaFile file = facts(file("pg_hba.conf", """
                        # TYPE
                        local all all peer
                        host all all 10.0.0.0 255.0.0.0 scram-sha-256
                        hostssl a b 10.0.0.1/32 cert clientcert=verify-full
                        """)).hba().getFirst();
        assertThat(file.rules())
                .containsExactly(
                        new HbaFile.Rule(2, "local", "all", "all", "", "peer", List.of()),
                        new HbaFile.Rule(3, "host", "all", "all", "10.0.0.0/255.0.0.0", "scram-sha-256", List.of()),
                        new HbaFile.Rule(
                                4, "hostssl", "a", "b", "10.0.0.1/32", "cert", List.of("clientcert=verify-full")));
    }

    @Test
    void splitsSqlWithoutBeingFooled() {
        var file = facts(file("a.sql", """
                        -- a comment; with a semicolon
                        SELECT 'a;b';
                        DO $x$ BEGIN; END $x$;

                        /* one
                        */ ALTER TABLE t
                          SET (a = 1)
                        """)).sql().getFirst();
        assertThat(file.statements()).extracting(statement -> statement.line()).containsExactly(2, 3, 6);
        var alter = file.statements().getLast();
        assertThat(alter.lineAt(alter.text().indexOf("SET"))).isEqualTo(7);
    }

    @Test
    void knowsWhichFileOfSynapseCounts() {
        Facts facts = facts(
                file("conf.d/b.yaml", "report_stats: true\n"),
                file("homeserver.yaml", "server_name: example.org\nlisteners: []\nreport_stats: false\n"));
        SynapseConfig synapse = facts.synapse().orElseThrow();
        assertThat(synapse.isTrue("report_stats")).isTrue();
        assertThat(synapse.written("report_stats").map(SynapseConfig.Written::shadow))
                .containsExactly(" (shadowed by conf.d/b.yaml:1)", "");
    }

    @Test
    void readsWhatPeopleTell() {
        Told told = Fixtures.told();
        assertThat(told.versions().get(Program.SYNAPSE)).isEqualTo(new Told.Version(8, Release.parse("1.148.0")));
        assertThat(told.host("matrix").orElseThrow().roles()).contains(Told.Role.TURN, Told.Role.SFU);
        assertThat(told.binds()).hasSize(4);
        assertThat(told.forwards().getLast())
                .isEqualTo(new Told.Forward(16, "matrix", new PortRange(49152, 65535), Set.of("tcp", "udp")));
        assertThat(told.copy()).isTrue();
    }

    @Test
    void refusesFactsWithEveryMistakeAndItsLine() {
        assertThatThrownBy(
                        () -> ToldFile.of(
                                Path.of("facts.yaml"),
                                "facts.yaml",
                                "cals: true\nfederation: maybe\nhosts: {a: {memory: 8GB}}\nversions: {synaps: 1.0, nginx: x}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("facts.yaml:1: cals: unknown key; did you mean calls?")
                .hasMessageContaining("facts.yaml:2: federation: write one of open, list, closed")
                .hasMessageContaining("facts.yaml:3: memory: not a size")
                .hasMessageContaining("facts.yaml:4: synaps: no program that the audit knows")
                .hasMessageContaining("facts.yaml:4: nginx: not a version");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "archive_command = 'test ! -f ''/a b/%f'' && cp %p /a/%f' # keep|test ! -f '/a b/%f' && cp %p /a/%f",
                "a.b = 'it\\'s'|it's",
                "a.b = '\\\\'|\\",
                "a.b = ''|``",
                "a.b = 'x\\ty\\nz\\101\\q\\\\n'''|`x\ty\nzAq\\n'`",
                "a.b = '\\303\\244\\7'|`\uFFFD\uFFFD\u0007`",
                "a.b = 'open|open",
            })
    void readsQuotesInsideOfQuotes(String line, String value) {
        assertThat(facts(file("a/four.conf", "shared_buffers = 1GB\n" + line + "\n"))
                        .settings(Kind.POSTGRES)
                        .getFirst()
                        .settings()
                        .getLast()
                        .value())
                .isEqualTo(value);
    }

    @Test
    void recognisesFilesByWhatIsInThem() {
        assertThat(facts(
                                file("a/one.yaml", "as_token: x\nhs_token: y\n"),
                                file("a/two.yml", "scrape_configs: []\n"),
                                file("a/three", "net.core.rmem_max = 1\n"),
                                file("a/four", "shared_buffers = 1GB\n"),
                                file("a/five", "[sshd]\nmaxretry = 5\n"),
                                file("a/six", "#!/bin/sh\necho\n"),
                                file("a/seven", "0 4 * * * root /bin/true\n"),
                                file("a/eight.json", "{\n\t\"homeserverList\": [\"example.org\"]\n}\n"),
                                file("a/nine.yaml", "enable_metrics: true\n"),
                                file("a/ten.yaml", "groups: [{name: a, rules: []}]\n"))
                        .documents())
                .extracting(document -> document.kind())
                .containsExactlyInAnyOrder(
                        Kind.REGISTRATION,
                        Kind.PROMETHEUS,
                        Kind.SYSCTL,
                        Kind.POSTGRES,
                        Kind.JAIL,
                        Kind.SCRIPT,
                        Kind.CRON,
                        Kind.CINNY,
                        Kind.SYNAPSE,
                        Kind.PROMETHEUS_RULES);
    }

    @Test
    void leavesAloneWhatIsNobodys() {
        assertThat(Reading.read(
                                List.of(file("readme.md", "server {\n"), file("a.yaml", "services: {web: {}}\n")),
                                NAMES)
                        .unrecognised())
                .isEqualTo(2);
    }
}
