package org.lotusguild.lotus.stack.trial.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.trial.HomeFiles;

/** With which database a home began. It stays with that one: the other would be empty. */
record Beginning(Path home) {
    /** How the address of Lotus' database begins in a {@code lotus.yaml} that began with PostgreSQL. */
    static final String DATABASE = "postgresql://lotus@127.0.0.1:";

    /** @throws StackTrouble if another one is wanted now */
    void check(Wanted wanted) {
        if (wanted.postgres() && !Cluster.isIn(home) && sqlite()) {
            throw new StackTrouble(
                    home
                            + " began with SQLite and stays with it: on PostgreSQL its rooms and accounts would be missing.",
                    "Begin a guild on PostgreSQL in another home: lotus up --postgres --home DIR.");
        }
        if (!wanted.postgres() && Cluster.isIn(home)) {
            throw new StackTrouble(
                    home + " began with PostgreSQL and stays with it: its rooms and accounts are in "
                            + Cluster.folder(home) + ".",
                    "Run lotus up --postgres, which writes it into " + Remembered.file(home) + " again.");
        }
    }

    private boolean sqlite() {
        Path configuration = home.resolve("lotus.yaml");
        return Files.exists(home.resolve("synapse").resolve("homeserver.db"))
                || (Files.exists(configuration)
                        && !HomeFiles.read(configuration).contains(DATABASE));
    }
}
