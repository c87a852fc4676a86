package org.lotusguild.lotus.matrix.send;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.matrix.Figures;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.Asked;
import org.lotusguild.lotus.matrix.fake.FakeHomeserver;
import org.lotusguild.lotus.matrix.fake.FakeRooms;
import org.lotusguild.lotus.matrix.fake.PlainCaller;
import org.lotusguild.lotus.matrix.fake.ScriptedMachine;
import org.lotusguild.lotus.matrix.keys.KeyTraffic;
import org.lotusguild.lotus.matrix.keys.RoomKeys;
import org.lotusguild.lotus.matrix.keys.RoomPolicies;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A real database, a homeserver that knows transaction ids, rooms, and a clock that pauses move: whatever waits in the
 * program costs no time here.
 */
final class SendBench implements AutoCloseable {
    static final RoomId CLEAR = RoomId.parse("!clear");
    static final RoomId CRYPT = RoomId.parse("!crypt");
    static final Instant START = Instant.parse("2026-11-22T18:00:00Z");
    private static final String SEND = "/_matrix/client/v3/rooms/.*/send/.*";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** An event as it arrived, once per transaction id. */
    record Arrived(RoomId room, String type, ObjectNode content, Instant at) {}

    final FakeHomeserver server = FakeHomeserver.start();
    final FakeRooms rooms = new FakeRooms().join(CLEAR, CRYPT);
    final AtomicReference<Instant> now = new AtomicReference<>(START);
    final InstantSource clock = now::get;
    final Database database;
    volatile Metrics metrics = new Metrics();
    volatile Turns turns = Turns.any();
    private final Vault vault =
            VaultKey.parse(new Secret("00".repeat(32))).vault("@lotus:example.org", new SecureRandom());
    /** Two processes never draw the same transaction ids. */
    private final AtomicInteger processes = new AtomicInteger();

    private final Map<String, String> events = new HashMap<>();
    private final List<Arrived> timeline = new ArrayList<>();
    private volatile Function<Asked, Optional<Answer>> trouble = asked -> Optional.empty();
    private volatile Runnable onPause = () -> {};

    SendBench(Path folder) throws IOException {
        database = TestDatabases.sqlite(folder, clock, "matrix");
        rooms.encrypt(CRYPT, Json.object().put("algorithm", "m.megolm.v1.aes-sha2"));
        server.on("PUT", SEND, this::answer);
        server.on("GET", "/_matrix/client/v3/rooms/.*/messages", this::history);
        server.on("PUT", "/_matrix/client/v3/sendToDevice/.*", Answer.ok());
    }

    /** What the homeserver says instead of taking the event; empty: it takes it. */
    void trouble(Function<Asked, Optional<Answer>> script) {
        trouble = script;
    }

    /** Runs whenever the program waits. */
    void onPause(Runnable effect) {
        onPause = effect;
    }

    SendQueue queue() {
        return queue(machine(), true);
    }

    ScriptedMachine machine() {
        return new ScriptedMachine(database::inTransaction);
    }

    SendQueue queue(ScriptedMachine machine, boolean exempt) {
        return queue(database, new PlainCaller(), machine, exempt, SendQueue.Bounds.USUAL);
    }

    SendQueue queue(
            Database through, HttpCaller http, ScriptedMachine machine, boolean exempt, SendQueue.Bounds bounds) {
        MatrixApi api = server.api(http, clock, pause());
        metrics = new Metrics();
        KeyTraffic traffic = new KeyTraffic(machine, api, Optional::empty);
        SendSetup setup = new SendSetup(
                through,
                vault,
                machine,
                new RoomKeys(machine, traffic, clock, pause(), () -> {}),
                new RoomPolicies(rooms, RoomPolicy.ShareWith.ALL),
                rooms,
                () -> true,
                api,
                new Figures(metrics),
                clock,
                pause(),
                new Random(processes.incrementAndGet()),
                turns);
        return new SendQueue(setup, exempt, bounds);
    }

    private Pause pause() {
        return wait -> {
            if (Thread.interrupted()) {
                throw new InterruptedException("asked to stop");
            }
            now.updateAndGet(then -> then.plus(wait));
            onPause.run();
        };
    }

    private Answer answer(Asked asked) {
        return trouble.apply(asked).orElseGet(() -> taken(asked));
    }

    /** Transaction ids hold within a device: a new device knows none of them. */
    synchronized void anotherDevice() {
        events.clear();
        database.run(tx -> tx.sql("update matrix_send set device = 'BEFORE'").update());
    }

    /** The last page of a room, newest first. */
    private synchronized Answer history(Asked asked) {
        String room = URLDecoder.decode(asked.path(), StandardCharsets.UTF_8).split("/")[5];
        ObjectNode page = Json.object();
        ArrayNode chunk = page.putArray("chunk");
        for (int n = timeline.size(); n > 0; n--) {
            Arrived event = timeline.get(n - 1);
            if (event.room().value().equals(room)) {
                chunk.addObject()
                        .put("event_id", "$event" + n)
                        .put("sender", ScriptedMachine.USER.value())
                        .put("origin_server_ts", event.at().toEpochMilli())
                        .set("content", event.content());
            }
        }
        return Answer.json(page);
    }

    /** As a homeserver does: a transaction id that came before brings the old event id, and the body is ignored. */
    synchronized Answer taken(Asked asked) {
        String[] path = URLDecoder.decode(asked.path(), StandardCharsets.UTF_8).split("/");
        String event = events.computeIfAbsent(path[8], txn -> {
            timeline.add(new Arrived(RoomId.parse(path[5]), path[7], asked.json(), now.get()));
            return "$event" + timeline.size();
        });
        return Answer.json(Json.object().put("event_id", event));
    }

    synchronized List<Arrived> timeline() {
        return List.copyOf(timeline);
    }

    /** The texts that arrived in the room, in order; of encrypted ones what is inside. */
    List<String> texts(RoomId room) {
        return timeline().stream()
                .filter(arrived -> arrived.room().equals(room))
                .map(arrived -> Json.string(arrived.content(), "body")
                        .or(() -> Json.string(arrived.content(), "clear", "content", "body"))
                        .orElse("?"))
                .toList();
    }

    Ticket send(SendQueue queue, RoomId room, String text) {
        return queue.send(room, "m.room.message", text(text), SendOptions.interactive());
    }

    static ObjectNode text(String body) {
        return Json.object().put("msgtype", "m.notice").put("body", body);
    }

    static Ticket.Outcome end(Ticket ticket) throws InterruptedException {
        return ticket.await(LIMIT);
    }

    @Override
    public void close() {
        database.close();
        server.close();
    }
}
