package org.lotusguild.lotus.matrix.sync;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what a failed round of sync means. */
final class SyncTrouble {
    private static final Logger LOG = LoggerFactory.getLogger(SyncTrouble.class);
    private static final Set<String> GONE = Set.of("M_FORBIDDEN", "M_UNKNOWN_DEVICE", "M_USER_DEACTIVATED");
    /** Synapse says "Invalid stream token" with M_UNKNOWN. */
    private static final Set<String> BAD_REQUEST = Set.of("M_UNKNOWN_POS", "M_UNKNOWN", "M_INVALID_PARAM");

    private static final Set<String> BAD_FILTER = Set.of("M_INVALID_PARAM", "M_NOT_FOUND");

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    /** In a row; with the back-off that is some minutes. */
    private static final int MOST_DEFECTS = 10;

    private final Database database;
    private final PositionStore positions;
    private boolean filterDropped;
    private int defects;

    SyncTrouble(Database database, PositionStore positions) {
        this.database = database;
        this.positions = positions;
    }

    void good() {
        filterDropped = false;
        defects = 0;
    }

    /** Why the account must not go on: no repeat can help. */
    Optional<String> endOf(RuntimeException failure) {
        return switch (failure) {
            case MatrixException e -> endOfRefusal(e);
            case HttpFailure e when e.kind() == HttpFailure.Kind.INTERRUPTED -> Optional.of("asked to stop");
            case StoreException e
            when e.kind() == StoreException.Kind.LEASE_LOST ->
                Optional.of("another process has taken this account over");
            default -> Optional.empty();
        };
    }

    private static Optional<String> endOfRefusal(MatrixException e) {
        if (e.unknownToken()) {
            return Optional.of("the homeserver does not know the token any more (" + e.errcode()
                    + "): log in again or correct the registration file");
        }
        return GONE.contains(e.errcode())
                ? Optional.of("the homeserver refuses the account (" + e.getMessage() + ")")
                : Optional.empty();
    }

    /** How long to wait; drops a position or a filter that leads nowhere. */
    Duration wait(RuntimeException failure, Duration backoff) {
        try {
            switch (failure) {
                case MatrixException refusal -> forget(refusal);
                case HttpFailure away -> {}
                case StoreException later
                when later.kind() != StoreException.Kind.BROKEN && later.kind() != StoreException.Kind.CONFLICT -> {}
                default -> defect(failure);
            }
        } catch (StoreException e) {
            LOG.atWarn().addKeyValue("account", positions.account()).setCause(e).log("it is forgotten next time");
        }
        Duration asked = failure instanceof MatrixException refusal
                ? refusal.retryAfter().orElse(Duration.ZERO)
                : Duration.ZERO;
        Duration longer = asked.compareTo(backoff) > 0 ? asked : backoff;
        return longer.compareTo(LONGEST_WAIT) < 0 ? longer : LONGEST_WAIT;
    }

    private void forget(MatrixException refusal) {
        if (BAD_FILTER.contains(refusal.errcode()) && !filterDropped) {
            // Synapse says "No such filter" with M_INVALID_PARAM: if a new one does not help, the position is meant.
            database.run(positions::dropFilter);
            filterDropped = true;
        } else if (refusal.status() == 400 && BAD_REQUEST.contains(refusal.errcode())) {
            dropPosition(refusal, "the homeserver does not know our position in sync; what came meanwhile is not news");
        }
    }

    /** An answer that we can not take in comes again as it was: rather miss what it brings than hear nothing any more. */
    private void defect(RuntimeException failure) {
        defects++;
        if (defects % MOST_DEFECTS == 0) {
            dropPosition(
                    failure, "a sync answer can never be taken in and is passed over; what it brought is not news");
        }
    }

    private void dropPosition(RuntimeException why, String words) {
        if (database.read(positions::nextBatch).isPresent()) {
            LOG.atWarn()
                    .addKeyValue("account", positions.account())
                    .addKeyValue("why", why.getMessage())
                    .log("{}", words);
            database.run(tx -> positions.nextBatch(tx, null));
        }
    }
}
