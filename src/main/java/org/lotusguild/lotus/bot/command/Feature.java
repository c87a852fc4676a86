package org.lotusguild.lotus.bot.command;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.store.Tx;

/**
 * Commands with a memory: they hear what happens around their messages and act later. What they answer commits with the rows
 * they write through the {@code tx}; none of these methods but {@link #before} may wait for anything but the database.
 */
public interface Feature {

    /** The {@link Reply.Bind#kind} of its rows. */
    String kind();

    default List<Command> commands() {
        return List.of();
    }

    /** The command that this message is without a prefix; its whole text are the arguments. */
    default Optional<Command> unprefixed(Incoming.Message message, boolean direct) {
        return Optional.empty();
    }

    /**
     * A reaction or vote, not from ourselves or other programs; a redaction, whoever made it; anybody's membership; an edit
     * of ours. Each event once.
     */
    default Reply heard(Tx tx, Incoming event, Instant now) {
        return new Reply.Silence();
    }

    /** A post with a {@link Reply.Bind} of ours has been sent. */
    default Reply bound(Tx tx, String key, EventId event, Instant now) {
        return new Reply.Silence();
    }

    /** A post with a {@link Reply.Bind} of ours was refused or came too late. */
    default Reply unsent(Tx tx, String key, Instant now) {
        return new Reply.Silence();
    }

    /**
     * An alarm of ours has come and {@link #due} follows, whatever happens here. Outside of transactions: the homeserver may
     * be asked, for at most 10 s. Comes again if the process dies before the end of {@code due}.
     */
    default void before(String key, Instant at, Instant now) {}

    /** An alarm of ours has come; {@code at} is the time it was set for, which may be long past after a restart. */
    default Reply due(Tx tx, String key, Instant at, Instant now) {
        return new Reply.Silence();
    }
}
