package org.lotusguild.lotus.matrix.sync;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.crypto.seal.Vault;
import tools.jackson.databind.node.ObjectNode;

/** Puts the events of one sync answer into the inbox, decrypted where they can be. */
final class InboxWriter {
    private static final String ENCRYPTED = "m.room.encrypted";

    private final Step step;
    private final InboxStore store;
    private final Vault vault;
    private final InstantSource clock;
    private final Set<RoomId> rooms = new HashSet<>();
    private final LongSupplier numbers;

    InboxWriter(Step step, InboxStore store, Vault vault, InstantSource clock, LongSupplier numbers) {
        this.step = step;
        this.store = store;
        this.vault = vault;
        this.clock = clock;
        this.numbers = numbers;
    }

    void add(RoomId room, ObjectNode event) {
        put(room, new Parcel(event, outcome(room, event), false));
    }

    /** An event that waited for its key comes again, also if the listener has not yet seen that it was unreadable. */
    void addReleased(RoomId room, ObjectNode event) {
        Optional<Decrypted> outcome = outcome(room, event);
        store.remove(step.tx(), id(event));
        put(room, new Parcel(event, outcome, true));
    }

    /** The rooms that got something. */
    Set<RoomId> rooms() {
        return Set.copyOf(rooms);
    }

    private void put(RoomId room, Parcel parcel) {
        long seq = numbers.getAsLong();
        byte[] sealed = vault.seal(parcel.bytes(), store.place(seq));
        store.add(step.tx(), new InboxStore.Waiting(seq, room, id(parcel.event()), clock.instant(), sealed));
        rooms.add(room);
    }

    private Optional<Decrypted> outcome(RoomId room, ObjectNode event) {
        return sealed(event) ? Optional.of(step.decrypt(room, event)) : Optional.empty();
    }

    /** A redacted event has lost its ciphertext; it is delivered as the empty shell that it is. */
    static boolean sealed(ObjectNode event) {
        boolean encrypted = Json.string(event, "type").orElse("").equals(ENCRYPTED);
        return encrypted && !redacted(event);
    }

    static boolean redacted(ObjectNode event) {
        return Json.at(event, "unsigned", "redacted_because").isObject();
    }

    private static String id(ObjectNode event) {
        return Json.string(event, "event_id").orElseThrow();
    }
}
