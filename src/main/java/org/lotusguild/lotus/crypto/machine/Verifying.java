package org.lotusguild.lotus.crypto.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.Verifications.RoomEvent;
import org.lotusguild.lotus.crypto.Verifications.RoomMessage;
import org.lotusguild.lotus.crypto.primitive.CryptoException;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import org.lotusguild.lotus.crypto.verification.CancelCode;
import org.lotusguild.lotus.crypto.verification.Exchange;
import org.lotusguild.lotus.crypto.verification.Flow;
import org.lotusguild.lotus.crypto.verification.Own;
import org.lotusguild.lotus.crypto.verification.Peer;
import org.lotusguild.lotus.crypto.verification.Phase;
import org.lotusguild.lotus.crypto.verification.Protocol;
import org.lotusguild.lotus.crypto.verification.Turn;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** The verifications of the account: finds the one that a message belongs to, keeps what comes of it, bounds their number. */
final class Verifying implements AutoCloseable {
    private static final String PREFIX = "m.key.verification.";
    private static final int MOST_OPEN = 20;
    private static final int MOST_KEPT = 50;
    private static final int MOST_ROWS = 200;
    /** So near to each other, requests of both sides were made without knowledge of the other. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final Duration REMEMBERED = Duration.ofDays(1);
    private static final Duration ROWS_EVERY = Duration.ofHours(1);

    private final Surroundings at;
    private final AccountKeys account;
    private final Devices devices;
    private final Tracking tracking;
    private final CrossSigning crossSigning;
    private final Requests requests;
    private final VerificationStore store;
    private final VerificationBook book;
    private final Map<String, Exchange> working;
    private final List<RoomMessage> forRooms = new ArrayList<>();
    private boolean changed;
    private Instant rowsAt = Instant.MIN;

    Verifying(
            Surroundings at,
            AccountKeys account,
            Devices devices,
            Tracking tracking,
            CrossSigning crossSigning,
            Requests requests,
            VerificationBook book) {
        this.at = at;
        this.account = account;
        this.devices = devices;
        this.tracking = tracking;
        this.crossSigning = crossSigning;
        this.requests = requests;
        this.store = new VerificationStore(at.account());
        this.book = book;
        this.working = book.copy();
    }

    static boolean isOne(String type) {
        return type.startsWith(PREFIX);
    }

    List<Exchange> all() {
        return List.copyOf(working.values());
    }

    Optional<Exchange> find(String id) {
        return Optional.ofNullable(working.get(id));
    }

    Optional<Exchange> ask(Tx tx, UserId user, Optional<RoomId> room) {
        String id = newId();
        Set<DeviceId> known = others(tx, user);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        replace(tx, user);
        makeRoom(tx);
        Flow flow =
                room.<Flow>map(r -> new Flow.InRoom(r, Optional.empty())).orElseGet(() -> new Flow.ToDevice(id, known));
        play(tx, Protocol.ask(id, flow, own(tx), user, at.now()));
        return find(id);
    }

    private Set<DeviceId> others(Tx tx, UserId user) {
        return devices.of(tx, user).stream()
                .filter(device -> !device.deleted() && !device.ref().equals(at.self()))
                .map(device -> device.ref().device())
                .collect(Collectors.toSet());
    }

    /** One with a user at a time, the newest. */
    private void replace(Tx tx, UserId user) {
        open().filter(x -> x.them().equals(user)).toList().forEach(x -> displaced(tx, x));
    }

    private void displaced(Tx tx, Exchange x) {
        play(tx, Protocol.end(x, CancelCode.USER, "a newer request takes its place"));
    }

    /** Whoever floods us with requests keeps our own human from none. */
    private void makeRoom(Tx tx) {
        open().limit(Math.max(0, open().count() - MOST_OPEN + 1)).toList().forEach(x -> displaced(tx, x));
    }

    private boolean isRoom() {
        boolean room = open().count() < MOST_OPEN;
        if (!room) {
            at.ignore(Ignored.VERIFICATION);
        }
        return room;
    }

    private Stream<Exchange> open() {
        return List.copyOf(working.values()).stream().filter(x -> !x.over());
    }

    /** What our human decided. */
    void decide(Tx tx, String id, Function<Protocol, Function<Exchange, Turn>> move) {
        find(id).ifPresent(x -> play(tx, move.apply(protocol(tx, x.them())).apply(x)));
    }

