package org.lotusguild.lotus.stack.doctor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.plan.Capacity;

/**
 * Whether Synapse's main process has more to do than one process should, by its own figures since its start. Peaks of an hour are
 * the business of alerts; this is about the size of the whole.
 *
 * @param scraped in Prometheus' text format; empty if it was not to be had
 * @param size for which the servers are rendered
 */
public record LoadCheckup(Optional<String> scraped, Capacity size, InstantSource clock) implements Checkup {
    private static final Duration LEAST = Duration.ofMinutes(15);
    private static final double BUSY = 0.8;
    private static final double SLOW = 0.1;
    private static final double MOST_TURNS = 0.99;
    private static final int PERCENT = 100;
    private static final Pattern TURNS =
            Pattern.compile("(?m)^python_twisted_reactor_tick_time_bucket\\{[^}]*le=\"([^\"]+)\"[^}]*} (\\S+)$");

    @Override
    public List<Line> lines() {
        return scraped.stream().flatMap(this::line).toList();
    }

    private Stream<Line> line(String text) {
        Optional<Double> start = value("process_start_time_seconds", text);
        Optional<Double> worked = value("process_cpu_seconds_total", text);
        if (start.isEmpty() || worked.isEmpty()) {
            return Stream.empty();
        }
        double ran = clock.millis() / 1000.0 - start.get();
        if (ran < LEAST.toSeconds()) {
            return Stream.of(Line.well("load", "Synapse began only now"));
        }
        double busy = worked.get() / ran;
        double turn = turn(text);
        String words = String.format(
                Locale.ROOT,
                "Synapse's main process fills %d %% of a core and is free again within %s s",
                Math.round(busy * PERCENT),
                turn == Double.POSITIVE_INFINITY ? "many" : Double.toString(turn));
        return Stream.of(busy > BUSY || turn > SLOW ? Line.note("load", words, step()) : Line.well("load", words));
    }

    private String step() {
        return switch (size) {
            case SMALL -> "size: medium in lotus.yaml, see docs/operator/growing.md";
            case MEDIUM -> "size: large in lotus.yaml, see docs/operator/growing.md";
            case LARGE -> "size: huge in lotus.yaml, see docs/operator/growing.md";
            case HUGE -> "Which of its requests take so long? The dashboard Synapse shows it";
        };
    }

    /** The bound under which 99 of 100 turns of the process' loop stay; 0 where it counts none. */
    private static double turn(String text) {
        Map<Double, Double> counts = new TreeMap<>();
        TURNS.matcher(text).results().forEach(found -> counts.put(bound(found), Double.parseDouble(found.group(2))));
        double all = counts.values().stream().mapToDouble(count -> count).max().orElse(0);
        return counts.entrySet().stream()
                .filter(bucket -> all > 0 && bucket.getValue() >= MOST_TURNS * all)
                .mapToDouble(Map.Entry::getKey)
                .findFirst()
                .orElse(0);
    }

    private static double bound(MatchResult bucket) {
        return bucket.group(1).equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bucket.group(1));
    }

    private static Optional<Double> value(String metric, String text) {
        return Pattern.compile("(?m)^" + metric + " ([-+0-9.eE]+)$")
                .matcher(text)
                .results()
                .findFirst()
                .map(found -> Double.parseDouble(found.group(1)));
    }
}
