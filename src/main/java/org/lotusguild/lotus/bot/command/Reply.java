package org.lotusguild.lotus.bot.command;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** What a command answers, and what a {@link Feature} does later. All of it commits in one transaction. */
public sealed interface Reply {

    /** A notice, in reply to the trigger and in its thread. Only where there is a trigger. */
    record Say(Doc doc) implements Reply {}

    /** As {@link Say}, with buttons below it. */
    record Offer(Doc doc, List<Button> buttons) implements Reply {
        public Offer {
            buttons = List.copyOf(buttons);
        }
    }

    /**
     * A reaction that Lotus puts below its message; whoever adds the same one within a day runs a command line, with his own rights.
     *
     * @param line without the prefix
     * @param once whether it works one time: for what cannot be taken back
     */
    record Button(String key, String line, boolean once) {}

    /** A reaction on the trigger. Only where there is one. */
    record React(String key) implements Reply {}

    /** An expected "no": bad input, a backend that is down. {@code refund}: the cooldown is given back. */
    record Refuse(Doc why, boolean refund) implements Reply {}

    /**
     * A notice of its own, in any room.
     *
     * @param about the message that it replies to
     * @param seed reactions that Lotus puts below it
     * @param bind the feature that is told the event id as soon as it is known
     * @param ping who is notified besides those whom the text mentions
     * @param thread the root of its thread; what a command in a thread posts at once needs none to stay there
     */
    record Post(
            RoomId room,
            Doc doc,
            Optional<EventId> about,
            List<String> seed,
            Optional<Bind> bind,
            Set<UserId> ping,
            Optional<EventId> thread)
            implements Reply {
        public Post {
            seed = List.copyOf(seed);
            ping = Set.copyOf(ping);
        }

        public Post(RoomId room, Doc doc) {
            this(room, doc, Optional.empty(), List.of(), Optional.empty(), Set.of(), Optional.empty());
        }

        public Post replyingTo(EventId event) {
            return new Post(room, doc, Optional.of(event), seed, bind, ping, thread);
        }

        public Post seeded(List<String> keys) {
            return new Post(room, doc, about, keys, bind, ping, thread);
        }

        public Post bound(Bind to) {
            return new Post(room, doc, about, seed, Optional.of(to), ping, thread);
        }

        public Post pinging(Set<UserId> users) {
            return new Post(room, doc, about, seed, bind, users, thread);
        }

        public Post inThread(Optional<EventId> root) {
            return new Post(room, doc, about, seed, bind, ping, root);
        }
    }

    /** An event of another type than a message, with its content as it is sent. */
    record Event(RoomId room, String type, ObjectNode content, Optional<Bind> bind) implements Reply {}

    /** The new text of an own message. */
    record Revise(RoomId room, EventId target, Doc doc) implements Reply {}

    /** Calls {@link Feature#due} at that time, also after a restart. One alarm for one {@code bind}: the last one counts. */
    record Wake(Bind bind, Instant at) implements Reply {}

    /**
     * Decided inside of the transaction that claims the trigger: a feature's rows and its answer commit together or not at
     * all. The decision must not wait for anything but the database.
     */
    record Stored(Function<Tx, Reply> decision) implements Reply {}

    /** Words that do not fit the command: why, and how it is used. Gives the cooldown back. */
    record Misused(String command, Syntax syntax, String why) implements Reply {

        /** As it is sent. */
        public Doc words(String prefix) {
            return Doc.plain("%s: %s\nUsage: %s%s · more: %shelp %s"
                    .formatted(command, why, prefix, syntax.usage(command), prefix, command));
        }
    }

    /**
     * Something with an effect outside of Lotus, or that takes long. Claimed first, then run, so at most once; the room does
     * not wait for it. Only as a command's whole answer.
     *
     * @param mark a reaction that stands on the trigger while the job runs
     */
    record Work(Optional<String> mark, Job job) implements Reply {}

    record Several(List<Reply> parts) implements Reply {
        public Several {
            parts = List.copyOf(parts);
        }
    }

    record Silence() implements Reply {}

    /** A row of a feature: {@code kind} names the feature, {@code key} is its own. */
    record Bind(String kind, String key) {}

    static Reply say(String text) {
        return new Say(Doc.plain(text));
    }

    static Reply several(Reply... parts) {
        return new Several(List.of(parts));
    }

    static Reply misused(String command, Syntax syntax, String why) {
        return new Misused(command, syntax, why);
    }

    static Reply refuse(String text) {
        return new Refuse(Doc.plain(text), true);
    }
}
