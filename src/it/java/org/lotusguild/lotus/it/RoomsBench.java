package org.lotusguild.lotus.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * {@code !ping} once a second in each of many clear rooms, without and with a question to the model server going on: from when
 * the homeserver took the question until it took the answer.
 */
final class RoomsBench {
    private RoomsBench() {}

    public static void main(String[] args) {
        int rooms = args.length > 0 ? Integer.parseInt(args[0]) : 50;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 60;
        Neighbours neighbours = new Neighbours();
        try (ExistingServer server = ExistingServer.startBeside(Crowd.REGISTRATION)) {
            server.lotus().stop();
            server.lotus().home().secret("rcon-password", Neighbours.RCON_PASSWORD);
            List<String> settings = new ArrayList<>(List.of(Home.LIMITS_OFF));
            settings.addAll(List.of(neighbours.settings()));
            settings.add("commands: {ask: {cooldown: 1s}}");
            server.lotus().home().bot(settings.toArray(String[]::new));
            server.lotus().up();
            Crowd crowd = new Crowd(server.homeserver(), rooms + 1);
            crowd.register();
            List<String> all = new ArrayList<>();
            for (int room = 0; room <= rooms; room++) {
                all.add(crowd.createRoom(room, false, server.bot()));
                crowd.awaitJoined(room, all.getLast(), server.bot());
            }
            round("warm-up", server, crowd, all, 10, false);
            round("without a question to the model", server, crowd, all, seconds, false);
            round("with one going on", server, crowd, all, seconds, true);
        } finally {
            neighbours.close();
        }
    }

    private static void round(
            String name, ExistingServer server, Crowd crowd, List<String> rooms, int seconds, boolean asking) {
        int quick = rooms.size() - 1;
        List<List<String>> asked = new ArrayList<>();
        for (int room = 0; room <= quick; room++) {
            asked.add(Collections.synchronizedList(new ArrayList<>()));
        }
        long begin = System.nanoTime();
        crowd.each(rooms.size(), room -> {
            for (int second = 0; second < seconds; second++) {
                long due = begin + (second * 1_000L + 1_000L * room / rooms.size()) * 1_000_000L;
                Await.until(Duration.ofMinutes(5), "the next second", () -> System.nanoTime() >= due);
                if (room < quick) {
                    asked.get(room).add(crowd.say(room, rooms.get(room), "!ping"));
                } else if (asking && second % 5 == 0) {
                    crowd.say(room, rooms.get(room), "!ask why is the sky blue?");
                }
            }
        });
        double took = (System.nanoTime() - begin) / 1e9;
        Await.elapsed(Duration.ofSeconds(5));
        List<Double> times = new ArrayList<>();
        int questions = 0;
        for (int room = 0; room < quick; room++) {
            Answered there = Answered.in(crowd.history(room, rooms.get(room)), server.bot());
            questions += asked.get(room).size();
            asked.get(room).stream().filter(q -> there.to(q) > 0).map(q -> there.took().get(q)).forEach(times::add);
        }
        System.out.printf("%s: %d rooms, %.1f commands a second, %d of %d answered; p50 %.0f ms, p99 %.0f ms%n",
                name, quick, questions / took, times.size(), questions, Figures.median(times), Figures.percentile(times, 99));
    }
}
