package org.lotusguild.lotus.crypto.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.crypto.Ignored;
import org.lotusguild.lotus.crypto.SyncOutcome.Released;
import org.lotusguild.lotus.crypto.machine.Inbound.Origin;
import org.lotusguild.lotus.crypto.machine.Inbound.Owner;
import org.lotusguild.lotus.crypto.machine.OlmInbox.Opened;
import org.lotusguild.lotus.crypto.primitive.CryptoException;
import org.lotusguild.lotus.crypto.primitive.MegolmInbound;
import org.lotusguild.lotus.store.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Takes in to-device events: each is used, passed on, or dropped and counted. None of them can stop the sync. */
final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final int LARGEST = 64 * 1024;

    private final Surroundings at;
    private final OlmInbox olm;
    private final InboundSessions sessions;
    private final Waiting waiting;
    private final Withheld withheld;
    private final Verifying verifying;
    private final List<Released> released = new ArrayList<>();
    private final List<ObjectNode> passedOn = new ArrayList<>();

    Inbox(
            Surroundings at,
            OlmInbox olm,
            InboundSessions sessions,
            Waiting waiting,
            Withheld withheld,
            Verifying verifying) {
        this.at = at;
        this.olm = olm;
        this.sessions = sessions;
        this.waiting = waiting;
        this.withheld = withheld;
        this.verifying = verifying;
    }

    /** The waiting events whose key came since the last call. */
    List<Released> takeReleased() {
        List<Released> taken = List.copyOf(released);
        released.clear();
        return taken;
    }

    /** The events that are not ours since the last call. */
    List<ObjectNode> takePassedOn() {
        List<ObjectNode> taken = List.copyOf(passedOn);
        passedOn.clear();
        return taken;
    }

    void receive(Tx tx, ObjectNode event) {
        Optional<UserId> sender = sender(event);
        if (sender.isEmpty()) {
            at.ignore(Ignored.MALFORMED);
            return;
        }
        at.dropped().from(sender.get(), () -> receive(tx, sender.get(), event));
    }

    private static Optional<UserId> sender(ObjectNode event) {
        try {
            return Json.string(event, "sender").map(UserId::parse);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void receive(Tx tx, UserId sender, ObjectNode event) {
        try {
            if (Json.bytes(event).length > LARGEST) {
                at.ignore(Ignored.TOO_LARGE);
                return;
            }
            dispatch(tx, sender, event);
        } catch (CryptoException e) {
            failed(e);
        } catch (MalformedJson | IllegalArgumentException e) {
            at.ignore(Ignored.MALFORMED);
        }
    }

    private void failed(CryptoException why) {
        switch (why.kind()) {
            case MALFORMED, WEAK_KEY, UNKNOWN_ONE_TIME_KEY, UNKNOWN_INDEX, UNDECRYPTABLE ->
                at.ignore(Ignored.MALFORMED);
            case UNREADABLE_PICKLE, NO_NATIVE_LIBRARY, FAILED -> at.dropped().fault(why);
        }
    }

    private void dispatch(Tx tx, UserId sender, ObjectNode event) {
        ObjectNode content = Json.objectAt(event, "content");
        String type = Json.string(event, "type").orElse("");
        switch (type) {
            case "m.room.encrypted" -> olm.open(tx, sender, content).ifPresent(opened -> use(tx, opened));
            case "m.room_key.withheld", "org.matrix.room_key.withheld" -> withheld.receive(tx, sender, content);
            case "m.room_key_request" -> at.ignore(Ignored.KEY_REQUEST);
            case "m.secret.request" -> at.ignore(Ignored.SECRET);
            case "m.room_key", "m.forwarded_room_key", "m.secret.send", "m.dummy" -> at.ignore(Ignored.NOT_ENCRYPTED);
            case String one when Verifying.isOne(one) -> verifying.receive(tx, sender, one, content);
            default -> passedOn.add(event);
        }
    }

    private void use(Tx tx, Opened opened) {
        switch (opened.type()) {
            case "m.room_key" -> roomKey(tx, opened);
            case "m.dummy" ->
                LOG.atDebug().addKeyValue("sender", opened.sender()).log("an Olm session was renewed");
            case "m.forwarded_room_key" -> at.ignore(Ignored.FORWARDED_KEY);
            case "m.room_key_request" -> at.ignore(Ignored.KEY_REQUEST);
            case "m.secret.request", "m.secret.send" -> at.ignore(Ignored.SECRET);
            case "m.room.encrypted" -> at.ignore(Ignored.MALFORMED);
            case String one when Verifying.isOne(one) -> verifying.receive(tx, opened.sender(), one, opened.content());
            default -> passedOn.add(passedOn(opened));
        }
    }

    private static ObjectNode passedOn(Opened opened) {
        ObjectNode event = Json.object()
                .put("type", opened.type())
                .put("sender", opened.sender().value());
        event.set("content", opened.content());
        return event;
    }

    private void roomKey(Tx tx, Opened opened) {
        ObjectNode content = opened.content();
        if (!Json.string(content, "algorithm").orElse("").equals(Algorithms.MEGOLM)) {
            at.ignore(Ignored.UNKNOWN_ALGORITHM);
            return;
        }
        RoomId room = RoomId.parse(Json.string(content, "room_id").orElse(""));
        Optional<MegolmInbound> session = session(content);
        if (session.isEmpty()) {
            at.ignore(Ignored.MALFORMED);
            return;
        }
        String id = session.get().sessionId();
        Owner owner =
                new Owner(opened.sender(), opened.senderKey(), opened.signingKey(), Origin.DIRECT, opened.trust());
        if (!sessions.accept(tx, room, session.get(), owner)) {
            at.ignore(Ignored.FOREIGN_SESSION);
            return;
        }
        withheld.overcome(tx, room, id, opened.senderKey());
        released.addAll(waiting.release(tx, room, id, opened.sender()));
    }

    private static Optional<MegolmInbound> session(ObjectNode content) {
        MegolmInbound session = MegolmInbound.fromSessionKey(
                new Secret(Json.string(content, "session_key").orElse("")));
        if (session.sessionId().equals(Json.string(content, "session_id").orElse(""))) {
            return Optional.of(session);
        }
        session.close();
        return Optional.empty();
    }
}
