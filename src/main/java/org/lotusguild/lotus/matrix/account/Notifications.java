package org.lotusguild.lotus.matrix.account;

import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nobody reads the notifications of a service user, but the homeserver weighs each message of its rooms for it, stores what would
 * notify and counts what is unread, while the sender waits. Told once to make none, it does nothing of that.
 */
record Notifications(Database database, AccountStore store, MatrixApi api) {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

    /** Once for good. An account works without it: what fails is tried again at the next start. */
    void mute() {
        if (database.read(store::muted)) {
            return;
        }
        try {
            api.muteNotifications();
            database.run(store::mute);
        } catch (MatrixException | HttpFailure e) {
            LOG.atInfo()
                    .addKeyValue("account", store.account())
                    .addKeyValue("why", e.getMessage())
                    .log("the account's notifications could not be turned off; it is tried again at the next start");
        }
    }
}
