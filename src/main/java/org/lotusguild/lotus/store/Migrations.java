package org.lotusguild.lotus.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.lotusguild.lotus.store.StoreException.Kind;

/** Brings the tables of the rooms up to date, all in one transaction: a crash leaves the old state. */
final class Migrations {
    private static final String PLACEHOLDER = "${binary}";
    private final JdbcTx tx;
    private final String binaryType;
    private final InstantSource clock;

    Migrations(JdbcTx tx, String binaryType, InstantSource clock) {
        this.tx = tx;
        this.binaryType = binaryType;
        this.clock = clock;
    }

    void run(List<String> rooms) {
        createTable();
        for (String room : rooms) {
            run(room, MigrationFile.of(room));
        }
    }

    private void run(String room, List<MigrationFile> files) {
        Map<Long, String> applied = applied(room);
        for (long number : applied.keySet()) {
            if (number > files.size()) {
                throw new StoreException(
                        Kind.REFUSED,
                        "the database is newer than this program: it has migration " + number + " of " + room
                                + ", this program knows " + files.size() + ". Start the newer program, or restore the"
                                + " backup made before the upgrade",
                        null);
            }
        }
        for (MigrationFile file : files) {
            String checksum = applied.get(file.number());
            if (checksum == null) {
                apply(file);
            } else if (!checksum.equals(file.checksum())) {
                throw new StoreException(
                        Kind.REFUSED,
                        "migration " + file.number() + " of " + room
                                + " is not the one that the database was made with: a released one is never edited",
                        null);
            }
        }
    }

    private void createTable() {
        tx.sql("""
                create table if not exists store_migration (
                    room text not null,
                    number bigint not null,
                    name text not null,
                    checksum text not null,
                    at bigint not null,
                    primary key (room, number)
                )""").update();
    }

    private Map<Long, String> applied(String room) {
        record Applied(long number, String checksum) {}
        return tx
                .sql("select number, checksum from store_migration where room = :room order by number")
                .bind("room", room)
                .list(row -> new Applied(row.number("number"), row.text("checksum")))
                .stream()
                .collect(Collectors.toMap(Applied::number, Applied::checksum));
    }

    private void apply(MigrationFile file) {
        tx.script(file.sql().replace(PLACEHOLDER, binaryType));
        tx.sql("""
                insert into store_migration (room, number, name, checksum, at)
                values (:room, :number, :name, :checksum, :at)""")
                .bind("room", file.room())
                .bind("number", file.number())
                .bind("name", file.name())
                .bind("checksum", file.checksum())
                .bind("at", Instant.ofEpochMilli(clock.millis()))
                .update();
    }
}
