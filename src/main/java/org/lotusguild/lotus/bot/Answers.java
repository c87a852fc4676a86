package org.lotusguild.lotus.bot;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.matrix.message.Relations;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts replies into the send queue: answers in reply to their trigger and in its thread, the others by themselves. */
final class Answers {
    /** An answer that comes later than this helps nobody. Longer than a restart takes. */
    private static final Duration ANSWER = Duration.ofMinutes(3);

    private static final Duration DURABLE = Duration.ofHours(24);

    private final String prefix;
    private final RoomSender sender;
    private final BindStore binds;
    private final AlarmStore alarms;
    private final Buttons buttons;
    private final Pending pending;

    Answers(String prefix, RoomSender sender, UserId account, Buttons buttons, Pending pending) {
        this.prefix = prefix;
        this.sender = sender;
        this.binds = new BindStore(account);
        this.alarms = new AlarmStore(account);
        this.buttons = buttons;
        this.pending = pending;
    }

    /**
     * Why something is sent.
     *
     * @param key the same in each repetition, and of nothing else
     */
    private record Cause(String key, Optional<Origin> trigger, Duration lifetime) {
        Cause part(String name) {
            return new Cause(key + name, trigger, lifetime);
        }

        Origin event() {
            return trigger.orElseThrow(() -> new IllegalStateException("nothing to reply to: " + key));
        }

        SendOptions options(String action) {
            return SendOptions.interactive().key(key + action).lifetime(lifetime);
        }
    }

    void put(Tx tx, EventMeta trigger, Reply reply) {
        put(tx, Origin.of(trigger), reply);
    }

    void put(Tx tx, Origin trigger, Reply reply) {
        put(tx, new Cause(trigger.id().value(), Optional.of(trigger), ANSWER), reply);
    }

    /**
     * What a feature has to say of something that it heard. Nobody waits for it, and nobody asks again: it is still sent when the
     * homeserver has taken nothing for hours.
     */
    void heard(Tx tx, EventMeta event, Reply reply) {
        put(tx, new Cause(event.id().value(), Optional.of(Origin.of(event)), DURABLE), reply);
    }

    /** The reaction that was put on this trigger, where there was one. */
    Optional<Ticket> reaction(Tx tx, Origin trigger) {
        return sender.find(tx, trigger.id().value() + "/react");
    }

    /** Takes an own reaction on the trigger back. */
    void takeBack(Tx tx, Origin trigger, EventId reaction) {
        SendOptions options =
                SendOptions.interactive().key(reaction.value() + "/back").lifetime(DURABLE);
        sender.enqueue(tx, trigger.room(), "m.room.redaction", Relations.redaction(reaction), options);
    }

    /** A message in reply to the trigger, with the content as given. */
    Ticket answer(Tx tx, Origin trigger, ObjectNode content) {
        return answer(tx, new Cause(trigger.id().value(), Optional.of(trigger), ANSWER), content);
    }

    /** The new content of an answer to the trigger; {@code number} tells one edit from the other. */
    Ticket edit(Tx tx, Origin trigger, EventId target, ObjectNode content, int number) {
        SendOptions options = SendOptions.interactive()
                .key(trigger.id().value() + "/edit" + number)
                .lifetime(ANSWER);
        return sender.enqueue(tx, trigger.room(), "m.room.message", Relations.edit(content, target), options);
    }

    /** @param cause a key of the send queue, used for nothing else */
    void put(Tx tx, String cause, Reply reply) {
        put(tx, new Cause(cause, Optional.empty(), DURABLE), reply);
    }

    /** Reactions on an own message. */
    void seed(Tx tx, BindStore.Bound post, EventId event) {
        for (int i = 0; i < post.seed().size(); i++) {
            ObjectNode content = Relations.reaction(event, post.seed().get(i));
            SendOptions options =
                    SendOptions.interactive().key(post.sendKey() + "/seed" + i).lifetime(DURABLE);
            sender.enqueue(tx, post.room(), "m.reaction", content, options);
        }
    }

    /** The reply that a decision inside of the transaction comes to. */
    static Reply decided(Tx tx, Reply reply) {
        return reply instanceof Reply.Stored stored
                ? decided(tx, stored.decision().apply(tx))
                : reply;
    }

