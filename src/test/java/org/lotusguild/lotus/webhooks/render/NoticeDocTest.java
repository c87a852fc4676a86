package org.lotusguild.lotus.webhooks.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.webhooks.notice.Collapse;
import org.lotusguild.lotus.webhooks.notice.Field;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Link;
import org.lotusguild.lotus.webhooks.notice.Notice;
import tools.jackson.databind.node.ObjectNode;

class NoticeDocTest {
    private static final Notice PLAIN = Notice.of("ci", "ci.done", Level.WARNING, "⚠️", "build 7", "slow");

    private static ObjectNode content(Notice notice) {
        return MessageContent.notice(NoticeDoc.of(notice));
    }

    private static String body(Notice notice) {
        return content(notice).path("body").asString();
    }

    private static String html(Notice notice) {
        return content(notice).path("formatted_body").asString();
    }

    @Test
    void hasTitleLinesFieldsLinksAndClosedParts() {
        Notice notice = PLAIN.lines(List.of("a < b", "c"))
                .fields(List.of(new Field("Host", "x"), new Field("Value", "1")))
                .links(List.of(
                        new Link("Panel", URI.create("https://example.org/?a=1&b=2")),
                        new Link("Silence", URI.create("https://example.org/s"))))
                .collapse(List.of(new Collapse("Log", "1\n2 <3>")));

        assertThat(body(notice))
                .isEqualTo("⚠️ build 7 – slow\na < b\nc\nHost: x · Value: 1\nhttps://example.org/?a=1&b=2");
        assertThat(html(notice))
                .isEqualTo(
                        "⚠️ <strong>build 7</strong> – <span data-mx-color=\"#E67E22\">slow</span><br>a &lt; b<br>c<br>"
                                + "Host: <strong>x</strong> · Value: <strong>1</strong><br><a href=\"https://example.org/?a=1&amp;b=2\">"
                                + "Panel</a> · <a href=\"https://example.org/s\">Silence</a><br><details><summary>Log</summary><pre><code>"
                                + "1\n2 &lt;3&gt;</code></pre></details>");
        assertThat(content(notice).path("m.mentions").isEmpty()).isTrue();
    }

    @Test
    void whatIsNeutralHasNoColour() {
        assertThat(html(Notice.of("ci", "ci.x", Level.NEUTRAL, "💬", "jo", "said so")))
                .isEqualTo("💬 <strong>jo</strong> – said so");
        assertThat(html(Notice.of("ci", "ci.x", Level.NEUTRAL, "💬", "jo: hello", "")))
                .isEqualTo("💬 <strong>jo: hello</strong>");
    }

    @Test
    void aLongSubjectLeavesRoomForWhatHappened() {
        String body = body(Notice.of("ci", "ci.x", Level.ERROR, "❌", "x".repeat(300), "failed"));

        assertThat(body).startsWith("❌ xxx").endsWith("x… – failed");
        assertThat(body.codePointCount(0, body.length())).isEqualTo(120);
    }

    @Test
    void addressesThatAreNoneOfTheWebAreNotLinked() {
        Notice notice = PLAIN.links(List.of(
                new Link("a", URI.create("javascript:alert(1)")),
                new Link("b", URI.create("https://matrix.to/#/@alice:example.org")),
                new Link("c", URI.create("https://jo:pw@example.org/x"))));

        assertThat(body(notice)).isEqualTo("⚠️ build 7 – slow\nhttps://example.org/x");
        assertThat(html(notice)).endsWith("<br><a href=\"https://example.org/x\">c</a>");
        assertThat(body(PLAIN.links(notice.links().subList(0, 2)))).isEqualTo("⚠️ build 7 – slow");
    }

    @Test
    void squareBracketsOfATitleBecomeRound() {
        assertThat(body(Notice.of("ci", "ci.x", Level.ERROR, "❌", "[auto] x", "[y]")))
                .isEqualTo("❌ (auto) x – (y)");
    }

    @Test
    void moreThanTenLinesAreCounted() {
        assertThat(body(PLAIN.lines(Collections.nCopies(14, "x"))).lines())
                .hasSize(12)
                .endsWith("x", "+4 more");
    }

    @Test
    void theWorstAreTextBecauseNoticesDoNotRing() {
        assertThat(List.of(Level.CRITICAL, Level.ERROR))
                .allMatch(level -> NoticeDoc.msgtype(level).equals("m.text"));
        assertThat(List.of(Level.WARNING, Level.OK, Level.INFO, Level.NEUTRAL))
                .allMatch(level -> NoticeDoc.msgtype(level).equals("m.notice"));
    }
}
