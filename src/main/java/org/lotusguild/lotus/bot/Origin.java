package org.lotusguild.lotus.bot;

import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.matrix.event.EventMeta;

/** What is answered: where it stands. */
record Origin(RoomId room, EventId id, Optional<EventId> thread) {

    static Origin of(EventMeta trigger) {
        return new Origin(trigger.room(), trigger.id(), trigger.thread());
    }
}
