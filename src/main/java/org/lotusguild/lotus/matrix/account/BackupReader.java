package org.lotusguild.lotus.matrix.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.crypto.KeyBackup;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.crypto.SyncOutcome.Released;
import org.lotusguild.lotus.crypto.recovery.BackupKey;
import org.lotusguild.lotus.crypto.recovery.SharedSession;
import org.lotusguild.lotus.matrix.Recovery.Outcome.Restored;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes room keys over as they come, a hundred in one step: what waits is never more.
 *
 * @param deliver runs the lambda in a step and delivers the events that it released
 */
final class BackupReader {
    private static final int AT_ONCE = 100;

    private final Consumer<Function<Step, List<Released>>> deliver;
    private final Optional<String> version;
    private final List<SharedSession> next = new ArrayList<>();
    private int added;
    private int known;
    private int unusable;

    /** @param version of the backup; empty for keys from a file */
    BackupReader(Consumer<Function<Step, List<Released>>> deliver, Optional<String> version) {
        this.deliver = deliver;
        this.version = version;
    }

    /** An entry of the backup, still closed. */
    void closed(BackupKey key, String room, String sessionId, ObjectNode entry) {
        add(opened(key, room, sessionId, entry));
    }

    private static Optional<SharedSession> opened(BackupKey key, String room, String sessionId, ObjectNode entry) {
        try {
            RoomId id = RoomId.parse(room);
            return key.open(Json.objectAt(entry, "session_data"))
                    .flatMap(clear -> SharedSession.read(id, sessionId, Json.parseObject(clear.value())));
        } catch (MalformedJson | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    void add(Optional<SharedSession> session) {
        if (session.isEmpty()) {
            unusable++;
            return;
        }
        next.add(session.get());
        if (next.size() == AT_ONCE) {
            takeOver();
        }
    }

    private void takeOver() {
        List<SharedSession> batch = List.copyOf(next);
        next.clear();
        deliver.accept(step -> {
            KeyBackup.Taken taken = step.backup().take(batch, version);
            added += taken.added();
            known += taken.known();
            unusable += taken.unusable();
            return taken.released();
        });
    }

    Restored done() {
        if (!next.isEmpty()) {
            takeOver();
        }
        return new Restored(added, known, unusable);
    }
}
