package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.render.Samples;
import org.lotusguild.lotus.stack.watch.AlertRule;
import org.lotusguild.lotus.stack.watch.AlertRules;
import org.lotusguild.lotus.stack.watch.Job;
import org.lotusguild.lotus.stack.watch.RuleCases;

/** Prometheus, fail2ban and Synapse's own figures judge the files that are written for those who watch. */
final class RenderedWatchIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Path LOGS = Path.of("src/main/resources/stack/logs").toAbsolutePath();
    private static final List<String> FILTERS = List.of("lotus-matrix-proxy", "lotus-matrix-login");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"one-host", "five-hosts"})
    void prometheusTakesItsConfiguration(String sample) throws IOException {
        Plan plan = Samples.plan(sample);
        lay(plan, Role.MONITORING, "/etc/prometheus/prometheus.yml", "prometheus.yml");
        lay(plan, Role.MONITORING, "/etc/prometheus/rules/lotus.yml", "rules/lotus.yml");
        Ran checked = promtool("check", "config", "prometheus.yml");
        assertThat(checked.output()).contains("SUCCESS").doesNotContain("FAILED");
        assertThat(checked.code()).isZero();
    }

    @Test
    void everyRuleFiresWhenItShouldAndOnlyThen() throws IOException {
        Plan plan = Samples.plan("one-host");
        lay(plan, Role.MONITORING, "/etc/prometheus/rules/lotus.yml", "lotus.yml");
        List<AlertRule> rules = AlertRules.of(EnumSet.allOf(Job.class));
        Ran checked = promtool("check", "rules", "lotus.yml");
        assertThat(checked.output()).contains("SUCCESS: " + rules.size() + " rules found");
        Files.writeString(folder.resolve("test.yml"), RuleCases.file("lotus.yml", rules));
        Ran tested = promtool("test", "rules", "test.yml");
        assertThat(tested.output()).contains("SUCCESS");
        assertThat(tested.code()).isZero();
    }

    private Ran promtool(String... arguments) {
        String program = ServerPackages.program("promtool").toString();
        return Ran.of(folder, LIMIT, Stream.concat(Stream.of(program), Stream.of(arguments)).toList());
    }

    @Test
    void synapseHasEveryFigureThatWeAskFor() {
        try (Synapse synapse = Synapse.measured(folder)) {
            String base = synapse.homeserver().base();
            Health.text(base + "/_matrix/client/versions");
            AskedFigures.of("synapse_", "python_", "process_").allIn(Health.text(base + "/_synapse/metrics"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lotus-matrix-login, synapse-login-failures.txt, 29, 0",
        "lotus-matrix-login, synapse-login-failures-before-1.150.txt, 6, 0",
        "lotus-matrix-login, synapse-login-decoys.txt, 0, 21",
        "lotus-matrix-proxy, nginx-access.txt, 8, 5",
        "lotus-matrix-proxy, synapse-login-failures.txt, 0, 29"
    })
    void filtersSeeEveryFailureAndNothingElse(String filter, String log, int matched, int missed) throws IOException {
        filters();
        Ran ran = Ran.of(
                folder,
                LIMIT,
                List.of(
                        ServerPackages.program("fail2ban-regex").toString(),
                        LOGS.resolve(log).toString(),
                        "./filter.d/" + filter + ".conf"));
        assertThat(ran.output())
                .doesNotContain("ERROR")
                .contains(" " + matched + " matched, " + missed + " missed");
    }

    @Test
    void fail2banTakesTheJail() throws IOException {
        Ran copied = Ran.of(folder, LIMIT, List.of("cp", "-r", "/etc/fail2ban/.", folder.toString()));
        assertThat(copied.code()).as(copied.output()).isZero();
        Files.deleteIfExists(folder.resolve("jail.d/defaults-debian.conf")); // asks for a log that only a whole system has
        filters();
        Path jail = lay(Samples.plan("one-host"), Role.PROXY, "/etc/fail2ban/jail.d/lotus.conf", "jail.d/lotus.conf");
        String text = Files.readString(jail);
        Files.writeString(
                jail, text.replace("/var/log/nginx/access.log", LOGS.resolve("nginx-access.txt").toString()));
        String program = ServerPackages.program("fail2ban-regex").resolveSibling("fail2ban-client").toString();
        Ran tested = Ran.of(folder, LIMIT, List.of(program, "-c", folder.toString(), "-t"));
        assertThat(tested.output()).contains("OK: configuration test is successful");
        assertThat(tested.code()).isZero();
    }

    private void filters() throws IOException {
        for (String filter : FILTERS) {
            lay(Samples.plan("one-host"), Role.PROXY, "/etc/fail2ban/filter.d/" + filter + ".conf", "filter.d/" + filter + ".conf");
        }
    }

    private Path lay(Plan plan, Role role, String path, String here) throws IOException {
        Path place = folder.resolve(here);
        Files.createDirectories(place.getParent());
        return Files.writeString(place, Samples.file(plan, plan.the(role), path));
    }
}
