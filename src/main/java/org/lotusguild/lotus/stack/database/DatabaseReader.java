package org.lotusguild.lotus.stack.database;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.lotusguild.lotus.stack.facts.DatabaseAnswers;
import org.lotusguild.lotus.stack.facts.DatabaseAnswers.Mistake;
import org.lotusguild.lotus.store.ForeignDatabase;
import org.lotusguild.lotus.store.StoreException;

/** Asks the database once. */
public final class DatabaseReader {
    private DatabaseReader() {}

    /**
     * @param open the database; closed afterwards
     * @return with the failure in it if it could not be asked
     */
    public static DatabaseAnswers read(Supplier<ForeignDatabase> open, Instant now) {
        try (ForeignDatabase database = open.get()) {
            DatabaseAnswers answers = database.read(tx -> {
                ServerStore.Made made = ServerStore.made(tx);
                boolean synapse = ServerStore.ofSynapse(tx);
                return new DatabaseAnswers(
                        ServerStore.version(tx),
                        made.encoding(),
                        made.collate(),
                        made.ctype(),
                        ServerStore.tables(tx),
                        ServerStore.pending(tx),
                        List.of(),
                        ServerStore.clients(tx),
                        ServerStore.settings(tx),
                        synapse ? ServerStore.updates(tx) : 0,
                        synapse ? ServerStore.failing(tx, now) : 0,
                        synapse ? "" : "the database holds no tables of Synapse that this role may see");
            });
            return answers.with(mistakes(database));
        } catch (StoreException e) {
            return failed(Optional.ofNullable(e.getMessage()).orElse("the database cannot be read"));
        }
    }

    /** In a transaction of its own: a refusal spoils it. */
    private static List<Mistake> mistakes(ForeignDatabase database) {
        try {
            return database.read(ServerStore::mistakes);
        } catch (StoreException e) {
            return List.of(Mistake.HIDDEN);
        }
    }

    private static DatabaseAnswers failed(String because) {
        return new DatabaseAnswers(0, "", "", "", List.of(), List.of(), List.of(), Map.of(), Map.of(), 0, 0, because);
    }
}
