package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Environment;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.check.Finding;
import org.lotusguild.lotus.stack.facts.Answers;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.ProgramRun;
import org.lotusguild.lotus.stack.facts.ProgramRun.Judge;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.programs.Installed;
import org.lotusguild.lotus.stack.programs.Programs;
import org.lotusguild.lotus.stack.read.Inventory;
import org.lotusguild.lotus.stack.read.NameLists;
import org.lotusguild.lotus.stack.read.Reading;

/** {@code lotus audit --programs} with the real Synapse, LiveKit, nginx, coturn, fail2ban, PostgreSQL and promtool. */
class AuditProgramsIT {
    private static final Path LEGACY = Path.of("src/test/resources/stack/fixtures/legacy");

    @TempDir
    private Path folder;

    /** What was known, and what was found. */
    private record Audited(Facts facts, Report report) {
        List<String> saw(String id) {
            return report.hits().stream()
                    .filter(hit -> hit.check().id().text().equals(id))
                    .map(hit -> hit.where().file() + ":" + hit.where().line() + ": "
                            + (hit.finding() instanceof Finding.Failed failed ? failed.saw() : hit.finding()))
                    .toList();
        }

        String said(Judge judge) {
            return facts.answers().programs().stream()
                    .filter(run -> run.judge() == judge)
                    .map(ProgramRun::output)
                    .reduce("", String::concat);
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Audited audit() throws IOException {
        KeyLists names = NameLists.read();
        Reading.Read read = Reading.read(Inventory.of(List.of(folder)).origins(), names);
        Facts known = read.facts(
                Instant.parse("2026-11-22T22:00:00Z"),
                Told.nothing(),
                names,
                Map.of(),
                EnumSet.noneOf(Reads.class),
                List.of());
        List<ProgramRun> runs = new Programs(Installed.here(withOurs())).run(known);
        Facts facts = known.with(
                EnumSet.of(Reads.PROGRAMS), new Answers(Optional.empty(), Optional.empty(), runs, List.of()));
        return new Audited(facts, Audit.run(facts, Selection.ALL, List.of(), 0));
    }

    /** As a machine has it where these two are installed: ours lie in the user's cache. */
    private static Environment withOurs() {
        String path = Tools.wholeSynapsePython().getParent() + ":" + Toolbox.real().liveKit().getParent() + ":";
        return name -> Environment.ofProcess().variable(name).map(value -> name.equals("PATH") ? path + value : value);
    }

    private String synapse(String more) throws IOException {
        write("key/example.org.signing.key", "ed25519 a_test " + "A".repeat(43) + "\n");
        return "server_name: example.org\nreport_stats: false\nlisteners: []\ndatabase: {name: sqlite3, args: {database: \":memory:\"}}\nmacaroon_secret_key: \"" + "m".repeat(40)
                + "\"\nsigning_key_path: \"" + folder.resolve("key/example.org.signing.key") + "\"\nmedia_store_path: \""
                + folder.resolve("media") + "\"\n" + more;
    }

    @Test
    void takesOverWhatTheProgramsSayToWrongFiles() throws IOException {
        ServerPackages.all();
        write("coturn/turnserver.conf", Files.readString(LEGACY.resolve("coturn/turnserver.conf")));
        write("fail2ban/filter.d/matrix-synapse.conf",
                Files.readString(LEGACY.resolve("fail2ban/filter.d/matrix-synapse.conf")));
        write("nginx/a.conf", "server {\nlisten 127.0.0.1:8089; server_name a.example.org;\nproxy_speed 5; }\n");
        write("synapse/homeserver.yaml", synapse("max_upload_size: 200MB\n"));
        write("livekit/livekit.yaml", "port: 7880\nrtc: {tcp_port: 7881}\nroom: {auto_create: perhaps}\n");
        write("postgresql/postgresql.conf", "shared_buffers = 128MB\nmax_conections = 100\n");
        write("prometheus/rules.yml", "groups:\n- name: a\n  rules:\n  - alert: B\n    expr: up ==\n");

        Audited audited = audit();

        assertThat(audited.said(Judge.COTURN)).contains("Bad configuration format: stale_nonce");
        assertThat(audited.saw("TRN-016")).singleElement().asString().contains("of 3 denied-peer-ip lines were taken");
        assertThat(audited.said(Judge.FAIL2BAN)).contains("No failure-id group");
        assertThat(audited.saw("NGX-001"))
                .singleElement()
                .asString()
                .startsWith("nginx/a.conf:3: ")
                .contains("unknown directive \"proxy_speed\"");
        assertThat(audited.saw("PG-003"))
                .singleElement()
                .asString()
                .startsWith("postgresql/postgresql.conf:2: ")
                .contains("max_conections");
        assertThat(audited.saw("MON-001")).singleElement().asString().startsWith("prometheus/rules.yml:5: ");
        assertThat(audited.saw("SYN-058")).containsExactly(
                "synapse/homeserver.yaml:0: ValueError: invalid literal for int() with base 10: '200MB'");
        assertThat(audited.saw("LK-001")).singleElement().asString().startsWith("livekit/livekit.yaml:3: ");
        assertThat(folder.resolve("media")).doesNotExist();
    }

    @Test
    void findsNothingInGoodFiles() throws IOException {
        ServerPackages.all();
        write("coturn/turnserver.conf", "use-auth-secret\nstatic-auth-secret=" + "x".repeat(40)
                + "\nrealm=example.org\ndenied-peer-ip=10.0.0.0-10.255.255.255\nno-cli\n");
        write("nginx/a.conf", "server { listen 127.0.0.1:8089; server_name a.example.org; }\n");
        write("synapse/homeserver.yaml", synapse("max_upload_size: 200M\n"));
        write("livekit/livekit.yaml", "port: 7880\nrtc: {tcp_port: 7881}\nkeys: {LKone: " + "x".repeat(40) + "}\n");
        write("postgresql/postgresql.conf", "shared_buffers = 128MB\nmax_connections = 100\n");
        write("prometheus/rules.yml", "groups:\n- name: a\n  rules:\n  - alert: B\n    expr: up == 0\n");
        write("fail2ban/filter.d/matrix-proxy.conf", """
                [Definition]
                failregex = ^<ADDR> \\S+ \\S+ \\[[^\\]]*\\] "POST /_matrix/client/(?:r0|v3|api/v1|unstable)/login[^"]*" (?:403|429) 
                """);

        Audited audited = audit();

        assertThat(audited.facts().answers().programs().stream().map(ProgramRun::judge))
                .contains(
                        Judge.SYNAPSE,
                        Judge.LIVEKIT,
                        Judge.COTURN,
                        Judge.NGINX,
                        Judge.POSTGRES,
                        Judge.PROMETHEUS,
                        Judge.FAIL2BAN);
        assertThat(audited.said(Judge.SYNAPSE)).contains("Config parses OK!");
        assertThat(folder.resolve("media")).doesNotExist();
        assertThat(List.of("SYN-058", "LK-001", "TRN-016", "NGX-001", "PG-003", "MON-001", "F2B-003"))
                .allSatisfy(id -> assertThat(audited.saw(id)).isEmpty());
    }
}
