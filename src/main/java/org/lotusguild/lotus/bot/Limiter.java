package org.lotusguild.lotus.bot;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Caller;

/**
 * How often: per caller and per room. Beyond it a turtle once a minute, then silence. An event that comes again because its
 * answer could not be stored is not counted again.
 */
final class Limiter {
    private final Optional<Buckets<UserId>> callers;
    private final Optional<Buckets<RoomId>> rooms;
    private final Unanswered<Verdict> unanswered = new Unanswered<>();
    private final Buckets<UserId> turtles = new Buckets<>(1, Duration.ofMinutes(1));

    Limiter(BotConfig.Limits limits) {
        callers = buckets(limits.caller());
        rooms = buckets(limits.room());
    }

    enum Verdict {
        PASS,
        TURTLE,
        SILENCE
    }

    /** The same for the same event until that is {@link #answered}. */
    Verdict ask(EventId event, Caller caller, RoomId room, Instant now) {
        return unanswered.of(event, () -> fresh(caller, room, now));
    }

    void answered(EventId event) {
        unanswered.answered(event);
    }

    private Verdict fresh(Caller caller, RoomId room, Instant now) {
        boolean pass = caller.moderator()
                || callers.map(b -> b.take(caller.user(), now)).orElse(true);
        if (pass && rooms.map(b -> b.take(room, now)).orElse(true)) {
            return Verdict.PASS;
        }
        return turtles.take(caller.user(), now) ? Verdict.TURTLE : Verdict.SILENCE;
    }

    private static <K> Optional<Buckets<K>> buckets(Rate rate) {
        return switch (rate) {
            case Rate.Off() -> Optional.empty();
            case Rate.Bucket bucket -> Optional.of(new Buckets<>(bucket.burst(), bucket.refill()));
        };
    }
}
