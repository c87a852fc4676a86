package org.lotusguild.lotus.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * {@code !ping} once a second, or less often, in each of many clear rooms, without and with a question to the model server going
 * on: from when the homeserver took the question until it took the answer. A question and its answer are two events: where that is
 * more than the homeserver takes, its line is measured, not the bot.
 */
final class RoomsBench {
    /** Of a {@code !ask}. */
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(5);

    private final ExistingServer server;
    private final Crowd crowd;
    private final List<String> rooms;
    private final Duration between;

    private RoomsBench(ExistingServer server, Crowd crowd, List<String> rooms, Duration between) {
        this.server = server;
        this.crowd = crowd;
        this.rooms = rooms;
        this.between = between;
    }

    /** {@code [ROOMS] [SECONDS] [SECONDS BETWEEN TWO OF A ROOM]}. */
    public static void main(String[] args) {
        int rooms = args.length > 0 ? Integer.parseInt(args[0]) : 50;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 60;
        Duration between = Duration.ofSeconds(args.length > 2 ? Integer.parseInt(args[2]) : 1);
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
            }
            for (int room = 0; room <= rooms; room++) {
                crowd.awaitJoined(room, all.get(room), server.bot());
            }
            RoomsBench bench = new RoomsBench(server, crowd, all, between);
            bench.round("warm-up", Duration.ofSeconds(10), false);
            bench.round("without a question to the model", Duration.ofSeconds(seconds), false);
            bench.round("with one going on", Duration.ofSeconds(seconds), true);
        } finally {
            neighbours.close();
        }
    }

    private void round(String name, Duration length, boolean asking) {
        int quick = rooms.size() - 1;
        List<List<String>> asked = new ArrayList<>();
        for (int room = 0; room <= quick; room++) {
            asked.add(Collections.synchronizedList(new ArrayList<>()));
        }
        long begin = System.nanoTime();
        crowd.each(rooms.size(), room -> {
            boolean model = room == quick;
            Duration step = model ? BETWEEN_QUESTIONS : between;
            Duration offset = between.multipliedBy(room).dividedBy(rooms.size());
            for (Duration at = offset; at.compareTo(length) < 0 && (asking || !model); at = at.plus(step)) {
                long due = begin + at.toNanos();
                Await.until(Duration.ofMinutes(5), "the next one", () -> System.nanoTime() >= due);
                if (model) {
                    crowd.say(room, rooms.get(room), "!ask why is the sky blue?");
                } else {
                    asked.get(room).add(crowd.say(room, rooms.get(room), "!ping"));
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
