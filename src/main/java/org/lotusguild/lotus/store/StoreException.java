package org.lotusguild.lotus.store;

import org.jspecify.annotations.Nullable;

/** The database could not do it. {@link #kind} says whether it may be tried again. */
public final class StoreException extends RuntimeException {

    public enum Kind {
        /** The disk is full or the quota reached. Nothing was written. */
        FULL,
        /** Another writer held the database too long, or the server closed the connection: try again. */
        BUSY,
        /** A unique or foreign key refused the row. */
        CONFLICT,
        /** The lease that the transaction relied on belongs to another process. */
        LEASE_LOST,
        /** The database is newer than this program, or is held by another process. */
        REFUSED,
        /** Anything else: a defect of ours or a damaged database. */
        BROKEN
    }

    private final Kind kind;

    public StoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the same may go well later, with nothing changed by us. */
    public boolean mayPass() {
        return kind == Kind.BUSY || kind == Kind.FULL;
    }
}
