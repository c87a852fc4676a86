package org.lotusguild.lotus.stack.watch;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One picture of a dashboard.
 *
 * @param unit as Grafana names it: {@code s}, {@code bytes}, {@code percentunit}, {@code ops}, {@code short}
 * @param needs the jobs whose figures it shows; it is left out when one is not scraped
 */
public record Panel(String title, Shape shape, String unit, Set<Job> needs, List<Query> queries) {
    /** How figures are shown. */
    public enum Shape {
        /** Lines over time. */
        GRAPH,
        /** The newest number, large. */
        NUMBER
    }

    public Panel {
        needs = Set.copyOf(needs);
        queries = List.copyOf(queries);
    }

    static Panel graph(String title, String unit, Job job, String expression, String legend) {
        return new Panel(title, Shape.GRAPH, unit, Set.of(job), List.of(new Query(expression, legend)));
    }

    static Panel number(String title, String unit, Job job, String expression) {
        return new Panel(title, Shape.NUMBER, unit, Set.of(job), List.of(new Query(expression, "")));
    }

    /** The same panel with one more line. */
    Panel and(String expression, String legend) {
        return new Panel(
                title,
                shape,
                unit,
                needs,
                Stream.concat(queries.stream(), Stream.of(new Query(expression, legend)))
                        .toList());
    }
}
