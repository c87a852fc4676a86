package org.lotusguild.lotus.matrix.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

class SpecHtmlTest {
    private static String clean(String html) {
        return SpecHtml.of(html).text();
    }

    @Test
    void leavesCleanHtmlAsItIsSignBySign() {
        List<String> clean = List.of(
                "<h3>Report</h3><table><thead><tr><th>a</th></tr></thead><tbody><tr><td><font color=\"green\">OK</font></td></tr></tbody></table><p>Sum: 1</p>",
                "<p>It's &quot;so&quot; &#39;here&#39;</p>\n<pre><code class=\"language-json\">{}</code></pre>",
                "<a href=\"https://example.org/?a=1&amp;b=2\">x</a> <del>y</del><br>z<s>t</s>",
                "<span data-mx-color=\"#ff0000\">red</span><img src=\"mxc://example.org/abc\" alt=\"x\">",
                "plain");

        assertThat(clean).allSatisfy(html -> assertThat(clean(html)).isEqualTo(html));
    }

    @Test
    void takesAwayWhatMayNotBeThere() {
        assertThat(clean("<p onclick=\"x()\">a<script>alert(1)</script></p>")).isEqualTo("<p>a</p>");
        assertThat(clean("<a href=\"javascript:alert(1)\">a</a>")).isEqualTo("a");
        assertThat(clean("<span data-mx-color=\"url(x)\" style=\"x\">a</span>")).isEqualTo("<span>a</span>");
        assertThat(clean("<code class=\"x y\">a</code>")).isEqualTo("<code>a</code>");
        assertThat(clean("<iframe src=\"https://example.org\"></iframe><form>b<input></form>"))
                .isEqualTo("b");
        assertThat(clean("<mx-reply>old</mx-reply>new")).isEqualTo("new");
    }

    @Test
    void nobodysClientFetchesAPicture() {
        assertThat(clean("<img src=\"https://example.org/a.png\" alt=\"cat\" onerror=\"x\">"))
                .isEqualTo("<a href=\"https://example.org/a.png\">cat</a>");
        assertThat(clean("<img src=\"data:image/png;base64,AA\">")).doesNotContain("<img", "href");
    }

    @Test
    void whatNestsTooDeeplyLosesItsMarkUp() {
        String deep = "<b>".repeat(200) + "x" + "</b>".repeat(200);

        assertThat(clean(deep)).isEqualTo("<p>x</p>");
    }

    @Test
    void signsThatCannotBeSentAreReplaced() {
        assertThat(clean("a\ud800b\u0000")).isEqualTo("a\ufffdb\ufffd");
    }

    @Test
    void cutsAtATagAndASign() {
        assertThat(SpecHtml.of("<p>one <b>🌸🌸🌸</b></p><p>two</p>").cut(6, "…").text())
                .isEqualTo("<p>one <b>🌸🌸…</b></p>");
    }

    @Test
    void onlyWhatTheSpecificationKnowsIsLeftOfAnySoup() {
        List<String> parts = List.of(
                "<b>",
                "</b>",
                "<table>",
                "<td>",
                "</table>",
                "<svg><p>",
                "<style>",
                "<math>",
                "<!--",
                "-->",
                "<a href='x:y'>",
                "<img src=x onerror=y>",
                "&lt;b&gt;",
                "text",
                "<p",
                ">",
                "<noscript>",
                "<template>",
                "<textarea>",
                "\"",
                "'");
        qt().withExamples(300)
                .forAll(
                        integers().between(0, 20),
                        integers().between(0, 20),
                        integers().between(0, 20),
                        integers().between(0, 20))
                .checkAssert((a, b, c, d) -> {
                    String html = clean(parts.get(a) + parts.get(b) + parts.get(c) + parts.get(d));
                    for (Element element : Jsoup.parseBodyFragment(html).body().select("*")) {
                        assertThat(Set.of("svg", "math", "style", "script", "template", "textarea", "noscript"))
                                .doesNotContain(element.normalName());
                        assertThat(element.hasAttr("onerror")).isFalse();
                        assertThat(element.attr("href")).isEmpty();
                    }
                });
    }

    @Test
    void tablesAndHeadingsCanBeReadAsText() {
        Block.Written written = Block.Written.of("<h3>Report</h3><table><tr><th>a</th><th>b</th></tr><tr><td>1</td>"
                + "<td>2</td></tr></table><hr><details><summary>more</summary>x</details>");

        assertThat(written.text()).isEqualTo("Report\na | b\n1 | 2\n———\nmore\nx");
    }
}
