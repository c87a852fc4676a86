package org.lotusguild.lotus.it;

import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.fake.Forger;
import org.lotusguild.lotus.crypto.fake.KeyServer;
import org.lotusguild.lotus.http.OutgoingHttp;
import org.lotusguild.lotus.matrix.api.Credentials;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import tools.jackson.databind.node.ObjectNode;

/**
 * The first answer in a room whose members have a thousand devices that a bot never met, on a real homeserver: lists, one-time
 * keys, sessions, room key, answer. For Lotus and for a bot on matrix-nio, each in a room of its own with the same people, whose
 * key the asking client has shared before it is measured.
 */
final class FirstShareBench {
    private static final int AT_ONCE = 4;
    /** For the asking client and both bots, in both rooms. */
    private static final int KEYS = 6;

    private static final List<String> DEVICES = List.of("PHONE", "LAPTOP");
    private static final Secret TOKEN = new Secret("as-token-of-the-crowd");
    private static final String REGISTRATION = """
            id: crowd
            url: null
            as_token: "%s"
            hs_token: "hs-token-of-the-crowd"
            sender_localpart: crowd-service
            rate_limited: false
            io.element.msc4190: true
            namespaces: {users: [{exclusive: true, regex: '@crowd_.*:lotus\\.test'}], rooms: [], aliases: []}
            """.formatted(TOKEN.value());

    private final ExistingServer server;
    private final MatrixApi api;

    private FirstShareBench(ExistingServer server, OutgoingHttp http) {
        this.server = server;
        this.api = MatrixApi.of(
                http,
                URI.create(server.homeserver().base()),
                new Credentials.Nobody(),
                InstantSource.system(),
                Pause.real(),
                new SecureRandom());
    }

    public static void main(String[] args) throws Exception {
        int devices = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        try (ExistingServer server = ExistingServer.startBeside(REGISTRATION);
                OutgoingHttp http = new OutgoingHttp("bench");
                NioBot nio = NioBot.start(server)) {
            new FirstShareBench(server, http).run(devices / DEVICES.size(), nio.user());
        }
    }

    private void run(int people, String nio) throws Exception {
        Person alice = server.person("alice");
        String ours = server.roomWithBot(alice, RoomWish.encrypted().open());
        String theirs = alice.createRoom(RoomWish.encrypted().open().inviting(nio));
        alice.awaitJoin(theirs, nio);
        crowd(people, List.of(RoomId.parse(ours), RoomId.parse(theirs)));
        System.out.printf("%d people with %d devices have joined%n", people, people * DEVICES.size());
        measure("Lotus", alice, ours, server.bot());
        measure("matrix-nio", alice, theirs, nio);
    }

    /** What the asking client must share first is shared with a message that is no command. */
    private static void measure(String name, Person alice, String room, String bot) {
        alice.text(room, "good evening");
        List<Double> first = alice.answerTimes(room, "!flip", 1, bot);
        List<Double> next = alice.answerTimes(room, "!flip", 10, bot);
        System.out.println(Figures.line(name + ", first answer", first, "ms"));
        System.out.println(Figures.line(name + ", the next ones, p50", List.of(Figures.median(next)), "ms"));
    }

    private void crowd(int people, List<RoomId> rooms) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<Boolean>> joining = new ArrayList<>();
            for (int n = 0; n < people; n++) {
                UserId user = UserId.parse(server.homeserver().userId("crowd_" + n));
                joining.add(() -> join(user, rooms));
            }
            for (Future<Boolean> one : threads.invokeAll(joining)) {
                one.get();
            }
        }
    }

    private boolean join(UserId user, List<RoomId> rooms) {
        as(user, DEVICES.getFirst()).registerAppserviceUser(user.localpart());
        for (String device : DEVICES) {
            MatrixApi its = as(user, device);
            its.putDevice(new DeviceId(device), device);
            its.keys().upload(keys(user, device));
        }
        rooms.forEach(room -> as(user, DEVICES.getFirst()).rooms().join(room, List.of()));
        return true;
    }

    private MatrixApi as(UserId user, String device) {
        return api.as(new Credentials.AppserviceUser(TOKEN, user, new DeviceId(device)));
    }

    private static ObjectNode keys(UserId user, String device) {
        ObjectNode body = Json.object();
        try (Forger made = new Forger(new KeyServer(), user, new DeviceId(device))) {
            body.set("device_keys", made.deviceKeys());
            made.account().generateOneTimeKeys(KEYS);
            ObjectNode oneTime = body.putObject("one_time_keys");
            made.account()
                    .oneTimeKeys()
                    .forEach((id, key) -> oneTime.set(
                            "signed_curve25519:" + id, made.sign(Json.object().put("key", key.base64()))));
        }
        return body;
    }
}
