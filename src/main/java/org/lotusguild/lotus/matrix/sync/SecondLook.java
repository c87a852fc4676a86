package org.lotusguild.lotus.matrix.sync;

import java.util.Set;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks again at a message whose sender's devices were not known when it came: the first message of a person would else
 * never count as signed. The list is asked for once; if it does not come, the first look stands.
 */
record SecondLook(CryptoMachine machine, KeyCourier courier) {
    private static final Logger LOG = LoggerFactory.getLogger(SecondLook.class);

    Decrypted at(RoomId room, ObjectNode event, Decrypted first) {
        if (!(first instanceof Decrypted.Clear clear) || clear.trust() != Trust.UNKNOWN) {
            return first;
        }
        askFor(UserId.parse(Json.string(event, "sender").orElseThrow()));
        return machine.step(step -> step.decrypt(room, event)) instanceof Decrypted.Clear again ? again : first;
    }

    private void askFor(UserId sender) {
        machine.step(step -> {
            step.track(Set.of(sender));
            return true;
        });
        try {
            courier.flush();
        } catch (MatrixException | HttpFailure e) {
            LOG.atInfo()
                    .addKeyValue("sender", sender)
                    .addKeyValue("why", e.getMessage())
                    .log("the devices of a sender could not be asked for now");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpFailure(HttpFailure.Kind.INTERRUPTED, "asked to stop", e);
        }
    }
}
