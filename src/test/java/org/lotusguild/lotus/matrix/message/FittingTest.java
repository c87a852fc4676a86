package org.lotusguild.lotus.matrix.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.json.CanonicalJson;
import org.lotusguild.lotus.matrix.message.Block.Line;
import tools.jackson.databind.node.ObjectNode;

class FittingTest {
    private static final Block.Links LINKS =
            new Block.Links(List.of(Span.link(URI.create("https://example.org/panel"), "Panel")));

    private static int bytes(ObjectNode content) {
        return CanonicalJson.of(content).getBytes(StandardCharsets.UTF_8).length;
    }

    private static String body(Fitted fitted) {
        return fitted.content().path("body").asString();
    }

    private static String html(Fitted fitted) {
        return fitted.content().path("formatted_body").asString();
    }

    private static Doc log(int lines) {
        return Doc.of(
                Line.of(Span.strong("pve1"), Span.words(" – "), Span.coloured("failed", "#D63232")),
                new Block.Details("Backup log", "a line\n".repeat(lines)));
    }

    @Test
    void leavesAloneWhatFits() {
        Fitted fitted = Fitting.of("m.notice", log(20), Fitting.CLEAR);

        assertThat(fitted.content()).isEqualTo(MessageContent.notice(log(20)));
        assertThat(fitted.files()).isEmpty();
        assertThat(html(fitted))
                .startsWith(
                        "<strong>pve1</strong> – <span data-mx-color=\"#D63232\">failed</span><br><details><summary>Backup"
                                + " log</summary><pre><code>a line\n");
    }

    @Test
    void aClosedPartOfMoreThanTwentyLinesBecomesAFile() {
        Fitted fitted = Fitting.of("m.text", log(21), Fitting.CLEAR);

        assertThat(fitted.files()).containsExactly(new Fitted.TextFile("backup-log.txt", "a line\n".repeat(21)));
        assertThat(html(fitted)).doesNotContain("details");
        assertThat(fitted.content().path("msgtype").asString()).isEqualTo("m.text");
    }

    @Test
    void aClosedPartOfOneLongLineBecomesAFileToo() {
        Doc most = Doc.of(Line.text("x"), new Block.Details("Log", "x".repeat(1_500)));
        Doc doc = Doc.of(Line.text("x"), new Block.Details("Log", "x".repeat(1_501)));

        assertThat(Fitting.of("m.notice", most, Fitting.CLEAR).files()).isEmpty();
        assertThat(Fitting.of("m.notice", doc, Fitting.CLEAR).files()).hasSize(1);
    }

    @Test
    void closedPartsGoFirst() {
        Doc doc = Doc.of(Line.text("x".repeat(200)), new Block.Details("Log", "y".repeat(400)));

        Fitted fitted = Fitting.of("m.notice", doc, 600);

        assertThat(fitted.files()).hasSize(1);
        assertThat(body(fitted)).isEqualTo("x".repeat(200));
    }

    @Test
    void thenTheLastLinesGoAndTheLinkStays() {
        List<Block> blocks = new ArrayList<>(IntStream.range(0, 100)
                .<Block>mapToObj(i -> Line.text("line " + i))
                .toList());
        blocks.add(LINKS);

        Fitted fitted = Fitting.of("m.notice", new Doc(blocks), 800);

        List<String> lines = body(fitted).lines().toList();
        int kept = lines.size() - 2;
        assertThat(kept).isBetween(10, 60);
        assertThat(lines).startsWith("line 0").endsWith("… +" + (100 - kept) + " lines", "https://example.org/panel");
        assertThat(html(fitted)).contains("… +" + (100 - kept) + " lines<br><a ");
        assertThat(bytes(fitted.content())).isBetween(700, 800);
    }

    @Test
    void thenTextsAreCutWithTheirMarkUpLeft() {
        Doc doc = Doc.of(Line.of(Span.strong("🌸".repeat(2_000)), Span.words("&".repeat(2_000))));

        Fitted fitted = Fitting.of("m.notice", doc, 8_000);

        assertThat(body(fitted)).isEqualTo("🌸".repeat(300) + "…" + "&".repeat(300) + "…");
        assertThat(html(fitted)).startsWith("<strong>🌸").contains("…</strong>&amp;");
    }

    @Test
    void atLastAllTextsAreCutAlike() {
        Doc doc = Doc.of(Line.of(Span.strong("🌸".repeat(2_000)), Span.words("&".repeat(2_000))));

        Fitted fitted = Fitting.of("m.notice", doc, 1_000);

        assertThat(bytes(fitted.content())).isBetween(950, 1_000);
        assertThat(Jsoup.parseBodyFragment(html(fitted)).body().wholeText()).isEqualTo(body(fitted));
    }

    @Test
    void countsWhatIsSentInTheEnd() {
        Doc doc = Doc.of(Line.of(Span.strong("x".repeat(3_000))));
        EventId root = EventId.parse("$root");

        Fitted fitted = Fitting.of("m.notice", doc, 9_000, content -> Relations.edit(content, root));

        assertThat(bytes(Relations.edit(fitted.content(), root))).isLessThanOrEqualTo(9_000);
        assertThat(body(fitted)).endsWith("…");
        assertThat(body(Fitting.of("m.notice", doc, 9_000))).doesNotContain("…");
    }

    @Test
    void cutsWrittenTextAndItsHtmlTogether() {
        String text = "word\n".repeat(10_000);
        Doc doc = Doc.of(Block.Written.of(text, "<p><b>word</b>\n" + "<i>word</i>\n".repeat(9_999) + "</p>"));

        Fitted fitted = Fitting.of("m.notice", doc, Fitting.ENCRYPTED);

        assertThat(bytes(fitted.content())).isBetween(30_000, Fitting.ENCRYPTED);
        assertThat(body(fitted)).startsWith("word\nword").containsPattern("word\n… \\+\\d+ lines$");
        assertThat(html(fitted)).startsWith("<p><b>word</b>").contains("</p>… +");
    }

    @Test
    void fitsWhateverComes() {
        qt().withExamples(60)
                .forAll(
                        integers().between(1, 20),
                        integers().between(1, 300),
                        integers().between(200, 60_000))
                .checkAssert((blocks, width, limit) -> {
                    Fitted fitted = Fitting.of("m.notice", mixed(blocks, width), limit);
                    assertThat(bytes(fitted.content())).isLessThanOrEqualTo(limit);
                    assertThat(body(fitted)).isNotEmpty();
                });
    }

    private static Doc mixed(int count, int width) {
        String text = "\"&🌸<\n".repeat(width / 5 + 1);
        return new Doc(IntStream.range(0, count)
                .<Block>mapToObj(i -> switch (i % 7) {
                    case 0 -> Line.of(Span.strong(text), Span.link(URI.create("https://example.org/" + i), text));
                    case 1 -> new Block.Mono(text);
                    case 2 -> new Block.Html("<p>" + "a<b>b</b>&amp;".repeat(width) + "</p>");
                    case 3 -> new Block.Details("Log", text);
                    case 4 -> Block.Quote.of(Line.text(text), Line.text("x"));
                    case 5 -> Block.Written.of(text, "<ul>" + "<li>x</li>".repeat(width) + "</ul>");
                    default -> new Block.Bullets(List.of(Line.text(text), Line.of(Span.code(text))));
                })
                .toList());
    }
}
