package org.lotusguild.lotus.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * From {@code lotus up} to ready ({@code /health/ready} answers 200): on an empty home, and on the same home again. The tools lie
 * in the cache already. Processor time is that of Lotus and, where it has one, its Synapse together. And Lotus alone, where a
 * homeserver runs already.
 */
final class StartBench {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private StartBench() {}

    /** What one start took. */
    private record Start(double wall, double cpu) {}

    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        List<Start> first = new ArrayList<>();
        List<Start> next = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            try (Lotus lotus = new Lotus(Home.fresh("bench"), System.err::println)) {
                first.add(start(lotus));
                lotus.stop();
                next.add(start(lotus));
                lotus.stop();
            }
        }
        print("empty home", first);
        print("next start", next);
        print("alone, on an existing homeserver", alone(rounds));
    }

    /** Lotus where a homeserver runs already. The start before has left an archive of the classes. */
    private static List<Start> alone(int rounds) {
        List<Start> starts = new ArrayList<>();
        try (ExistingServer server = ExistingServer.start()) {
            for (int round = 0; round < rounds; round++) {
                server.lotus().stop();
                starts.add(start(server.lotus()));
            }
        }
        return starts;
    }

    private static void print(String name, List<Start> starts) {
        System.out.println(Figures.line(name + ", until ready", starts.stream().map(Start::wall).toList(), "s"));
        System.out.println(Figures.line(name + ", processor", starts.stream().map(Start::cpu).toList(), "s"));
    }

    private static Start start(Lotus lotus) {
        long begin = System.nanoTime();
        lotus.begin();
        Await.until(LIMIT, "ready:\n" + lotus.output(), () -> lotus.running() && lotus.home().saysReady());
        double wall = (System.nanoTime() - begin) / 1e9;
        Start start = new Start(wall, Usage.cpuSeconds(lotus.processes()));
        lotus.awaitReady();
        return start;
    }
}
