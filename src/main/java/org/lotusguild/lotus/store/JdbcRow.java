package org.lotusguild.lotus.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.store.StoreException.Kind;

record JdbcRow(ResultSet rows) implements Row {

    @Override
    public String text(String column) {
        return present(column, optionalText(column));
    }

    @Override
    public Optional<String> optionalText(String column) {
        return cell(column, rows::getString);
    }

    @Override
    public long number(String column) {
        return present(column, optionalNumber(column));
    }

    @Override
    public Optional<Long> optionalNumber(String column) {
        return cell(column, rows::getLong);
    }

    @Override
    public boolean flag(String column) {
        return number(column) != 0;
    }

    @Override
    public byte[] bytes(String column) {
        return present(column, optionalBytes(column));
    }

    @Override
    public Optional<byte[]> optionalBytes(String column) {
        return cell(column, rows::getBytes);
    }

    @Override
    public Instant instant(String column) {
        return Instant.ofEpochMilli(number(column));
    }

    @Override
    public Optional<Instant> optionalInstant(String column) {
        return optionalNumber(column).map(Instant::ofEpochMilli);
    }

    private interface Read<T> {
        T from(String column) throws SQLException;
    }

    private <T> Optional<T> cell(String column, Read<T> read) {
        try {
            T value = read.from(column);
            return rows.wasNull() ? Optional.empty() : Optional.of(value);
        } catch (SQLException e) {
            throw new StoreException(Kind.BROKEN, "column " + column + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static <T> T present(String column, Optional<T> value) {
        return value.orElseThrow(() -> new StoreException(Kind.BROKEN, "column " + column + " is null", null));
    }
}
