package org.lotusguild.lotus.stack.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class AlertRulesTest {
    private static final List<AlertRule> ALL = AlertRules.of(EnumSet.allOf(Job.class));
    private static final Pattern REGISTERED =
            Pattern.compile("\\.(?:counters?|gauges?|histograms?)\\(\\s*\"(lotus_[a-z_]+)\"");

    /** Of postgres_exporter 0.11 to 0.17 and node_exporter 1.x, as their pages list them. */
    private static final Set<String> EXPORTERS = Set.of(
            "pg_database_size_bytes",
            "pg_settings_max_connections",
            "pg_stat_database_blks_hit",
            "pg_stat_database_blks_read",
            "pg_stat_database_numbackends",
            "pg_stat_database_xact_commit",
            "pg_stat_user_tables_n_dead_tup",
            "pg_stat_user_tables_n_live_tup",
            "node_cpu_seconds_total",
            "node_filesystem_avail_bytes",
            "node_filesystem_size_bytes",
            "node_memory_MemAvailable_bytes",
            "node_memory_MemTotal_bytes");

    @Test
    void everyRuleHasItsOwnNameAndItsCase() {
        assertThat(ALL).map(AlertRule::name).doesNotHaveDuplicates();
        assertThat(RuleCases.ALL)
                .map(RuleCase::rule)
                .containsExactlyInAnyOrderElementsOf(
                        ALL.stream().map(AlertRule::name).toList());
    }

    @Test
    void everyRuleHasItsPlaceInTheHandbook() throws IOException {
        for (AlertRule rule : ALL) {
            String[] place = rule.runbook().split("#");
            assertThat(Files.readString(Path.of(place[0])).lines().map(line -> line.toLowerCase(Locale.ROOT)))
                    .as(rule.name())
                    .contains("## " + place[1]);
        }
    }

    @Test
    void leavesOutWhatNobodyMeasures() {
        assertThat(AlertRules.of(Set.of(Job.LIVEKIT))).map(AlertRule::name).containsExactly("SfuDown");
    }

    @Test
    void asksLotusOnlyForFiguresThatItHas() throws IOException {
        assertThat(names("lotus_")).isSubsetOf(registered());
    }

    @Test
    void asksExportersOnlyForFiguresThatTheyHave() {
        assertThat(union(names("pg_"), names("node_"))).isSubsetOf(EXPORTERS);
    }

    @Test
    void findsNamesInAnExpression() {
        assertThat(
                        FigureNames.of(
                                "sum by (le, name) (rate(a_total{x=\"b_c\"}[5m])) / on (d) e_f > 0.5 and time() - g:h < 4 * 86400"))
                .containsExactly("a_total", "e_f", "g:h");
    }

    /** Of rules and panels. */
    private static Set<String> names(String prefix) {
        Stream<String> panels = Dashboards.of(EnumSet.allOf(Job.class)).stream()
                .flatMap(page -> page.panels().stream())
                .flatMap(panel -> panel.queries().stream())
                .map(Query::expression);
        Set<String> names = new TreeSet<>();
        Stream.concat(ALL.stream().map(AlertRule::expression), panels)
                .flatMap(expression -> FigureNames.of(expression).stream())
                .map(name -> name.replaceAll("^(lotus_.*)_(?:bucket|sum|count)$", "$1"))
                .filter(name -> name.startsWith(prefix))
                .forEach(names::add);
        assertThat(names).isNotEmpty();
        return names;
    }

    private static Set<String> registered() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                Matcher matcher = REGISTERED.matcher(Files.readString(source));
                while (matcher.find()) {
                    names.add(matcher.group(1));
                }
            }
        }
        return names;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> both = new TreeSet<>(one);
        both.addAll(other);
        return both;
    }
}
