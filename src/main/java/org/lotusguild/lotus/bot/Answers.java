package org.lotusguild.lotus.bot;

import java.time.Duration;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.matrix.message.Relations;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** Puts replies into the send queue, in reply to their trigger and in its thread. */
final class Answers {
    /** An answer that comes later than this helps nobody. Longer than a restart takes. */
    private static final Duration LIFETIME = Duration.ofMinutes(3);

    private final RoomSender sender;

    Answers(RoomSender sender) {
        this.sender = sender;
    }

    void put(Tx tx, EventMeta trigger, Reply reply) {
        put(tx, trigger, reply, "");
    }

    private void put(Tx tx, EventMeta trigger, Reply reply, String part) {
        switch (reply) {
            case Reply.Say(Doc doc) -> notice(tx, trigger, doc, part);
            case Reply.Refuse(Doc why, boolean refund) -> notice(tx, trigger, why, part);
            case Reply.React(String key) -> {
                ObjectNode content = Relations.reaction(trigger.id(), key);
                sender.enqueue(tx, trigger.room(), "m.reaction", content, options(trigger.id(), "react" + part));
            }
            case Reply.Several(var parts) -> {
                for (int i = 0; i < parts.size(); i++) {
                    put(tx, trigger, parts.get(i), part + "." + i);
                }
            }
            case Reply.Silence() -> {}
        }
    }

    private void notice(Tx tx, EventMeta trigger, Doc doc, String part) {
        ObjectNode content = MessageContent.notice(doc);
        ObjectNode related = trigger.thread()
                .map(root -> Relations.threadReply(content, root, trigger.id()))
                .orElseGet(() -> Relations.reply(content, trigger.id()));
        sender.enqueue(tx, trigger.room(), "m.room.message", related, options(trigger.id(), "say" + part));
    }

    private static SendOptions options(EventId trigger, String action) {
        return SendOptions.interactive().key(trigger + "/" + action).lifetime(LIFETIME);
    }
}
