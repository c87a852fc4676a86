package org.lotusguild.lotus.webhooks.courier;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.lotusguild.lotus.base.json.CanonicalJson;
import org.lotusguild.lotus.matrix.message.Block;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.Fitted;
import org.lotusguild.lotus.matrix.message.Fitting;
import org.lotusguild.lotus.matrix.message.Span;
import org.lotusguild.lotus.webhooks.calm.Mentions;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Words;
import org.lotusguild.lotus.webhooks.render.NoticeDoc;
import org.lotusguild.lotus.webhooks.render.OwnWords;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Notices as contents of {@code m.room.message}, each of which fits into an event. Pure. */
final class Contents {

    private Contents() {}

    /**
     * Where and how a message is shown.
     *
     * @param inFront the speaker's name, where others speak through the same account
     * @param encrypted whether the room is
     * @param shrunk whether the homeserver found it too large before: then it is half as large
     */
    record Look(Optional<String> inFront, boolean encrypted, boolean shrunk) {
        Look smaller() {
            return new Look(inFront, encrypted, true);
        }
    }

    /**
     * What is sent.
     *
     * @param asSent makes an edit or a reply of it
     */
    static ObjectNode of(Notice notice, Look look, Mentions mentions, UnaryOperator<ObjectNode> asSent) {
        UnaryOperator<ObjectNode> whole = content -> asSent.apply(complete(content, notice, mentions));
        return whole.apply(fitted(notice, look, whole).content());
    }

    /** What does not fit into the message: files in its thread. */
    static List<Fitted.TextFile> files(Notice notice, Look look) {
        return notice.collapse().isEmpty()
                ? List.of()
                : fitted(notice, look, UnaryOperator.identity()).files();
    }

    /** Where there are long parts, half the room is enough: whether it becomes an edit or not, the same ones become files. */
    private static Fitted fitted(Notice notice, Look look, UnaryOperator<ObjectNode> whole) {
        int most = look.encrypted() ? Fitting.ENCRYPTED : Fitting.CLEAR;
        return notice.collapse().isEmpty()
                ? fitted(notice, look, most, whole)
                : fitted(notice, look, most / 2, UnaryOperator.identity());
    }

    private static Fitted fitted(Notice notice, Look look, int most, UnaryOperator<ObjectNode> whole) {
        Doc doc = doc(notice, look.inFront());
        String msgtype = notice.words().flatMap(Words::msgtype).orElseGet(() -> NoticeDoc.msgtype(notice.level()));
        Fitted usual = Fitting.of(msgtype, doc, most, whole);
        if (!look.shrunk()) {
            return usual;
        }
        int size = CanonicalJson.of(whole.apply(usual.content().deepCopy())).getBytes(StandardCharsets.UTF_8).length;
        return Fitting.of(msgtype, doc, size / 2, whole);
    }

    private static Doc doc(Notice notice, Optional<String> inFront) {
        if (inFront.isEmpty()) {
            return NoticeDoc.of(notice);
        }
        return notice.words()
                .map(words -> OwnWords.doc(OwnWords.named(words, inFront.get())))
                .orElseGet(() -> named(NoticeDoc.of(notice), inFront.get()));
    }

    private static Doc named(Doc doc, String name) {
        if (!(doc.blocks().getFirst() instanceof Block.Line title)) {
            return doc;
        }
        List<Span> spans = new ArrayList<>(List.of(Span.strong(name), Span.words(": ")));
        spans.addAll(title.spans());
        List<Block> blocks = new ArrayList<>(doc.blocks());
        blocks.set(0, new Block.Line(spans));
        return new Doc(blocks);
    }

    private static ObjectNode complete(ObjectNode content, Notice notice, Mentions mentions) {
        if (notice.words().filter(words -> !words.previews()).isPresent()) {
            content.putArray("com.beeper.linkpreviews");
        }
        ObjectNode node = content.putObject("m.mentions");
        if (mentions.room()) {
            node.put("room", true);
        }
        if (!mentions.users().isEmpty()) {
            ArrayNode users = node.putArray("user_ids");
            mentions.users().stream().sorted().forEach(user -> users.add(user.value()));
        }
        return content;
    }

    /** The picture that says what the message says: one event. */
    static ObjectNode captioned(ObjectNode message, ObjectNode picture) {
        ObjectNode content = picture.deepCopy();
        for (String name : List.of("body", "format", "formatted_body", "m.mentions", "com.beeper.linkpreviews")) {
            Optional.ofNullable(message.get(name)).ifPresent(value -> content.set(name, value));
        }
        return content;
    }
}
