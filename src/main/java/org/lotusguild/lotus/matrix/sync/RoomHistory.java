package org.lotusguild.lotus.matrix.sync;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.matrix.History;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.api.RoomsApi;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.event.IncomingParser;
import tools.jackson.databind.node.ObjectNode;

/** Reads back through {@code GET /messages}, with the same eyes as sync. */
public final class RoomHistory implements History {
    private final MatrixApi api;
    private final CryptoMachine machine;
    private final SecondLook secondLook;
    private final IncomingParser parser;
    private final InstantSource clock;
    private final Skipped skipped;

    public RoomHistory(
            MatrixApi api,
            CryptoMachine machine,
            KeyCourier courier,
            IncomingParser parser,
            InstantSource clock,
            Skipped skipped) {
        this.api = api;
        this.machine = machine;
        this.secondLook = new SecondLook(machine, courier);
        this.parser = parser;
        this.clock = clock;
        this.skipped = skipped;
    }

    @Override
    public List<Incoming> newest(RoomId room, int limit) {
        RoomsApi.Page page = api.rooms().messagesBefore(room, Optional.empty(), Optional.empty(), limit);
        return Sound.roomEvents(page.events(), skipped).reversed().stream()
                .flatMap(event -> read(room, event).stream())
                .toList();
    }

    private Optional<Incoming> read(RoomId room, ObjectNode event) {
        if (!InboxWriter.sealed(event)) {
            return parser.clear(room, event, clock.instant());
        }
        Decrypted first = machine.step(step -> step.decrypt(room, event));
        return parser.decrypted(room, event, secondLook.at(room, event, first), clock.instant());
    }
}
