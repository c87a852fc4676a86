package org.lotusguild.lotus.matrix.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lotusguild.lotus.matrix.message.Span.code;
import static org.lotusguild.lotus.matrix.message.Span.link;
import static org.lotusguild.lotus.matrix.message.Span.mention;
import static org.lotusguild.lotus.matrix.message.Span.name;
import static org.lotusguild.lotus.matrix.message.Span.strong;
import static org.lotusguild.lotus.matrix.message.Span.words;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.strings;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.message.Block.Line;
import tools.jackson.databind.node.ObjectNode;

class MessageContentTest {
    private static final UserId ALICE = UserId.parse("@alice:example.org");

    @Test
    void plainWordsNeedNoHtml() {
        ObjectNode content = MessageContent.notice(Doc.of(Line.text("Pong!"), Line.text("a < b")));

        assertThat(content.toString())
                .isEqualTo("{\"msgtype\":\"m.notice\",\"body\":\"Pong!\\na < b\",\"m.mentions\":{}}");
    }

    @Test
    void marksUpAndEscapesByType() {
        ObjectNode content = MessageContent.text(Doc.of(
                Line.of(strong("<b>"), words(" & "), code("x\ny"), words(" "), words("it's")), Line.text("two")));

        assertThat(body(content)).isEqualTo("<b> & x y it's\ntwo");
        assertThat(html(content)).isEqualTo("<strong>&lt;b&gt;</strong> &amp; <code>x y</code> it&#39;s<br>two");
        assertThat(Json.string(content, "msgtype")).contains("m.text");
    }

    @Test
    void mentionsOnlyWhoIsToBeNotified() {
        UserId bob = UserId.parse("@bob/x:example.org");

        ObjectNode content = MessageContent.notice(
                Doc.of(Line.of(name(ALICE, "Alice"), words(", "), mention(bob, "Bob\u202e <i>"), words("!"))));

        assertThat(content.path("m.mentions").toString()).isEqualTo("{\"user_ids\":[\"@bob/x:example.org\"]}");
        assertThat(body(content)).isEqualTo("Alice, Bob <i>!");
        assertThat(html(content))
                .isEqualTo("Alice, <a href=\"https://matrix.to/#/@bob%2Fx:example.org\">Bob &lt;i&gt;</a>!");
    }

    @Test
    void linksOnlyWhatIsSafeToFollow() {
        ObjectNode content = MessageContent.notice(Doc.of(Line.of(
                link(URI.create("https://example.org/?a=1&b=2"), "there"),
                words(" "),
                link(URI.create("javascript:alert(1)"), "here"))));

        assertThat(body(content)).isEqualTo("there (https://example.org/?a=1&b=2) here (javascript:alert(1))");
        assertThat(html(content))
                .isEqualTo("<a href=\"https://example.org/?a=1&amp;b=2\">there</a> here (javascript:alert(1))");
    }

    @Test
    void showsEveryBlockInTextAndHtml() {
        Doc doc = Doc.of(
                Line.text("head"),
                new Block.Bullets(List.of(Line.text("one"), Line.text("two"))),
                new Block.Mono("q w\n a<s"),
                new Block.Bars(List.of(new Block.Bar("1", 2, 1, "3"), new Block.Bar("2", 0, 0, "0"))),
                new Block.Tiles(List.of(tile("⬛", "A"), tile("🟩", "B"))),
                Block.Quote.of(Line.text("said"), Line.text("so")),
                new Block.Html("<p>hi <b>you</b></p>"));

        ObjectNode content = MessageContent.notice(doc);

        assertThat(body(content))
                .isEqualTo("head\n• one\n• two\nq w\n a<s\n1 ██░ 3\n2 0\n⬛🟩 A B\n> said\n> so\nhi you");
        assertThat(html(content))
                .isEqualTo("head<ul><li>one</li><li>two</li></ul><pre>q w\n a&lt;s</pre>1 ██░ 3<br>2 0<br>⬛🟩 "
                        + "<span data-mx-bg-color=\"#4a4d52\" data-mx-color=\"#ffffff\"><strong>&nbsp;A&nbsp;</strong></span>"
                        + "<span data-mx-bg-color=\"#4a4d52\" data-mx-color=\"#ffffff\"><strong>&nbsp;B&nbsp;</strong></span>"
                        + "<blockquote>said<br>so</blockquote><p>hi <b>you</b></p>");
    }

