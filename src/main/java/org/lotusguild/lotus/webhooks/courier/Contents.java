package org.lotusguild.lotus.webhooks.courier;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.message.Block;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.matrix.message.Span;
import org.lotusguild.lotus.webhooks.calm.Mentions;
import org.lotusguild.lotus.webhooks.notice.Collapse;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.render.NoticeDoc;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Notices as contents of {@code m.room.message}. Pure. */
final class Contents {
    private static final int MOST_LINES = 20;
    private static final int MOST_CHARACTERS = 1_500;
    private static final int SHRUNK = 1_000;

    private Contents() {}

    /**
     * Bad news is {@code m.text}: notices do not push.
     *
     * @param inFront the speaker's name, where others speak through the same account
     * @param shrunk whether it must be much smaller than usual
     */
    static ObjectNode of(Notice notice, Mentions mentions, Optional<String> inFront, boolean shrunk) {
        List<Collapse> kept =
                notice.collapse().stream().filter(part -> !isLong(part)).toList();
        Doc doc = named(NoticeDoc.of(notice.collapse(shrunk ? List.of() : kept)), inFront);
        ObjectNode content = shrunk ? MessageContent.notice(doc, SHRUNK) : MessageContent.notice(doc);
        content.put(
                "msgtype",
                switch (notice.level()) {
                    case CRITICAL, ERROR -> "m.text";
                    case WARNING, OK, INFO, NEUTRAL -> "m.notice";
                });
        mention(content, mentions);
        return content;
    }

    private static Doc named(Doc doc, Optional<String> inFront) {
        if (inFront.isEmpty() || !(doc.blocks().getFirst() instanceof Block.Line title)) {
            return doc;
        }
        List<Span> spans = new ArrayList<>(List.of(Span.strong(inFront.get()), Span.words(": ")));
        spans.addAll(title.spans());
        List<Block> blocks = new ArrayList<>(doc.blocks());
        blocks.set(0, new Block.Line(spans));
        return new Doc(blocks);
    }

    private static void mention(ObjectNode content, Mentions mentions) {
        ObjectNode node = content.putObject("m.mentions");
        if (mentions.room()) {
            node.put("room", true);
        }
        if (!mentions.users().isEmpty()) {
            ArrayNode users = node.putArray("user_ids");
            mentions.users().stream().sorted().forEach(user -> users.add(user.value()));
        }
    }

    /** A message that was written elsewhere, with the speaker's name before it. */
    static ObjectNode named(ObjectNode written, Optional<String> inFront) {
        if (inFront.isEmpty()) {
            return written;
        }
        ObjectNode content = written.deepCopy();
        ObjectNode front = MessageContent.notice(Doc.of(Block.Line.of(Span.strong(inFront.get()), Span.words(": "))));
        Json.string(written, "formatted_body")
                .ifPresent(html -> content.put(
                        "formatted_body", Json.string(front, "formatted_body").orElse("") + html));
        content.put("body", inFront.get() + ": " + Json.string(written, "body").orElse(""));
        return content;
    }

    /** The picture that says what the message says: one event. */
    static ObjectNode captioned(ObjectNode message, ObjectNode picture) {
        ObjectNode content = picture.deepCopy();
        for (String name : List.of("body", "format", "formatted_body", "m.mentions")) {
            Optional.ofNullable(message.get(name)).ifPresent(value -> content.set(name, value));
        }
        return content;
    }

    /** What does not fit into a message: it becomes a file in the thread. */
    static List<Collapse> files(Notice notice) {
        return notice.collapse().stream().filter(Contents::isLong).toList();
    }

    private static boolean isLong(Collapse part) {
        return part.text().codePointCount(0, part.text().length()) > MOST_CHARACTERS
                || part.text().lines().skip(MOST_LINES).findAny().isPresent();
    }
}
