package org.lotusguild.lotus.matrix.sync;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.matrix.api.RoomsApi;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.event.IncomingParser;
import tools.jackson.databind.node.ObjectNode;

/** Single events, and those that point at another one, as the homeserver has them now. */
public record RelatedEvents(
        RoomsApi api, CryptoMachine machine, IncomingParser parser, InstantSource clock, Skipped skipped) {

    List<Incoming> of(RoomId room, EventId target, String relation) {
        List<ObjectNode> oldestFirst =
                Sound.roomEvents(api.relations(room, target, relation), skipped).reversed();
        return machine.step(step -> oldestFirst.stream()
                .flatMap(event -> read(step, room, event).stream())
                .toList());
    }

    Optional<Incoming> event(RoomId room, EventId id) {
        List<ObjectNode> found = Sound.roomEvents(api.event(room, id).stream().toList(), skipped);
        return machine.step(step -> found.stream().findFirst().flatMap(event -> read(step, room, event)));
    }

    private Optional<Incoming> read(Step step, RoomId room, ObjectNode event) {
        if (!Json.string(event, "type").orElse("").equals("m.room.encrypted")) {
            return parser.clear(room, event, clock.instant());
        }
        Decrypted opened = step.decrypt(room, event);
        return parser.decrypted(room, event, opened, clock.instant());
    }
}
