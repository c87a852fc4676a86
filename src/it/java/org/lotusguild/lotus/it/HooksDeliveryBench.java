package org.lotusguild.lotus.it;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * Posts of webhooks on their way into a room: how many a second, beside one user who sends the same events as fast as the homeserver answers,
 * by turns in one run; and how long a sender waits, at five a second, for its acknowledgement and for its delivery: alone, and beside scripts that
 * loop.
 */
final class HooksDeliveryBench {
    private static final int ROUNDS = 3;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration BETWEEN = Duration.ofMillis(200);
    private static final Duration OF_A_LOOP = Duration.ofMillis(100);
    private static final List<String> LOOPS = List.of("loop-one", "loop-two");

    private final Posts posts = new Posts();
    private final ExistingServer server;
    private final Crowd crowd;
    private final String room;
    private int next;
    /** To hooks. */
    private int posted;

    private HooksDeliveryBench(ExistingServer server) {
        this.server = server;
        this.crowd = new Crowd(server.homeserver(), 1);
        crowd.register();
        crowd.makeDevice(0);
        ObjectNode wish = Json.object().put("preset", "public_chat").put("room_alias_name", "posts");
        room = Json.string(crowd.as(0, "POST", "/_matrix/client/v3/createRoom", wish), "room_id").orElseThrow();
    }

    /**
     * {@code [EVENTS] [FOLDER]}: of a turn, and of the slow ones; and where Lotus keeps its database. A folder in memory shows what it costs
     * that Lotus and the homeserver share a disk.
     */
    public static void main(String[] args) {
        int events = args.length > 0 ? Integer.parseInt(args[0]) : 300;
        Optional<Path> folder = args.length > 1 ? Optional.of(Path.of(args[1])) : Optional.empty();
        try (ExistingServer server =
                ExistingServer.startBeside(Crowd.REGISTRATION, home -> configure(home, folder))) {
            HooksDeliveryBench bench = new HooksDeliveryBench(server);
            bench.rates(events);
            bench.waits(events, "");
        }
        // Where there are scripts Java has its second compiler, which takes of the processors what is measured above.
        try (ExistingServer server = ExistingServer.startBeside(Crowd.REGISTRATION, HooksDeliveryBench::configureLoops)) {
            new HooksDeliveryBench(server).besideLoops(events);
        }
    }

    private static void configureLoops(Home home) {
        configure(home, Optional.empty());
        home.write(home.directory().resolve("loop.js"), "while (true) {}");
        LOOPS.forEach(loop -> home.hook(loop, "transform: {file: loop.js}, rooms: [{room: \"#posts:lotus.test\"}]"));
    }

    private static void configure(Home home, Optional<Path> folder) {
        folder.ifPresent(there -> home.database(there.resolve("lotus.db")));
        home.append("""
                webhooks:
                  limits: {per-hook: off, per-address: off}
                  transforms: {disable-after: 100}
                  hooks:
                """);
        home.hook("fast", "rooms: [{room: \"#posts:lotus.test\"}]");
        home.hook("slow", "wait: true, rooms: [{room: \"#posts:lotus.test\"}]");
    }

    private void rates(int events) {
        turn(events, n -> crowd.noticeFromDevice(0, room, "post " + n)); // both are warm
        turn(events, n -> post("fast", n));
        List<Double> bare = new ArrayList<>();
        List<Double> hooks = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<Double> undisturbed = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            bare.add(turn(events, n -> crowd.noticeFromDevice(0, room, "post " + n)).rate());
            Turn turn = turn(events, n -> post("fast", n));
            hooks.add(turn.rate());
            ratios.add(turn.rate() / bare.getLast());
            undisturbed.add(turn.afterwards() / bare.getLast());
        }
        System.out.println(Figures.line("one user, one event after the other", bare, "events/s"));
        System.out.println(Figures.line("posts of a hook, in the room", hooks, "events/s"));
        System.out.println(Figures.line("ratio", ratios, ""));
        System.out.println(Figures.line("ratio, of those in the room after the last post", undisturbed, ""));
        load();
    }

    /**
     * Events a second, by the homeserver's own times.
     *
     * @param times of the events, in order
     * @param asked when the last of them was asked for
     */
    private record Turn(List<Long> times, long asked) {
        double rate() {
            return rate(times);
        }

        /** While nobody posts any more. */
        double afterwards() {
            return rate(times.stream().filter(time -> time > asked).toList());
        }

        private static double rate(List<Long> times) {
            return times.size() < 2 ? 0 : (times.size() - 1) * 1e3 / Math.max(1, times.getLast() - times.getFirst());
        }
    }

    private static void load() {
        System.out.printf("load %.1f%n", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private void post(String hook, int number) {
        URI address = server.lotus().home().hookAddress(hook);
        if (posts.post(address, "{\"text\": \"post " + number + "\"}") / 100 != 2) {
            throw new IllegalStateException("not acknowledged");
        }
        posted++;
    }

    private Turn turn(int events, IntConsumer effect) {
        int first = next + 1;
        next += events;
        for (int n = first; n <= next; n++) {
            effect.accept(n);
        }
        long asked = Instant.now().toEpochMilli();
        // Lotus is asked, and seldom: asking takes of what is measured.
        Await.until(LIMIT, "all posts to be delivered", () -> {
            Await.elapsed(LOOK);
            return delivered() >= posted;
        });
        List<Long> times = times(first).stream().sorted().toList();
        if (times.size() != events) {
            throw new IllegalStateException(times.size() + " of " + events + " events are in the room");
        }
        return new Turn(times, asked);
    }

    private double delivered() {
        return server.lotus().home().metrics().lines()
                .filter(line -> line.startsWith("lotus_webhook_delivery_seconds_count "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private List<Long> times(int first) {
        List<Long> times = new ArrayList<>();
        for (ObjectNode event : crowd.history(0, room)) {
            String body = Json.string(event, "content", "body").orElse("");
            if (body.startsWith("post ") && Integer.parseInt(body.substring(5)) >= first) {
                times.add(event.path("origin_server_ts").asLong());
            }
        }
        return times;
    }

    private void waits(int events, String when) {
        List<Double> acknowledged = new ArrayList<>();
        List<Double> delivered = new ArrayList<>();
        for (int n = 0; n < events; n++) {
            acknowledged.add(millis("fast"));
            delivered.add(millis("slow"));
            Await.elapsed(BETWEEN);
        }
        print("acknowledged" + when, acknowledged);
        print("accepted until in the room" + when, delivered);
        load();
    }

    private double millis(String hook) {
        long begin = System.nanoTime();
        post(hook, ++next);
        return (System.nanoTime() - begin) / 1e6;
    }

    private static void print(String what, List<Double> millis) {
        System.out.printf("%s, five a second at most, %d posts: p50 %.0f ms, p99 %.0f ms, longest %.0f ms%n",
                what, millis.size(), Figures.percentile(millis, 50), Figures.percentile(millis, 99), Figures.percentile(millis, 100));
    }

    /** As {@link #waits}, while two hooks whose scripts never end get as many posts as a hook may usually get. */
    private void besideLoops(int events) {
        turn(events, n -> post("fast", n)); // it is warm
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String hook : LOOPS) {
                threads.execute(() -> {
                    while (!over.get()) {
                        posts.post(server.lotus().home().hookAddress(hook), "{\"text\": \"post 0\"}");
                        Await.elapsed(OF_A_LOOP);
                    }
                });
            }
            waits(events, " beside two scripts that loop");
            over.set(true);
        }
    }
}