    @Test
    void refusesAColourThatIsNone() {
        assertThatThrownBy(() -> new Span.Tile("⬛", "A", "red\" onclick=\"x", "#ffffff"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cutsAtALineEndAndSaysHowMuchIsMissing() {
        List<Block> lines = IntStream.range(0, 1000)
                .<Block>mapToObj(i -> Line.text("line " + i))
                .toList();

        String body = body(MessageContent.notice(new Doc(lines)));

        assertThat(body.length()).isBetween(3_900, 4_000);
        List<String> shown = body.lines().toList();
        int kept = shown.size() - 1;
        assertThat(shown.get(kept - 1)).isEqualTo("line " + (kept - 1));
        assertThat(shown.getLast()).isEqualTo("… (" + (1000 - kept) + " more lines)");
    }

    @Test
    void cutsALongLineInsideItself() {
        String body = body(MessageContent.notice(Doc.of(Line.text("🌸".repeat(5_000)), Line.text("more"))));

        assertThat(body.codePointCount(0, body.length())).isLessThanOrEqualTo(4_000);
        assertThat(body).endsWith("🌸…\n… (1 more line)");
    }

    @Test
    void fitsTheEventEvenWhereEscapingSwellsIt() {
        Doc doc = new Doc(IntStream.range(0, 500)
                .<Block>mapToObj(i -> Line.of(strong("&&&&&&&🌸")))
                .toList());

        ObjectNode content = MessageContent.notice(doc, 20_000);

        assertThat(Json.bytes(content).length).isLessThanOrEqualTo(30_000);
        assertThat(html(content)).endsWith(" more lines)");
    }

    @Test
    void keepsTheBoundsForEveryMixOfBlocks() {
        qt().forAll(
                        integers().between(1, 60),
                        integers().between(1, 400),
                        integers().between(60, 2000))
                .checkAssert((blocks, width, limit) -> {
                    ObjectNode content = MessageContent.notice(mixed(blocks, width), limit);
                    String body = body(content);
                    assertThat(body.codePointCount(0, body.length())).isLessThanOrEqualTo(limit);
                });
    }

    @Test
    void wordsNeverBecomeMarkUpOrMentions() {
        qt().forAll(
                        strings().betweenCodePoints(0, 0x2100).ofLengthBetween(0, 60),
                        integers().between(0, 9))
                .checkAssert((random, index) -> {
                    String text = random + NASTY.get(index) + random;
                    ObjectNode content =
                            MessageContent.notice(Doc.of(Line.of(strong("x"), words(text)), new Block.Mono(text)));

                    Element parsed = Jsoup.parseBodyFragment(html(content)).body();
                    assertThat(parsed.select("*").stream().map(Element::normalName))
                            .containsExactly("body", "strong", "pre");
                    assertThat(content.path("m.mentions").isEmpty()).isTrue();
                });
    }

    private static final List<String> NASTY = List.of(
            "<b>",
            "</strong>",
            "<script>alert(1)</script>",
            "&lt;b&gt;",
            "\"><img src=x onerror=y>",
            "@room",
            "https://matrix.to/#/@alice:example.org",
            "<a href='https://matrix.to/#/@a:b'>x</a>",
            "<!--",
            "</pre>");

    private static Doc mixed(int blocks, int width) {
        String words = "x ".repeat(width);
        return new Doc(IntStream.range(0, blocks)
                .<Block>mapToObj(i -> switch (i % 6) {
                    case 0 -> Line.of(strong("a"), words(words));
                    case 1 -> Block.Rows.of(Line.text("r"), Line.text("s"), Line.text(words));
                    case 2 -> new Block.Bullets(List.of(Line.text(words), Line.text("y")));
                    case 3 -> new Block.Mono("m\n\n" + words + "\n");
                    case 4 -> Block.Quote.of(Line.text("q"), new Block.Mono("a\nb"));
                    default -> new Block.Html("<p>one</p><ul><li>two</li><li>" + words + "</li></ul><p>z</p>");
                })
                .toList());
    }

    private static Span.Tile tile(String square, String letter) {
        return new Span.Tile(square, letter, "#4a4d52", "#ffffff");
    }

    private static String body(ObjectNode content) {
        return Json.string(content, "body").orElseThrow();
    }

    private static String html(ObjectNode content) {
        return Json.string(content, "formatted_body").orElseThrow();
    }
}
