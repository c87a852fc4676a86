package org.lotusguild.lotus.matrix.send;

import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.matrix.SendOptions.Priority;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event on its way.
 *
 * @param seq place in the account's queue
 * @param content in the clear
 * @param ciphertext what goes on the wire instead, once it has been made
 * @param triedElsewhere another device tried to send it: it may have arrived
 */
record SendRow(
        long seq,
        RoomId room,
        String type,
        String txnId,
        Priority priority,
        ObjectNode content,
        Optional<ObjectNode> ciphertext,
        Instant expiresAt,
        boolean triedElsewhere) {}
