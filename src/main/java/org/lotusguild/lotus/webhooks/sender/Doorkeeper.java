package org.lotusguild.lotus.webhooks.sender;

import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.MatrixAccount;

/** Whoever invites service users. */
@FunctionalInterface
public interface Doorkeeper {

    /**
     * Invites the guest where the keeper is inside; elsewhere nothing happens.
     *
     * @throws org.lotusguild.lotus.matrix.api.MatrixException or {@link org.lotusguild.lotus.http.HttpFailure} if the homeserver
     *     does not want it, or does not answer as it should
     */
    void invite(RoomId room, UserId guest);

    static Doorkeeper of(MatrixAccount bot) {
        return (room, guest) -> {
            if (bot.rooms().isJoined(room)) {
                bot.rooms().invite(room, guest);
            }
        };
    }
}
