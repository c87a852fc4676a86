package org.lotusguild.lotus.matrix.event;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.Decrypted;
import tools.jackson.databind.node.ObjectNode;

/** An event of a room, decrypted where it was encrypted. {@code Unknown} is everything that has no case of its own. */
public sealed interface Incoming {
    EventMeta meta();

    /** {@code m.room.message} that is no edit. {@code mentions}: the users of {@code m.mentions}. */
    record Message(
            EventMeta meta,
            String msgtype,
            String body,
            Optional<String> formattedBody,
            Set<UserId> mentions,
            ObjectNode content)
            implements Incoming {
        public Message {
            body = storable(body);
        }
    }

    record Reaction(EventMeta meta, EventId target, String key) implements Incoming {
        public Reaction {
            key = storable(key);
        }
    }

    /** {@code m.room.message} with {@code rel_type m.replace}. */
    record Edit(EventMeta meta, EventId target, ObjectNode newContent) implements Incoming {}

    record Redaction(EventMeta meta, EventId target) implements Incoming {}

    /** {@code before} is absent where the homeserver did not say. */
    record Membership(EventMeta meta, UserId user, Member now, Optional<Member> before, ObjectNode content)
            implements Incoming {}

    /** Any other state event. */
    record StateChange(EventMeta meta, String type, String stateKey, ObjectNode content) implements Incoming {}

    record PollVote(EventMeta meta, EventId poll, List<String> answers) implements Incoming {
        public PollVote {
            answers = answers.stream().map(Incoming::storable).toList();
        }
    }

    /** An encrypted event that could not be read (yet). It comes again, readable, if its key arrives. */
    record Undecryptable(EventMeta meta, Decrypted.Reason reason) implements Incoming {}

    record Unknown(EventMeta meta, String type, ObjectNode content) implements Incoming {}

    enum Member {
        JOIN,
        INVITE,
        LEAVE,
        BAN,
        KNOCK
    }

    /** Without NUL signs: nobody sees them, and no database takes them. */
    private static String storable(String text) {
        return text.replace("\0", "");
    }
}
