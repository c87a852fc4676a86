package org.lotusguild.lotus.webhooks.courier;

import java.util.Optional;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.matrix.message.Relations;
import org.lotusguild.lotus.webhooks.calm.Mentions;
import org.lotusguild.lotus.webhooks.notice.Notice;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a part of a delivery says, and where. Kept as JSON until the delivery is over: where a room refuses the part, or it is too large,
 * nothing is decided anew.
 *
 * @param notice absent: it takes the words of {@code event} away
 * @param picture that says what the notice says, where both are one
 * @param event that it is about
 */
record Draft(
        Optional<Notice> notice,
        Mentions mentions,
        Optional<ObjectNode> picture,
        Place place,
        Optional<EventId> event) {
    enum Place {
        ALONE,
        /** In place of what the event said. */
        EDIT,
        /** In the thread of the event. */
        THREAD,
        /** Beside the thread, as an answer to the event. */
        ANSWER,
        REDACTION
    }

    static Draft alone(Notice notice, Mentions mentions) {
        return new Draft(Optional.of(notice), mentions, Optional.empty(), Place.ALONE, Optional.empty());
    }

    static Draft of(Notice notice, Mentions mentions, Place place, EventId event) {
        return new Draft(Optional.of(notice), mentions, Optional.empty(), place, Optional.of(event));
    }

    static Draft redaction(EventId event) {
        return new Draft(Optional.empty(), Mentions.NOBODY, Optional.empty(), Place.REDACTION, Optional.of(event));
    }

    Draft inThread(EventId root) {
        return new Draft(notice, mentions, picture, Place.THREAD, Optional.of(root));
    }

    Draft with(ObjectNode uploaded) {
        return new Draft(notice, mentions, Optional.of(uploaded), place, event);
    }

    String type() {
        return place == Place.REDACTION ? "m.room.redaction" : "m.room.message";
    }

    ObjectNode content(Contents.Look look) {
        return notice.map(shown -> Contents.of(shown, look, mentions, this::placed))
                .orElseGet(() -> Relations.redaction(event.orElseThrow()));
    }

    private ObjectNode placed(ObjectNode plain) {
        ObjectNode shown = picture.map(file -> Contents.captioned(plain, file)).orElse(plain);
        return switch (place) {
            case ALONE -> shown;
            case EDIT -> Relations.edit(shown, event.orElseThrow());
            case THREAD -> Relations.threadReply(shown, event.orElseThrow(), event.orElseThrow());
            case ANSWER -> Relations.reply(shown, event.orElseThrow());
            case REDACTION -> Relations.redaction(event.orElseThrow());
        };
    }
}
