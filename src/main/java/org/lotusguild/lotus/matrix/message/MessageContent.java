package org.lotusguild.lotus.matrix.message;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one renderer: a {@link Doc} becomes the content of an {@code m.room.message} with {@code body}, where it says more
 * {@code formatted_body}, and always {@code m.mentions}. {@link Relations} adds replies, threads and edits to it.
 */
public final class MessageContent {
    /** Characters of a body, unless the caller says otherwise. */
    public static final int LIMIT = 4_000;

    /** Encryption adds a third, an edit carries the text twice, and the homeserver refuses events above 65,536 bytes. */
    private static final int BYTES = 30_000;

    private MessageContent() {}

    /** {@code m.notice}: what programs write. */
    public static ObjectNode notice(Doc doc) {
        return notice(doc, LIMIT);
    }

    public static ObjectNode notice(Doc doc, int characters) {
        return fitted("m.notice", doc, characters);
    }

    /** {@code m.text}: what people write. */
    public static ObjectNode text(Doc doc) {
        return fitted("m.text", doc, LIMIT);
    }

    private static ObjectNode fitted(String msgtype, Doc doc, int characters) {
        int limit = characters;
        ObjectNode content = content(msgtype, Cut.to(doc.blocks(), limit));
        while (Json.bytes(content).length > BYTES && limit > 100) {
            limit = limit * 3 / 4;
            content = content(msgtype, Cut.to(doc.blocks(), limit));
        }
        return content;
    }

    static ObjectNode content(String msgtype, List<Block> blocks) {
        ObjectNode content = Json.object();
        content.put("msgtype", msgtype);
        content.put("body", TextRendering.of(blocks));
        if (HtmlRendering.needed(blocks)) {
            content.put("format", "org.matrix.custom.html");
            content.put("formatted_body", HtmlRendering.of(blocks));
        }
        content.set("m.mentions", mentions(blocks));
        return content;
    }

    private static ObjectNode mentions(List<Block> blocks) {
        Set<UserId> users = new TreeSet<>(mentioned(blocks).toList());
        ObjectNode mentions = Json.object();
        if (!users.isEmpty()) {
            var ids = mentions.putArray("user_ids");
            users.forEach(user -> ids.add(user.value()));
        }
        return mentions;
    }

    private static Stream<UserId> mentioned(List<Block> blocks) {
        return blocks.stream().flatMap(block -> switch (block) {
            case Block.Line line -> people(line);
            case Block.Rows rows -> rows.lines().stream().flatMap(MessageContent::people);
            case Block.Bullets list -> list.items().stream().flatMap(MessageContent::people);
            case Block.Quote quote -> mentioned(quote.blocks());
            case Block.Mono _,
                    Block.Bars _,
                    Block.Tiles _,
                    Block.Links _,
                    Block.Details _,
                    Block.Html _,
                    Block.Written _ -> Stream.empty();
        });
    }

    private static Stream<UserId> people(Block.Line line) {
        return line.spans().stream()
                .filter(span -> span instanceof Span.Person person && person.mention())
                .map(span -> ((Span.Person) span).user());
    }
}
