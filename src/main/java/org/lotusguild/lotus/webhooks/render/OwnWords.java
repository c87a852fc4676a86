package org.lotusguild.lotus.webhooks.render;

import java.util.Optional;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.message.Block;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.webhooks.notice.Words;
import tools.jackson.databind.JsonNode;

/** Text or HTML that a sender, or a script, wrote for the room. It is shown as it is, its HTML made harmless. */
public final class OwnWords {
    /** More can never fit into an event. */
    private static final int LONGEST = 60_000;

    private static final int LONGEST_HTML = 4 * LONGEST;
    /** A bare string is no message that somebody wrote for us: a log, a page. */
    private static final int BARE = 4_000;

    private static final String EMPTY = "(empty message)";

    private OwnWords() {}

    /** Of {@code text}, {@code html} and {@code username}, as matrix-hookshot reads them, or of a bare string. */
    public static Words of(JsonNode payload) {
        if (payload.isString()) {
            String text = cut(payload.stringValue(), BARE);
            return Words.of(text.isBlank() ? EMPTY : text, Optional.empty());
        }
        Optional<String> text = Json.string(payload, "text");
        Optional<String> html = Json.string(payload, "html");
        Optional<String> name = Json.string(payload, "username").filter(said -> !said.isBlank());
        if (html.isEmpty()) {
            return marked(text.orElse(""), name);
        }
        String shown =
                name.map(who -> "<strong>" + escaped(who) + "</strong>: ").orElse("") + html.get();
        Block.Written plain = Block.Written.of(cut(html.get(), LONGEST_HTML));
        return written(plainName(name) + text.orElse(plain.text()), shown);
    }

    /** Of a script: its text, and its HTML where it gave some. Without, the text is Markdown. */
    public static Words of(String plain, Optional<String> html) {
        return html.map(shown -> written(plain, shown)).orElseGet(() -> marked(plain, Optional.empty()));
    }

    /** Of any payload, as it is: what matrix-hookshot does with what it does not know. */
    public static Words dump(JsonNode payload) {
        String json = cut(payload.isString() ? payload.stringValue() : Dump.of(payload), LONGEST);
        return written(
                "Received webhook data:\n\n```json\n\n" + json + "\n\n```",
                "<p>Received webhook data:</p><pre><code class=\"language-json\">" + escaped(json) + "</code></pre>");
    }

    /** As a document, its HTML made harmless. */
    public static Doc doc(Words words) {
        return words.html()
                .map(html -> Doc.of(Block.Written.of(words.plain(), html)))
                .orElseGet(() -> Doc.plain(words.plain()));
    }

    /** With a name in front, where several speak through one account. */
    public static Words named(Words words, String name) {
        return new Words(
                name + ": " + words.plain(),
                Optional.of("<strong>" + escaped(name) + "</strong>: "
                        + words.html().orElseGet(() -> escaped(words.plain()).replace("\n", "<br>"))),
                words.msgtype(),
                words.everybody(),
                words.users(),
                words.previews());
    }

    private static Words marked(String text, Optional<String> name) {
        String kept = cut(text, LONGEST);
        String source = name.map(who -> "**" + Markdown.escaped(who) + "**: ").orElse("") + kept;
        return written(plainName(name) + kept, Markdown.html(source));
    }

    private static Words written(String plain, String html) {
        return plain.isBlank()
                ? Words.of(EMPTY, Optional.empty())
                : Words.of(cut(plain, LONGEST), Optional.of(cut(html, LONGEST_HTML)));
    }

    private static String plainName(Optional<String> name) {
        return name.map(who -> "**" + who + "**: ").orElse("");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String cut(String text, int codePoints) {
        return text.length() <= codePoints || text.codePointCount(0, text.length()) <= codePoints
                ? text
                : text.substring(0, text.offsetByCodePoints(0, codePoints - 1)) + "…";
    }
}
