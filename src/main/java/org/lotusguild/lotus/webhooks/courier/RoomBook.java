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
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.api.MatrixException;

/** Which room a file or command means: an id, an alias, or a key of the guild. For many threads. */
public final class RoomBook {
    private static final Duration HOLDS = Duration.ofMinutes(5);
    private static final int MOST = 1_000;

    /** How long nobody is asked again who did not answer, or did not know. */
    static final Duration AWAY = Duration.ofSeconds(10);

    private sealed interface Looked {
        Instant until();

        record There(RoomId room, Instant until) implements Looked {}

        record Unknown(Instant until) implements Looked {}

        /** The homeserver did not say. */
        record Unsaid(RuntimeException why, Instant until) implements Looked {}
    }

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
     * @throws MatrixException or {@link HttpFailure} if the homeserver does not answer as it should; for ten seconds it is not asked again
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
        if (looked == null || !now.isBefore(looked.until())) {
            looked = looked(text, now);
            if (known.size() < MOST || known.containsKey(text)) {
                known.put(text, looked);
            }
        }
        return switch (looked) {
            case Looked.There(RoomId room, Instant until) -> Optional.of(room);
            case Looked.Unknown unknown -> Optional.empty();
            case Looked.Unsaid(RuntimeException why, Instant until) -> throw why;
        };
    }

    private Looked looked(String text, Instant now) {
        try {
            return aliases.apply(RoomAlias.parse(text))
                    .<Looked>map(room -> new Looked.There(room, now.plus(HOLDS)))
                    .orElseGet(() -> new Looked.Unknown(now.plus(AWAY)));
        } catch (MatrixException | HttpFailure away) {
            return new Looked.Unsaid(away, now.plus(AWAY));
        } catch (IllegalArgumentException none) {
            return new Looked.Unknown(now.plus(AWAY));
        }
    }
}
