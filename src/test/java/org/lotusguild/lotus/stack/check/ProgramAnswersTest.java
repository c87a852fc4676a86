package org.lotusguild.lotus.stack.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.stack.check.SaidAnswers.found;
import static org.lotusguild.lotus.stack.check.SaidAnswers.program;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.facts.Answers;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.ProgramRun;
import org.lotusguild.lotus.stack.facts.ProgramRun.Judge;
import org.lotusguild.lotus.stack.facts.Reads;

/** What programs say of their own files. Each check once with a fault and once without. */
class ProgramAnswersTest {
    @Test
    void believesWhatProgramsSayOfTheirFiles() {
        assertThat(found("NGX-001", program(Judge.NGINX, "nginx.conf", 0, "test is successful")))
                .isEmpty();
        assertThat(found(
                        "NGX-001",
                        program(
                                Judge.NGINX,
                                "nginx.conf",
                                0,
                                "[warn] conflicting server name \"a\" on 0.0.0.0:443, ignored")))
                .hasSize(1);
        assertThat(found("PG-003", program(Judge.POSTGRES, "postgresql.conf", 0, "128MB")))
                .isEmpty();
        assertThat(found("PG-003", program(Judge.POSTGRES, "postgresql.conf", 1, "FATAL: x")))
                .containsExactly("run: FATAL: x");
        assertThat(found("MON-001", program(Judge.PROMETHEUS, "prometheus.yml", 0, "SUCCESS")))
                .isEmpty();
        assertThat(found("MON-001", program(Judge.PROMETHEUS, "prometheus.yml", 1, "  FAILED: x")))
                .hasSize(1);
    }

    @Test
    void takesOverWhatSynapseSaysToItsConfiguration() {
        assertThat(found("SYN-058", program(Judge.SYNAPSE, "homeserver.yaml", 0, "Config parses OK!\n")))
                .isEmpty();
        assertThat(found("SYN-058", program(Judge.SYNAPSE, "homeserver.yaml", 1, "Traceback\nTypeError: Bad 3yr\n")))
                .containsExactly("run: TypeError: Bad 3yr");
        assertThat(found(
                        "SYN-058", program(Judge.SYNAPSE, "homeserver.yaml", 1, "[Errno 13] Permission denied: 'k'\n")))
                .singleElement()
                .asString()
                .startsWith("unknown run: it may not read");
        String previews = "DependencyException: ['beautifulsoup4']\n";
        assertThat(found("SYN-050", program(Judge.SYNAPSE, "homeserver.yaml", 1, previews)))
                .hasSize(1);
        assertThat(found("SYN-058", program(Judge.SYNAPSE, "homeserver.yaml", 1, previews)))
                .isEmpty();
        assertThat(found("SYN-050", program(Judge.SYNAPSE, "homeserver.yaml", 0, "Config parses OK!\n")))
                .isEmpty();
    }

    @Test
    void takesOverWhatAutheliaSaysToItsConfiguration() {
        assertThat(found(
                        "SSO-005",
                        program(Judge.AUTHELIA, "configuration.yml", 0, "Configuration parsed successfully\n")))
                .isEmpty();
        assertThat(found("SSO-005", program(Judge.AUTHELIA, "configuration.yml", 1, "key not expected: foo\n")))
                .containsExactly("run: key not expected: foo");
    }

    private static Answers filterRuns(int failures, int decoys, int proxy) {
        return new Answers(
                Optional.empty(),
                Optional.empty(),
                List.of(
                        filterRun(Fail2ban.FAILURES, failures),
                        filterRun(Fail2ban.DECOYS, decoys),
                        filterRun(Fail2ban.PROXY_LOG, proxy)),
                List.of());
    }

    private static ProgramRun filterRun(String log, int matched) {
        return new ProgramRun(
                Judge.FAIL2BAN,
                "filter.d/m.conf",
                "fail2ban-regex " + log + " filter.d/m.conf",
                Optional.of(0),
                "Lines: 29 lines, 0 ignored, " + matched + " matched, 0 missed\n");
    }

