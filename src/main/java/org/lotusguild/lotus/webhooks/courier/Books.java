package org.lotusguild.lotus.webhooks.courier;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.store.Tx;
import org.lotusguild.lotus.webhooks.sender.Sender;

/**
 * What is read and written where it is decided what a delivery becomes.
 *
 * @param bot the send queue of the account that speaks where a service's own cannot be had
 */
record Books(
        PostStore posts,
        RootStore roots,
        CalmStore calm,
        RoomSender bot,
        Rules rules,
        InstantSource clock,
        SecureRandom random) {

    /** What stands in a send queue under this key: the sender's, or the bot's, who may have spoken in its place when that was put there. */
    Optional<Ticket> ticket(Tx tx, Sender sender, String key) {
        return sender.account().sender().find(tx, key).or(() -> bot.find(tx, key));
    }
}
