package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.lotusguild.lotus.base.id.RoomAlias;
import org.lotusguild.lotus.base.id.RoomId;

/** Which room a file or command means: an id, an alias, or a key of the guild. For many threads. */
public final class RoomBook {
    private static final Duration HOLDS = Duration.ofMinutes(5);
    private static final int MOST = 1_000;

    private record Looked(RoomId room, Instant at) {}

    private final Map<String, RoomId> byKey;
    private final Function<RoomAlias, Optional<RoomId>> aliases;
    private final InstantSource clock;
    private final Map<String, Looked> known = new ConcurrentHashMap<>();

    /** @param aliases asks the homeserver */
    public RoomBook(Map<String, RoomId> byKey, Function<RoomAlias, Optional<RoomId>> aliases, InstantSource clock) {
        this.byKey = Map.copyOf(byKey);
        this.aliases = aliases;
        this.clock = clock;
    }

    /**
     * Empty if there is no such room.
     *
     * @throws org.lotusguild.lotus.matrix.api.MatrixException or {@link org.lotusguild.lotus.http.HttpFailure} if the homeserver
     *     does not answer as it should
     */
    public Optional<RoomId> room(String text) {
        if (text.startsWith("#")) {
            return alias(text);
        }
        return text.startsWith("!") ? parsed(text) : Optional.ofNullable(byKey.get(text));
    }

    private static Optional<RoomId> parsed(String text) {
        try {
            return Optional.of(RoomId.parse(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private Optional<RoomId> alias(String text) {
        Instant now = clock.instant();
        Looked looked = known.get(text);
        if (looked != null && now.isBefore(looked.at().plus(HOLDS))) {
            return Optional.of(looked.room());
        }
        RoomAlias alias;
        try {
            alias = RoomAlias.parse(text);
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
        Optional<RoomId> room = aliases.apply(alias);
        room.filter(found -> known.size() < MOST).ifPresent(found -> known.put(text, new Looked(found, now)));
        return room;
    }
}
