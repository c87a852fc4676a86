package org.lotusguild.lotus.bot;

import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.matrix.event.EventMeta;

/**
 * What is answered: where it stands.
 *
 * @param about the message that the answer refers to: the trigger itself, or the one whose button was pressed
 */
record Origin(RoomId room, EventId id, EventId about, Optional<EventId> thread) {

    static Origin of(EventMeta trigger) {
        return about(trigger, trigger.id());
    }

    static Origin about(EventMeta trigger, EventId message) {
        return new Origin(trigger.room(), trigger.id(), message, trigger.thread());
    }
}
