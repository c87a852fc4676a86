package org.lotusguild.lotus.webhooks.hookshot;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;

/**
 * A hook of hookshot.
 *
 * @param stateKey what it is called where nothing else is known; may be an id
 * @param ids the last parts of its addresses
 * @param written empty where there is an id and no hook to it
 */
record ForeignHook(RoomId room, String stateKey, List<Secret> ids, Optional<Written> written) {
    ForeignHook {
        ids = List.copyOf(ids);
    }
}
