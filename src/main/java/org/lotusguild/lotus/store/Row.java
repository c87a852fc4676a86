package org.lotusguild.lotus.store;

import java.time.Instant;
import java.util.Optional;

/** One row of an answer; columns by name. A NULL in a column read by a non-optional accessor is a {@link StoreException}. */
public interface Row {
    String text(String column);

    Optional<String> optionalText(String column);

    long number(String column);

    Optional<Long> optionalNumber(String column);

    boolean flag(String column);

    byte[] bytes(String column);

    Optional<byte[]> optionalBytes(String column);

    /** Stored as milliseconds since the epoch. */
    Instant instant(String column);

    Optional<Instant> optionalInstant(String column);
}
