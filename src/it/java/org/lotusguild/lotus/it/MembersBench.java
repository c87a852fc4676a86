package org.lotusguild.lotus.it;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * How long {@code !ping} takes in a room of many members whose key is already shared, beside a room of two, by turns in one run.
 * The members are users of an application service, registered and joined by the bench.
 */
final class MembersBench {
    private static final int WARM_UP = 20;
    private static final int EACH = 60;
    private static final int ROUNDS = 3;
    private static final int AT_ONCE = 8;
    private static final String TOKEN = "as-token-of-the-crowd";
    private static final String REGISTRATION = """
            id: crowd
            url: null
            as_token: "%s"
            hs_token: "hs-token-of-the-crowd"
            sender_localpart: crowd-service
            rate_limited: false
            namespaces: {users: [{exclusive: true, regex: '@crowd_.*:lotus\\.test'}], rooms: [], aliases: []}
            """.formatted(TOKEN);

    private MembersBench() {}

    public static void main(String[] args) throws Exception {
        int members = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        List<Double> small = new ArrayList<>();
        List<Double> large = new ArrayList<>();
        List<Double> ratio = new ArrayList<>();
        try (ExistingServer server = ExistingServer.startBeside(REGISTRATION)) {
            Person alice = server.person("alice");
            String few = server.roomWithBot(alice, RoomWish.encrypted());
            String many = server.roomWithBot(alice, RoomWish.encrypted().open());
            fill(server, many, members - 2);
            alice.answerTimes(few, "!ping", WARM_UP, server.bot());
            alice.answerTimes(many, "!ping", WARM_UP, server.bot());
            for (int round = 0; round < ROUNDS; round++) {
                small.add(Figures.median(alice.answerTimes(few, "!ping", EACH, server.bot())));
                large.add(Figures.median(alice.answerTimes(many, "!ping", EACH, server.bot())));
                ratio.add(large.getLast() / small.getLast());
            }
        }
        System.out.println(Figures.line("!ping until its answer, 2 members, p50", small, "ms"));
        System.out.println(Figures.line("the same, " + members + " members, p50", large, "ms"));
        System.out.println(Figures.line("ratio", ratio, ""));
    }

    private static void fill(ExistingServer server, String room, int count) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> joining = new ArrayList<>();
            for (int n = 0; n < count; n++) {
                String name = "crowd_" + n;
                joining.add(threads.submit(() -> join(server, name, room)));
            }
            for (Future<?> one : joining) {
                one.get();
            }
        }
        System.out.println(count + " members have joined");
    }

    private static void join(ExistingServer server, String name, String room) {
        String register = "{\"type\": \"m.login.application_service\", \"inhibit_login\": true, \"username\": \"" + name + "\"}";
        call(server, "/_matrix/client/v3/register", register);
        String user = server.homeserver().userId(name);
        call(server, "/_matrix/client/v3/rooms/" + room + "/join?user_id=" + user, "{}");
    }

    private static void call(ExistingServer server, String path, String body) {
        var question = Json.object()
                .put("base", server.homeserver().base())
                .put("method", "POST")
                .put("path", path)
                .put("token", TOKEN);
        question.set("body", Json.parseObject(body));
        JsonNode answer = server.oracle().ask("http", question);
        if (answer.path("status").asInt() != 200) {
            throw new IllegalStateException(path + ": " + answer);
        }
    }
}
