package org.lotusguild.lotus.stack.trial.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.trial.HomeFiles;

/** With which database a home began. It stays with that one: the other would be empty. */
record Beginning(Path home) {
    /** How the address of Lotus' database begins in a {@code lotus.yaml} that began with PostgreSQL. */
    static final String DATABASE = "postgresql://lotus@127.0.0.1:";

    private static final Pattern URL =
            Pattern.compile("(?m)^\\s+url:\\s*[\"']?" + Pattern.quote(DATABASE) + "(\\d{1,5})/");

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

    /**
     * The ports that are known, with the one at which Lotus looks for its database.
     *
     * @throws StackTrouble if PostgreSQL would serve at another one
     */
    Map<String, Integer> ports(Map<String, Integer> remembered) {
        Map<String, Integer> ports = new TreeMap<>(remembered);
        database().ifPresent(port -> {
            Integer other = ports.putIfAbsent(Service.POSTGRES.toString(), port);
            if (other != null && other.intValue() != port) {
                throw new StackTrouble(
                        home.resolve("lotus.yaml") + " looks for the database at port " + port + ", but "
                                + Remembered.file(home) + " gives PostgreSQL port " + other,
                        "Write the same port into both.");
            }
        });
        return ports;
    }

    private OptionalInt database() {
        Path configuration = home.resolve("lotus.yaml");
        Matcher url = URL.matcher(Files.exists(configuration) ? HomeFiles.read(configuration) : "");
        return url.find() ? OptionalInt.of(Integer.parseInt(url.group(1))) : OptionalInt.empty();
    }

    private boolean sqlite() {
        Path configuration = home.resolve("lotus.yaml");
        return Files.exists(home.resolve("synapse").resolve("homeserver.db"))
                || (Files.exists(configuration)
                        && !HomeFiles.read(configuration).contains(DATABASE));
    }
}
