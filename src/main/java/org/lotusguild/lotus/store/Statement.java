package org.lotusguild.lotus.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One SQL statement with named parameters, used once; a parameter may stand at several places. Values: {@code String},
 * {@code Long}, {@code Integer}, {@code Boolean} (stored as 0 or 1), {@code byte[]}, {@code Instant} (stored as
 * milliseconds), an enum (stored by its name), {@code null}; identifiers are bound by their {@code value()}. A text with a
 * NUL sign is refused, as PostgreSQL cannot hold it.
 */
public interface Statement extends Bindings {
    @Override
    Statement bind(String name, @Nullable Object value);

    /** Runs an insert, update or delete; answers the number of rows changed. */
    int update();

    <T> List<T> list(Function<Row, T> row);

    /** The first row, if there is one. */
    <T> Optional<T> first(Function<Row, T> row);
}