    @Test
    void takesOverWhatFail2banSaysToFilters() {
        String none = "=== unit.service\n[Unit]\nDescription=x\n";
        assertThat(found("F2B-001", none, filterRuns(29, 0, 0))).isEmpty();
        assertThat(found("F2B-001", none, filterRuns(0, 0, 8))).isEmpty();
        assertThat(found("F2B-001", none, filterRuns(29, 1, 0)))
                .containsExactly("fail2ban-regex: 29 of 29 recorded failures, 1 decoys; of the proxy's 8: 0");
        Answers refused = program(Judge.FAIL2BAN, "filter.d/m.conf", 255, "ERROR: No failure-id group in 'x'\n");
        assertThat(found("F2B-003", none, refused))
                .containsExactly("fail2ban-regex: ERROR: No failure-id group in 'x'");
        assertThat(found("F2B-001", none, refused)).isEmpty();
        assertThat(found("F2B-003", none, filterRuns(29, 0, 0))).isEmpty();
    }

    private static List<String> places(String id, String files, Answers answers) {
        Facts facts = SampleFacts.of(files).with(EnumSet.allOf(Reads.class), answers);
        return Catalogue.find(new CheckId(id))
                .orElseThrow()
                .run()
                .apply(facts)
                .map(finding -> finding.where().file() + ":" + finding.where().line())
                .toList();
    }

    /** The words are those of nginx 1.22, PostgreSQL 15 and promtool 2.42. */
    @Test
    void pointsAtTheLineThatTheProgramNames() {
        String nginx =
                "=== nginx/nginx.conf\nhttp { include conf.d/a.conf; }\n=== nginx/conf.d/a.conf\nserver {\n  listen 80;\n}\n";
        assertThat(places(
                        "NGX-001",
                        nginx,
                        program(
                                Judge.NGINX,
                                "nginx/nginx.conf",
                                1,
                                "nginx: [emerg] unknown directive \"x\" in /sample/nginx/conf.d/a.conf:2\n"
                                        + "nginx: configuration file /sample/nginx/nginx.conf test failed\n")))
                .containsExactly("nginx/conf.d/a.conf:2");
        assertThat(places(
                        "NGX-001",
                        nginx,
                        program(Judge.NGINX, "nginx/nginx.conf", 1, "nginx: [emerg] x in /elsewhere/a.conf:2\n")))
                .containsExactly("nginx/nginx.conf:0");
        assertThat(
                        places(
                                "PG-003",
                                "=== a/postgresql.conf\nwork_mem = 4MB\nmax_conections = 1\n",
                                program(
                                        Judge.POSTGRES,
                                        "a/postgresql.conf",
                                        1,
                                        "2026-11-26 02:00:00.000 UTC [7] LOG:  unrecognized configuration parameter \"max_conections\" in file \"/sample/a/postgresql.conf\" line 2\n"
                                                + "2026-11-26 02:00:00.000 UTC [7] FATAL:  configuration file \"/tmp/1/postgresql.conf\" contains errors\n")))
                .containsExactly("a/postgresql.conf:2");
        String rules = "=== prometheus/rules.yml\ngroups:\n- name: a\n  rules:\n  - alert: B\n    expr: up ==\n";
        assertThat(
                        places(
                                "MON-001",
                                rules,
                                program(
                                        Judge.PROMETHEUS,
                                        "prometheus/rules.yml",
                                        1,
                                        "Checking /sample/prometheus/rules.yml\n  FAILED:\n/sample/prometheus/rules.yml: 5:11: group \"a\", rule 1, \"B\": could not parse expression: 1:6: parse error\n")))
                .containsExactly("prometheus/rules.yml:5");
        assertThat(
                        places(
                                "MON-001",
                                rules,
                                program(
                                        Judge.PROMETHEUS,
                                        "prometheus/rules.yml",
                                        1,
                                        "  FAILED:\n/sample/prometheus/rules.yml: yaml: unmarshal errors:\n  line 3: field x not found\n")))
                .containsExactly("prometheus/rules.yml:3");
    }
}
