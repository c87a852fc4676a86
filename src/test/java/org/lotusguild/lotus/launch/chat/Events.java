package org.lotusguild.lotus.launch.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.matrix.event.Incoming;

/** Events as tests tell them. */
final class Events {
    static final RoomId GENERAL = RoomId.parse("!general:example.org");
    static final RoomId OTHER = RoomId.parse("!other:example.org");
    static final UserId SELF = UserId.parse("@guest:example.org");
    static final UserId ALICE = UserId.parse("@alice:example.org");
    static final Instant NOON = Instant.parse("2026-03-01T12:03:00Z");

    private Events() {}

    static EventMeta meta(RoomId room, String id, UserId sender, Trust trust) {
        return new EventMeta(
                room,
                EventId.parse(id),
                sender,
                NOON,
                Duration.ZERO,
                false,
                trust != Trust.CLEAR,
                trust,
                Optional.empty(),
                Optional.empty());
    }

    static EventMeta meta(String id, UserId sender) {
        return meta(GENERAL, id, sender, Trust.CROSS_SIGNED);
    }

    static EventMeta answering(EventMeta meta, String to) {
        return new EventMeta(
                meta.room(),
                meta.id(),
                meta.sender(),
                meta.sentAt(),
                meta.age(),
                meta.late(),
                meta.encrypted(),
                meta.trust(),
                Optional.of(EventId.parse(to)),
                meta.thread());
    }

    static Incoming.Message message(EventMeta meta, String body) {
        return new Incoming.Message(meta, "m.text", body, Optional.empty(), Set.of(), Json.object());
    }

    static Incoming.Message message(String id, UserId sender, String body) {
        return message(meta(id, sender), body);
    }
}
