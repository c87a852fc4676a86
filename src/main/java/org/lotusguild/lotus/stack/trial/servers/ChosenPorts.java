package org.lotusguild.lotus.stack.trial.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.trial.Ports;
import org.lotusguild.lotus.stack.trial.TrialException;

/** Loopback ports for the servers of a home, chosen once: those that the services usually have, or the next ones that are free. */
final class ChosenPorts {
    private static final int RANGE = 50;
    private static final int TRIES = 100;

    /**
     * @param first where the search begins
     * @param count how many in a row
     */
    private record Need(Service service, int first, int count) {}

    /** Away from those that {@code lotus.yaml} has: 8008, 8090, 9095 and those behind them. */
    private static final List<Need> ALL = List.of(
            new Need(Service.POSTGRES, 5432, 1),
            new Need(Service.REDIS, 6379, 1),
            new Need(Service.SYNAPSE, 8130, 1),
            new Need(Service.SYNAPSE_METRICS, 9200, 1),
            new Need(Service.REPLICATION, 9300, 1),
            new Need(Service.WORKERS, 8150, RANGE),
            new Need(Service.WORKER_METRICS, 9210, RANGE),
            new Need(Service.WORKER_REPLICATION, 9310, RANGE),
            new Need(Service.LIVEKIT, 7880, 1),
            new Need(Service.LIVEKIT_METRICS, 6789, 1),
            new Need(Service.TURN, 3478, 1),
            new Need(Service.TURN_TLS, 5349, 1));

    private ChosenPorts() {}

    /** Those that are known, and a choice for the others. */
    static Map<String, Integer> of(Map<String, Integer> known) {
        Map<String, Integer> chosen = new TreeMap<>(known);
        List<Integer> taken = new ArrayList<>(known.values());
        for (Need need : ALL) {
            chosen.computeIfAbsent(need.service().toString(), name -> {
                int first = first(need, taken);
                IntStream.range(first, first + need.count()).forEach(taken::add);
                return first;
            });
        }
        return chosen;
    }

    /** As {@code stack.ports} has it: a port, or a range. */
    static Map<String, String> spans(Map<String, Integer> chosen) {
        Map<String, String> spans = new TreeMap<>();
        for (Need need : ALL) {
            int first = chosen.getOrDefault(need.service().toString(), need.first());
            spans.put(
                    need.service().toString(),
                    need.count() == 1 ? Integer.toString(first) : first + "-" + (first + need.count() - 1));
        }
        return spans;
    }

    private static int first(Need need, List<Integer> taken) {
        int step = need.count() == 1 ? 1 : need.count() + 1;
        for (int i = 0; i < TRIES; i++) {
            int first = need.first() + i * step;
            if (IntStream.range(first, first + need.count())
                    .allMatch(port -> !taken.contains(port) && Ports.free(port))) {
                return first;
            }
        }
        throw new TrialException(
                "This machine has no free port for " + need.service() + " near " + need.first(),
                "End programs that listen there");
    }
}
