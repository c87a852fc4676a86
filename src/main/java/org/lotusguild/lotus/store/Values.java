package org.lotusguild.lotus.store;

import java.sql.Types;
import java.time.Instant;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.MxcUri;
import org.lotusguild.lotus.base.id.RoomAlias;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.StoreException.Kind;

/** How our values are stored: as text, bigint or bytes, the same on both databases. */
final class Values {
    private Values() {}

    static void bind(SqlStatement<?> statement, String name, @Nullable Object value) {
        switch (value) {
            case null -> statement.bindNull(name, Types.NULL);
            case String text -> statement.bind(name, plain(name, text));
            case Long number -> statement.bind(name, number);
            case Integer number -> statement.bind(name, number.longValue());
            case Boolean flag -> statement.bind(name, flag ? 1L : 0L);
            case byte[] bytes -> statement.bind(name, bytes);
            case Instant time -> statement.bind(name, time.toEpochMilli());
            case Enum<?> choice -> statement.bind(name, choice.name());
            case UserId id -> statement.bind(name, plain(name, id.value()));
            case RoomId id -> statement.bind(name, plain(name, id.value()));
            case EventId id -> statement.bind(name, plain(name, id.value()));
            case DeviceId id -> statement.bind(name, plain(name, id.value()));
            case RoomAlias alias -> statement.bind(name, plain(name, alias.value()));
            case MxcUri uri -> statement.bind(name, plain(name, uri.toString()));
            default ->
                throw new StoreException(
                        Kind.BROKEN,
                        "parameter " + name + " cannot be a " + value.getClass().getName(),
                        null);
        }
    }

    private static String plain(String name, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new StoreException(
                    Kind.BROKEN, "parameter " + name + " has a NUL sign, which no text may have", null);
        }
        return text;
    }
}
