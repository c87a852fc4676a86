package org.lotusguild.lotus.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * What hooks cost while nobody posts: heap after a collection, and resident memory, of Lotus with the part and of the same home without
 * it, by turns. With it, each of the eleven services has posted once, so that its user is there.
 */
final class HooksIdleBench {
    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration SETTLES = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

    private final Posts posts = new Posts();
    private final ExistingServer server;

    private HooksIdleBench(ExistingServer server) {
        this.server = server;
        Crowd crowd = new Crowd(server.homeserver(), 1);
        crowd.register();
        ObjectNode wish = Json.object().put("preset", "public_chat").put("room_alias_name", "posts");
        crowd.as(0, "POST", "/_matrix/client/v3/createRoom", wish);
    }

    /** {@code [ROUNDS]}. */
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        try (ExistingServer server = ExistingServer.startBeside(Crowd.REGISTRATION, HooksIdleBench::configure)) {
            new HooksIdleBench(server).run(rounds);
        }
    }

    private static void configure(Home home) {
        home.append("""
                webhooks:
                  hooks:
                """);
        home.hook("all", "rooms: [{room: \"#posts:lotus.test\"}]");
    }

    private void run(int rounds) throws Exception {
        List<Double> heap = new ArrayList<>();
        List<Double> resident = new ArrayList<>();
        Lotus with = server.lotus();
        with.stop();
        try (Lotus without = new Lotus(with.home(), server.oracle()::abort, "--only", "bot")) {
            for (int round = 0; round < rounds; round++) {
                without.up();
                Reading alone = reading(without);
                without.stop();
                with.up();
                allPost();
                Reading both = reading(with);
                with.stop();
                heap.add(both.heap() - alone.heap());
                resident.add(both.resident() - alone.resident());
                System.out.printf("heap after a collection: %.1f MiB without, %.1f MiB with%n", alone.heap(), both.heap());
            }
        }
        System.out.println(Figures.line("idle hooks, heap", heap, "MiB"));
        System.out.println(Figures.line("idle hooks, resident", resident, "MB"));
    }

    private void allPost() {
        Map<String, Posts.Sample> oneEach = new LinkedHashMap<>();
        Posts.samples().forEach(sample -> oneEach.putIfAbsent(sample.name().split("/", 2)[0], sample));
        oneEach.values().forEach(sample -> {
            // The same again within a minute would be known as the same.
            String payload = sample.payload().replaceFirst("\\{", "{\"turn\": " + System.nanoTime() + ",");
            posts.post(server.lotus().home().hookAddress("all"), payload);
        });
        waiting(); // the first question makes it count
        Await.elapsed(SETTLES);
        Await.until(LIMIT, "all posts to be delivered", () -> waiting() == 0);
    }

    private double waiting() {
        return server.lotus().home().metrics().lines()
                .filter(line -> line.startsWith("lotus_webhook_queue_rows{") && !line.contains("\"dead\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private record Reading(double heap, double resident) {}

    private static Reading reading(Lotus of) throws IOException, InterruptedException {
        Await.elapsed(REST);
        long pid = of.status().pid();
        jcmd(pid, "GC.run");
        double used = USED.matcher(jcmd(pid, "GC.heap_info")).results().mapToDouble(HooksIdleBench::kibibytes).sum();
        return new Reading(used / 1024, Usage.residentMegabytes(pid));
    }

    private static double kibibytes(MatchResult found) {
        return Double.parseDouble(found.group(1));
    }

    private static String jcmd(long pid, String what) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(jcmd, Long.toString(pid), what).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        return said;
    }
}
