package org.lotusguild.lotus.store;

import java.nio.file.Path;
import java.time.InstantSource;

/** Another process: writes two rows a transaction and says so after each commit, until it is killed. */
final class EndlessWriter {
    private EndlessWriter() {}

    public static void main(String[] args) {
        Database database = TestDatabases.sqlite(Path.of(args[0]), InstantSource.system(), "contract");
        for (int i = 0; !System.out.checkError(); i++) {
            int number = i;
            database.run(tx -> {
                insert(tx, "first " + number);
                insert(tx, "second " + number);
            });
            System.out.println("wrote " + number);
        }
    }

    private static void insert(Tx tx, String id) {
        tx.sql("insert into contract_thing (id) values (:id)").bind("id", id).update();
    }
}
