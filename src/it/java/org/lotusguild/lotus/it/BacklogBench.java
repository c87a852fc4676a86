package org.lotusguild.lotus.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lotus is down while many commands are given that are too old when it comes back, and some that are not. */
final class BacklogBench {
    private static final int ROOMS = 5;

    private BacklogBench() {}

    public static void main(String[] args) {
        int old = args.length > 0 ? Integer.parseInt(args[0]) : 500;
        Duration down = Duration.ofMinutes(args.length > 1 ? Integer.parseInt(args[1]) : 60);
        try (ExistingServer server = ExistingServer.startBeside(Crowd.REGISTRATION)) {
            Crowd crowd = new Crowd(server.homeserver(), ROOMS);
            crowd.register();
            List<String> rooms = new ArrayList<>();
            for (int room = 0; room < ROOMS; room++) {
                rooms.add(crowd.createRoom(room, false, server.bot()));
                crowd.awaitJoined(room, rooms.getLast(), server.bot());
            }
            server.lotus().stop();
            List<String> late = new ArrayList<>();
            for (int n = 0; n < old; n++) {
                late.add(crowd.say(n % ROOMS, rooms.get(n % ROOMS), "!roll"));
            }
            Await.elapsed(down);
            List<String> young = new ArrayList<>();
            for (int room = 0; room < ROOMS; room++) {
                young.add(crowd.say(room, rooms.get(room), "!roll"));
            }
            long start = System.nanoTime();
            server.lotus().up();
            boolean all = Await.happens(Duration.ofMinutes(1), () -> answered(server, crowd, rooms, young) == young.size());
            double seconds = (System.nanoTime() - start) / 1e9;
            Await.elapsed(Duration.ofSeconds(5));
            System.out.printf("%d min down; old commands: %d, answered: %d; new ones: %d, answered: %d, %.1f s after the start began%n",
                    down.toMinutes(), old, answered(server, crowd, rooms, late), young.size(), answered(server, crowd, rooms, young), seconds);
            if (!all || answered(server, crowd, rooms, late) > 0) {
                System.exit(1);
            }
        }
    }

    private static long answered(ExistingServer server, Crowd crowd, List<String> rooms, List<String> questions) {
        long count = 0;
        for (int room = 0; room < ROOMS; room++) {
            Answered there = Answered.in(crowd.history(room, rooms.get(room)), server.bot());
            count += questions.stream().mapToLong(there::to).sum();
        }
        return count;
    }
}
