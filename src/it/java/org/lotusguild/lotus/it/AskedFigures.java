package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.watch.AlertRule;
import org.lotusguild.lotus.stack.watch.AlertRules;
import org.lotusguild.lotus.stack.watch.Dashboards;
import org.lotusguild.lotus.stack.watch.FigureNames;
import org.lotusguild.lotus.stack.watch.Job;

/** The figures for which the rendered rules and panels ask, by the beginnings of their names. */
record AskedFigures(List<String> names) {
    static AskedFigures of(String... prefixes) {
        Stream<String> rules = AlertRules.of(EnumSet.allOf(Job.class)).stream().map(AlertRule::expression);
        Stream<String> panels = Dashboards.of(EnumSet.allOf(Job.class)).stream()
                .flatMap(page -> page.panels().stream())
                .flatMap(panel -> panel.queries().stream())
                .map(query -> query.expression());
        return new AskedFigures(Stream.concat(rules, panels)
                .flatMap(expression -> FigureNames.of(expression).stream())
                .filter(name -> Stream.of(prefixes).anyMatch(name::startsWith))
                .distinct()
                .sorted()
                .toList());
    }

    AskedFigures without(List<String> prefixes) {
        return new AskedFigures(names.stream().filter(name -> prefixes.stream().noneMatch(name::startsWith)).toList());
    }

    /** @param scraped what the programs answer to a scrape */
    void allIn(String scraped) {
        assertThat(names)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(scraped)
                        .containsAnyOf(
                                "# TYPE " + name + " ",
                                "# TYPE " + name.replaceAll("_(?:bucket|sum|count)$", "") + " histogram"));
    }
}