    /** A to-device event. */
    void receive(Tx tx, UserId sender, String type, ObjectNode content) {
        String transaction = Json.string(content, "transaction_id").orElse("");
        if (!Shapes.isTransaction(transaction)) {
            at.ignore(Ignored.MALFORMED);
            return;
        }
        String what = type.substring(PREFIX.length());
        if (what.equals("request")) {
            Instant sent = Instant.ofEpochMilli(content.path("timestamp").asLong(0));
            DeviceId device = DeviceId.parse(Json.string(content, "from_device").orElse(""));
            requested(
                    tx,
                    sender + " " + transaction,
                    new Flow.ToDevice(transaction, Set.of(device)),
                    sender,
                    sent,
                    content);
            return;
        }
        Optional<Exchange> found = open().filter(x -> x.flow() instanceof Flow.ToDevice
                        && x.flow().transaction().equals(transaction))
                .min(Comparator.comparing(x -> !x.them().equals(sender)));
        if (found.filter(x -> !x.them().equals(sender)).isPresent()) {
            // Nobody else but the homeservers knows the name of the conversation.
            play(tx, Protocol.end(found.get(), CancelCode.USER_MISMATCH, "another user spoke"));
            return;
        }
        continued(tx, found, what, content);
    }

    /** An event of a room. What is malformed is dropped, as to-device events are. */
    void receive(Tx tx, RoomEvent event) {
        try {
            hear(tx, event);
        } catch (CryptoException | MalformedJson | IllegalArgumentException e) {
            at.ignore(Ignored.MALFORMED);
        }
    }

    /** Everybody in the room sees what the conversation is called: others who speak in it are not heard. */
    private void hear(Tx tx, RoomEvent event) {
        if (event.type().equals("m.room.message")) {
            request(tx, event);
            return;
        }
        String reference =
                Json.string(event.content(), "m.relates_to", "event_id").orElse("");
        Optional<Exchange> found = open().filter(x -> x.flow() instanceof Flow.InRoom(RoomId room, var request)
                        && room.equals(event.room())
                        && request.isPresent())
                .filter(x ->
                        x.flow().transaction().equals(reference) && x.them().equals(event.sender()))
                .findFirst();
        if (isOne(event.type()) && !event.sender().equals(at.user())) {
            continued(tx, found, event.type().substring(PREFIX.length()), event.content());
        }
    }

    private void request(Tx tx, RoomEvent event) {
        ObjectNode content = event.content();
        if (!Json.string(content, "msgtype").orElse("").equals(PREFIX + "request")) {
            return;
        }
        Flow flow = new Flow.InRoom(event.room(), Optional.of(event.id()));
        if (event.sender().equals(at.user())) {
            Json.string(content, Protocol.OUR_ID).flatMap(this::find).ifPresent(x -> named(tx, x, flow));
        } else if (Json.string(content, "to").orElse("").equals(at.user().value())) {
            requested(tx, event.id().value(), flow, event.sender(), event.sentAt(), content);
        }
    }

    /** Our own request came back: now it has a name. */
    private void named(Tx tx, Exchange x, Flow flow) {
        if (x.flow() instanceof Flow.InRoom(RoomId room, var request) && request.isEmpty()) {
            play(tx, Protocol.named(x.in(flow)));
        }
    }

    private void requested(Tx tx, String id, Flow flow, UserId sender, Instant sent, ObjectNode content) {
        boolean young = sent.plus(Exchange.LIMIT).isAfter(at.now())
                && sent.isBefore(at.now().plus(AHEAD));
        DeviceId device = DeviceId.parse(Json.string(content, "from_device").orElse(""));
        boolean ourselves = new DeviceRef(sender, device).equals(at.self());
        if (!young
                || ourselves
                || working.containsKey(id)
                || store.isKnown(tx, id)
                || oursCounts(sender, device, sent)) {
            return;
        }
        replace(tx, sender);
        if (!isRoom()) {
            return;
        }
        Exchange x = new Exchange(id, flow, own(tx), sender, false, at.now(), new Phase.Requested(device));
        play(tx, Protocol.requested(x, content));
    }

    /**
     * Of two requests that cross each other the one of the lower user id counts, then of the lower device id, as with starts:
     * were both ended, nothing would be left. A later one takes the place of ours.
     */
    private boolean oursCounts(UserId them, DeviceId device, Instant sent) {
        int users = at.user().value().compareTo(them.value());
        boolean lower = users < 0 || users == 0 && at.device().value().compareTo(device.value()) < 0;
        return lower
                && open().anyMatch(x -> x.them().equals(them)
                        && x.phase() instanceof Phase.Asked
                        && Duration.between(x.since(), sent).abs().compareTo(AT_ONCE) < 0);
    }

    private void continued(Tx tx, Optional<Exchange> found, String what, ObjectNode content) {
        if (found.isEmpty()) {
            at.ignore(Ignored.VERIFICATION);
            return;
        }
        Exchange x = found.get();
        play(tx, x.late(at.now()) ? expired(x) : protocol(tx, x.them()).receive(x, what, content));
    }

