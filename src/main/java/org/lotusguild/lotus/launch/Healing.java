package org.lotusguild.lotus.launch;

import java.nio.file.Files;
import java.util.List;
import org.lotusguild.lotus.matrix.account.DeviceReset;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Databases;
import org.lotusguild.lotus.store.StoreSettings;

/**
 * What a database that came back from a backup needs before its first use: used as it is, it would repeat keys that were used
 * since. So every account gets a new device under its old identity; room keys stay.
 */
record Healing(Home home, Console console) {

    void run() {
        if (!Files.exists(home.secrets().resolve("vault-key"))) {
            console.warning("The bot's database is a copy and its key is missing: when " + home.secrets()
                    + " is back, run lotus account reset-device before lotus up");
            return;
        }
        LotusConfig config = home.config();
        World world = World.real();
        StoreSettings settings = new StoreSettings(
                config.store().url(), home.folder(), config.store().password(), Tables.OF_THE_PROGRAM);
        try (Database db = Databases.open(settings, world.clock(), world.random())) {
            db.leases().endAll();
            List<DeviceReset.Done> done = AccountsWiring.reset(
                            world, db, config.encryption().machine())
                    .all();
            console.step("The database is a copy, which would repeat keys: each of its " + done.size()
                    + " accounts has a new device under the same identity; room keys stay");
        }
    }
}
