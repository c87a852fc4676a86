package org.lotusguild.lotus.store;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.store.StoreException.Kind;

/** A fresh database for each test. */
abstract class OneDatabase {
    static final Instant NOW = Instant.ofEpochMilli(1_750_000_000_123L);

    @TempDir
    Path folder;

    final InstantSource clock = InstantSource.fixed(NOW);
    Database database;

    /** Opens this test's database, with the tables of the room {@code contract}. */
    abstract Database open();

    @BeforeEach
    void openDatabase() {
        database = open();
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    void insert(Tx tx, String id) {
        tx.sql("insert into contract_thing (id) values (:id)").bind("id", id).update();
    }

    List<String> ids() {
        return database.read(
                tx -> tx.sql("select id from contract_thing order by id").list(row -> row.text("id")));
    }

    static Kind kind(Runnable work) {
        try {
            work.run();
        } catch (StoreException e) {
            return e.kind();
        }
        throw new AssertionError("nothing was refused");
    }
}
