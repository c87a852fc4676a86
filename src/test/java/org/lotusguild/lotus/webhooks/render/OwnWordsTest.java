package org.lotusguild.lotus.webhooks.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.message.MessageContent;
import tools.jackson.databind.node.ObjectNode;

/** Messages as matrix-hookshot's senders write them. */
class OwnWordsTest {
    private static ObjectNode posted(String json) {
        return MessageContent.notice(OwnWords.doc(OwnWords.of(Json.parse(json.replace('\'', '"')))));
    }

    private static String body(String json) {
        return posted(json).path("body").asString();
    }

    private static String html(String json) {
        return posted(json).path("formatted_body").asString();
    }

    @Test
    void textIsMarkdown() {
        String json = "{'text':'Hello **world** <b>x</b> https://example.org'}";

        assertThat(body(json)).isEqualTo("Hello **world** <b>x</b> https://example.org");
        assertThat(html(json))
                .isEqualTo("<p>Hello <strong>world</strong> &lt;b&gt;x&lt;/b&gt; https://example.org</p>");
    }

    /** As of a script's result, which is another thing. */
    @Test
    void aVersionInAPayloadMeansNothing() {
        assertThat(posted("{'text':'hi','version':'v2','empty':true,'plain':'x'}"))
                .isEqualTo(posted("{'text':'hi'}"));
    }

    @Test
    void textHasTablesAndStrikethrough() {
        assertThat(html("{'text':'~~old~~ ~no~'}")).isEqualTo("<p><s>old</s> ~no~</p>");
        assertThat(html("{'text':'| a | **b** |\\n|---|:-:|\\n| 1 | x \\\\| y |\\n| 2 |\\n\\nafter'}"))
                .isEqualTo("""
                        <table>
                        <thead>
                        <tr>
                        <th>a</th>
                        <th><strong>b</strong></th>
                        </tr>
                        </thead>
                        <tbody>
                        <tr>
                        <td>1</td>
                        <td>x | y</td>
                        </tr>
                        <tr>
                        <td>2</td>
                        <td></td>
                        </tr>
                        </tbody>
                        </table>
                        <p>after</p>""");
    }

    @Test
    void dashesBelowALineOfWordsAreNoTable() {
        assertThat(html("{'text':'title\\n-----\\nx'}")).isEqualTo("<h2>title</h2>\n<p>x</p>");
        assertThat(html("{'text':'a | b\\n- | - | -\\nx'}")).doesNotContain("<table>");
    }

    @Test
    void htmlIsMadeHarmless() {
        String json = "{'text':'hi','html':'<b onclick=x>hi</b><script>x</script>'}";

        assertThat(body(json)).isEqualTo("hi");
        assertThat(html(json)).isEqualTo("<b>hi</b>");
    }

    @Test
    void htmlAloneGivesTheTextToo() {
        assertThat(body("{'html':'<p>Build <b>42</b></p><ul><li>one</li></ul>'}"))
                .isEqualTo("Build 42\n• one");
    }

    @Test
    void aNameStandsBeforeBoth() {
        assertThat(body("{'text':'hi','username':'Jo <x>'}")).isEqualTo("**Jo <x>**: hi");
        assertThat(html("{'text':'hi','username':'Jo <x>'}")).isEqualTo("<p><strong>Jo &lt;x&gt;</strong>: hi</p>");
        assertThat(html("{'html':'<i>hi</i>','username':'Jo <x>'}"))
                .isEqualTo("<strong>Jo &lt;x&gt;</strong>: <i>hi</i>");
        assertThat(body("{'html':'<i>hi</i>','username':'Jo'}")).isEqualTo("**Jo**: hi");
    }

    @Test
    void whatIsNoStringIsNotThere() {
        assertThat(body("{'text':'hi','html':{'a':1},'username':5}")).isEqualTo("hi");
    }

    @Test
    void aBareStringIsPostedAsItIs() {
        ObjectNode content = posted("'a *b* <c>\\nd'");

        assertThat(content.path("body").asString()).isEqualTo("a *b* <c>\nd");
        assertThat(content.has("formatted_body")).isFalse();
        assertThat(body("'" + "x".repeat(5_000) + "'")).isEqualTo("x".repeat(3_999) + "…");
    }

    @Test
    void nothingIsSaidToBeNothing() {
        assertThat(body("{'text':''}")).isEqualTo("(empty message)");
        assertThat(body("' '")).isEqualTo("(empty message)");
        assertThat(body("{'html':'<script>x</script>'}")).isEqualTo("(empty message)");
    }

    @Test
    void aScriptsHtmlIsItsOwn() {
        ObjectNode content = MessageContent.notice(OwnWords.doc(OwnWords.of("a *b*", Optional.of("<b>b</b>"))));

        assertThat(content.path("body").asString()).isEqualTo("a *b*");
        assertThat(content.path("formatted_body").asString()).isEqualTo("<b>b</b>");
        assertThat(MessageContent.notice(OwnWords.doc(OwnWords.of("a *b*", Optional.empty())))
                        .path("formatted_body")
                        .asString())
                .isEqualTo("<p>a <em>b</em></p>");
    }

    @Test
    void nobodyIsMentioned() {
        assertThat(posted("{'text':'@room @alice:example.org'}")
                        .path("m.mentions")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void aTableMayFollowALineOfWords() {
        assertThat(html("{'text':'see:\\n| a |\\n|---|\\n| 1 |'}")).startsWith("<p>see:</p>\n<table>");
    }

    @Test
    void aDumpIsThePayloadAsJavaScriptWritesIt() {
        ObjectNode content = MessageContent.notice(OwnWords.doc(
                OwnWords.dump(Json.parse("{\"a\":[1,{\"b\":\"<x>\\ud800\"}],\"c\":{},\"d\":[],\"e\":null}"))));

        assertThat(content.path("body").asString()).isEqualTo("""
                Received webhook data:

                ```json

                {
                  "a": [
                    1,
                    {
                      "b": "<x>\ufffd"
                    }
                  ],
                  "c": {},
                  "d": [],
                  "e": null
                }

                ```""");
        assertThat(content.path("formatted_body").asString())
                .startsWith("<p>Received webhook data:</p><pre><code class=\"language-json\">{\n")
                .contains("&lt;x&gt;");
    }

    @Test
    void picturesAreLinks() {
        assertThat(html("{'text':'![cat](https://example.org/a.png)'}"))
                .isEqualTo("<p><a href=\"https://example.org/a.png\">cat</a></p>");
    }
}