    private void put(Tx tx, Cause cause, Reply reply) {
        switch (reply) {
            case Reply.Say(Doc doc) -> answer(tx, cause, doc);
            case Reply.Offer offer -> offer(tx, cause, offer);
            case Reply.Refuse(Doc why, boolean refund) -> answer(tx, cause, why);
            case Reply.Misused misused -> answer(tx, cause, misused.words(prefix));
            case Reply.React(String key) -> {
                ObjectNode content = Relations.reaction(cause.event().about(), key);
                sender.enqueue(tx, cause.event().room(), "m.reaction", content, cause.options("/react"));
            }
            case Reply.Post post -> post(tx, cause, post);
            case Reply.Event event -> {
                SendOptions options = cause.options("/event");
                Ticket ticket = sender.enqueue(tx, event.room(), event.type(), event.content(), options);
                event.bind().ifPresent(bind -> await(tx, options, event.room(), bind, List.of(), ticket));
            }
            case Reply.Revise(RoomId room, EventId target, Doc doc) -> {
                ObjectNode content = Relations.edit(MessageContent.notice(doc), target);
                sender.enqueue(tx, room, "m.room.message", content, cause.options("/revise"));
            }
            case Reply.Wake(Reply.Bind bind, var at) -> {
                AlarmStore.Alarm alarm = new AlarmStore.Alarm(bind, at);
                alarms.put(tx, alarm);
                tx.afterCommit(() -> pending.alarm(alarm));
            }
            case Reply.Stored stored -> put(tx, cause, decided(tx, stored));
            case Reply.Work _ -> throw new IllegalStateException("only a command's whole answer may be work");
            case Reply.Several(List<Reply> parts) -> {
                for (int i = 0; i < parts.size(); i++) {
                    put(tx, cause.part("." + i), parts.get(i));
                }
            }
            case Reply.Silence() -> {}
        }
    }

    private void answer(Tx tx, Cause cause, Doc doc) {
        answer(tx, cause, MessageContent.notice(doc));
    }

    private Ticket answer(Tx tx, Cause cause, ObjectNode content) {
        Origin trigger = cause.event();
        ObjectNode related = trigger.thread()
                .map(root -> Relations.threadReply(content, root, trigger.about()))
                .orElseGet(() -> Relations.reply(content, trigger.about()));
        return sender.enqueue(tx, trigger.room(), "m.room.message", related, cause.options("/say"));
    }

    private void offer(Tx tx, Cause cause, Reply.Offer offer) {
        Ticket ticket = answer(tx, cause, MessageContent.notice(offer.doc()));
        SendOptions options = cause.options("/say");
        Reply.Bind bind = buttons.add(tx, options.key().orElseThrow(), cause.event(), offer.buttons());
        List<String> seed = offer.buttons().stream().map(Reply.Button::key).toList();
        await(tx, options, cause.event().room(), bind, seed, ticket);
    }

    private void post(Tx tx, Cause cause, Reply.Post post) {
        ObjectNode content = pinging(MessageContent.notice(post.doc()), post.ping());
        ObjectNode related = thread(cause, post)
                .map(root -> Relations.threadReply(content, root, inThread(cause, post, root)))
                .or(() -> post.about().map(about -> Relations.reply(content, about)))
                .orElse(content);
        SendOptions options = cause.options("/post");
        Ticket ticket = sender.enqueue(tx, post.room(), "m.room.message", related, options);
        if (post.bind().isPresent() || !post.seed().isEmpty()) {
            await(tx, options, post.room(), post.bind().orElse(new Reply.Bind("", "")), post.seed(), ticket);
        }
    }

    private void await(Tx tx, SendOptions options, RoomId room, Reply.Bind bind, List<String> seed, Ticket ticket) {
        BindStore.Bound bound = new BindStore.Bound(options.key().orElseThrow(), room, bind, seed);
        binds.put(tx, bound);
        tx.afterCommit(() -> pending.post(bound, ticket));
    }

    private static ObjectNode pinging(ObjectNode content, Set<UserId> users) {
        if (!users.isEmpty()) {
            ArrayNode ids = Json.objectAt(content, "m.mentions").withArray("user_ids");
            users.stream().sorted().forEach(user -> ids.add(user.value()));
        }
        return content;
    }

    /** What is posted because of a message in a thread stays there. */
    private static Optional<EventId> thread(Cause cause, Reply.Post post) {
        return post.thread()
                .or(() -> cause.trigger()
                        .filter(t -> t.room().equals(post.room()))
                        .flatMap(Origin::thread));
    }

    /** A message in a thread must answer one of it. */
    private static EventId inThread(Cause cause, Reply.Post post, EventId root) {
        return post.about().or(() -> cause.trigger().map(Origin::about)).orElse(root);
    }
}