    private static Turn expired(Exchange x) {
        return Protocol.end(x, CancelCode.TIMEOUT, "it took longer than ten minutes");
    }

    void tidy(Tx tx) {
        open().filter(x -> x.late(at.now())).forEach(x -> play(tx, expired(x)));
        Instant now = at.now();
        changed |= working.values()
                .removeIf(x -> x.over()
                        && x.since().plus(Exchange.LIMIT.multipliedBy(2)).isBefore(now));
        if (!now.isBefore(rowsAt)) {
            store.open(tx).stream()
                    .filter(left -> !working.containsKey(left.id()))
                    .forEach(left -> end(tx, left));
            store.deleteOver(tx, now.minus(REMEMBERED));
            rowsAt = now.plus(ROWS_EVERY);
        }
    }

    private void end(Tx tx, VerificationStore.Left left) {
        Exchange x = new Exchange(left.id(), left.flow(), own(tx), left.user(), false, left.since(), new Phase.Asked());
        play(tx, Protocol.end(x, CancelCode.USER, "the program was restarted"));
    }

    /** The next state counts, what is to be said is on its way. */
    private void play(Tx tx, Turn turn) {
        Exchange next = turn.next();
        Exchange before = working.put(next.id(), next);
        changed = true;
        if (before == null || before.over() != next.over() || !before.flow().equals(next.flow())) {
            store.save(tx, next, outcome(next));
            if (next.over()) {
                store.keepYoungestOver(tx, MOST_ROWS);
            }
        }
        turn.sayings().forEach(saying -> say(tx, next, saying));
        boolean wasOver = before != null && before.over();
        if (!wasOver && next.phase() instanceof Phase.Done(Peer peer, Phase.Proof proof)) {
            proven(tx, next.them(), peer, proof);
        }
        while (working.size() > MOST_KEPT) {
            working.values().stream().filter(Exchange::over).findFirst().ifPresent(x -> working.remove(x.id()));
        }
    }

    private static Optional<String> outcome(Exchange x) {
        return switch (x.phase()) {
            case Phase.Done done -> Optional.of("done");
            case Phase.Cancelled(String code, String reason, boolean byUs) -> Optional.of(code);
            case Phase.Asked _, Phase.Requested _, Phase.WithPeer _ -> Optional.empty();
        };
    }

    private void say(Tx tx, Exchange x, Turn.Saying saying) {
        switch (x.flow()) {
            case Flow.ToDevice to -> {
                ObjectNode messages = Json.object();
                ObjectNode theirs = messages.putObject(x.them().value());
                saying.to()
                        .forEach(device ->
                                theirs.set(device.value(), saying.content().deepCopy()));
                requests.toDevice(tx, saying.type(), messages, Json.object());
            }
            case Flow.InRoom(RoomId room, Optional<EventId> request) -> {
                // What belongs to a request without a name can be said only once it has one.
                if (request.isPresent() || !isOne(saying.type())) {
                    forRooms.add(new RoomMessage("verification/" + newId(), room, saying.type(), saying.content()));
                }
            }
        }
    }

    /** From now on we trust these keys; the next look at the other's list signs them. */
    private void proven(Tx tx, UserId user, Peer peer, Phase.Proof proof) {
        if (proof.device()) {
            devices.verify(tx, new DeviceRef(user, peer.device()));
        }
        if (proof.master() && !user.equals(at.user())) {
            devices.verify(tx, user, peer.master().orElseThrow());
        }
        tracking.track(tx, user);
        tracking.changed(tx, user);
    }

    private Protocol protocol(Tx tx, UserId them) {
        return new Protocol(device -> devices.find(tx, new DeviceRef(them, device))
                .filter(known -> !known.deleted())
                .map(known -> new Peer(device, known.signingKey(), master(tx, them))));
    }

    private Optional<Ed25519Key> master(Tx tx, UserId user) {
        return devices.identity(tx, user).map(row -> new Ed25519Key(row.master()));
    }

    private Own own(Tx tx) {
        return new Own(at.user(), at.device(), account.signingKey(), crossSigning.master(tx));
    }

    List<RoomMessage> takeRoomMessages() {
        List<RoomMessage> taken = List.copyOf(forRooms);
        forRooms.clear();
        return taken;
    }

    void flush(Tx tx) {
        if (changed) {
            changed = false;
            tx.afterCommit(() -> book.commit(working));
        }
    }

    @Override
    public void close() {
        book.abandon(working);
    }

    private String newId() {
        byte[] bytes = new byte[16];
        at.random().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
