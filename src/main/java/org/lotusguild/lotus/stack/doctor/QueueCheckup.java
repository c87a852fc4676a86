package org.lotusguild.lotus.stack.doctor;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether work waits for longer than it should, from the metrics of the running program.
 *
 * @param metrics in Prometheus' text format; empty if nothing runs
 */
public record QueueCheckup(Optional<String> metrics) implements Checkup {

    /** A figure, and from which value on it is told. */
    private record Limit(String metric, String words, double note, double bad, String next) {}

    private static final List<Limit> LIMITS = List.of(
            new Limit(
                    "lotus_matrix_send_waiting",
                    "messages wait to be sent",
                    50,
                    1000,
                    "Does the homeserver answer? lotus status"),
            new Limit(
                    "lotus_matrix_sync_silence_seconds",
                    "s since the last sync",
                    90,
                    300,
                    "Does the homeserver answer? lotus status"),
            new Limit("lotus_webhook_queue_rows", "posts wait to be delivered", 100, 10_000, "lotus hook dead"),
            new Limit("lotus_webhook_oldest_pending_seconds", "s waits the oldest post", 300, 3600, "lotus hook dead"));

    @Override
    public List<Line> lines() {
        return metrics.map(text ->
                        LIMITS.stream().flatMap(limit -> line(limit, text)).toList())
                .orElse(List.of());
    }

    private static Stream<Line> line(Limit limit, String text) {
        return value(limit.metric(), text).stream().map(value -> {
            String words = Math.round(value) + " " + limit.words();
            if (value >= limit.bad()) {
                return Line.bad("queue", words, limit.next());
            }
            return value >= limit.note() ? Line.note("queue", words, limit.next()) : Line.well("queue", words);
        });
    }

    /** The largest value of all its labels. */
    private static Optional<Double> value(String metric, String text) {
        Pattern line = Pattern.compile("(?m)^" + metric + "(?:\\{[^}]*})? ([-+0-9.eE]+)$");
        return line.matcher(text)
                .results()
                .map(found -> Double.parseDouble(found.group(1)))
                .max(Double::compare);
    }
}
