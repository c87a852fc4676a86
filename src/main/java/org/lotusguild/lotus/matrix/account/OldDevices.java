package org.lotusguild.lotus.matrix.account;

import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the devices that {@link DeviceReset} replaced from the homeserver, so that nobody encrypts to them any more.
 *
 * @param password proves our right to it where the homeserver asks
 */
record OldDevices(Database database, AccountStore store, MatrixApi api, Optional<Secret> password) {
    private static final Logger LOG = LoggerFactory.getLogger(OldDevices.class);

    /** What cannot be removed now is tried again at the next start. */
    void remove() {
        for (DeviceId device : database.read(store::oldDevices)) {
            try {
                api.deleteDevice(device, store.account(), password);
                database.run(tx -> store.removed(tx, device));
                LOG.atInfo()
                        .addKeyValue("account", store.account())
                        .addKeyValue("device", device)
                        .log("the old device is removed");
            } catch (MatrixException | HttpFailure e) {
                LOG.atWarn()
                        .addKeyValue("account", store.account())
                        .addKeyValue("device", device)
                        .addKeyValue("why", e.getMessage())
                        .log("the old device could not be removed now; it is tried again at the next start");
            }
        }
    }
}
