package org.lotusguild.lotus.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
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

    static void bind(PreparedStatement statement, int place, String name, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setNull(place, Types.NULL);
            case String text -> statement.setString(place, plain(name, text));
            case Long number -> statement.setLong(place, number);
            case Integer number -> statement.setLong(place, number);
            case Boolean flag -> statement.setLong(place, flag ? 1 : 0);
            case byte[] bytes -> statement.setBytes(place, bytes);
            case Instant time -> statement.setLong(place, time.toEpochMilli());
            case Enum<?> choice -> statement.setString(place, choice.name());
            case UserId id -> statement.setString(place, plain(name, id.value()));
            case RoomId id -> statement.setString(place, plain(name, id.value()));
            case EventId id -> statement.setString(place, plain(name, id.value()));
            case DeviceId id -> statement.setString(place, plain(name, id.value()));
            case RoomAlias alias -> statement.setString(place, plain(name, alias.value()));
            case MxcUri uri -> statement.setString(place, plain(name, uri.toString()));
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
