package org.lotusguild.lotus.matrix.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrangersHtmlTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <p>a<script>alert(1)</script></p>                | <p>a</p>
            <h1>Title</h1>text                               | <p><strong>Title</strong></p><p>text</p>
            <a href="javascript:x()">go</a>                  | <p>go</p>
            <a href="https://example.org" onclick=x>go</a>   | <p><a href="https://example.org">go</a></p>
            <img src=x onerror=y>pic                         | <p>pic</p>
            <span data-mx-color="#ff0000">r</span>           | <p><span data-mx-color="#ff0000">r</span></p>
            <span data-mx-color="url(x)">r</span>            | <p>r</p>
            <s>gone</s> <b>bold                              | <p><del>gone</del> <b>bold</b></p>
            <mx-reply>said</mx-reply><ul><li>x</ul>          | <ul><li>x</li></ul>
            <div>one</div><div>two</div>                     | <p>one</p><p>two</p>
            """)
    void keepsTheSubsetAndTheWords(String from, String to) {
        assertThat(StrangersHtml.clean(from)).isEqualTo(to);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            <p>a</p><p>b</p>                                  ; a|b
            one<br><br>two                                    ; one||two
            <ul><li>x</li><li><b>y</b></li></ul>              ; • x|• y
            <ol><li>x</li><li>y<br>z</li></ol>end             ; 1. x|2. y|z|end
            <blockquote><p>q</p><p>r</p></blockquote>after    ; > q|> r|after
            <a href="https://example.org/x">site</a>          ; site (https://example.org/x)
            <a href="https://example.org">https://example.org</a> ; https://example.org
            <pre>if (x)  {</pre>                              ; if (x)  {
            """)
    void readsAsLines(String fragment, String text) {
        assertThat(StrangersHtml.text(StrangersHtml.clean(fragment))).isEqualTo(text.replace('|', '\n'));
    }

    @Test
    void flattensWhatIsTooDeep() {
        String deep = "<blockquote>".repeat(5_000) + "bottom";

        assertThat(StrangersHtml.clean(deep)).isEqualTo("<p>bottom</p>");
    }

    @Test
    void anySoupOfTagsComesOutHarmless() {
        qt().forAll(lists().of(integers().between(0, SOUP.size() - 1)).ofSizeBetween(0, 30))
                .checkAssert(picks -> {
                    StringBuilder soup = new StringBuilder();
                    picks.forEach(i -> soup.append(SOUP.get(i)));

                    String clean = StrangersHtml.clean(soup.toString());

                    Element body = Jsoup.parseBodyFragment(clean).body();
                    for (Element element : body.select("body *")) {
                        assertThat(TAGS).contains(element.normalName());
                        for (Attribute attribute : element.attributes()) {
                            assertThat(attribute.getKey()).isIn("href", "data-mx-color");
                            assertThat(attribute.getValue()).doesNotContain("javascript");
                        }
                    }
                });
    }

    private static final Set<String> TAGS = Set.of(
            "a",
            "b",
            "strong",
            "i",
            "em",
            "u",
            "del",
            "code",
            "ul",
            "ol",
            "li",
            "pre",
            "blockquote",
            "p",
            "br",
            "span");

    private static final List<String> SOUP = List.of(
            "<b>",
            "</b>",
            "<p>",
            "</p>",
            "<ul><li>",
            "</ul>",
            "<table><tr><td>",
            "</table>",
            "<div>",
            "</div>",
            "text",
            " ",
            "<a href=\"javascript:x\">",
            "<a href='https://example.org'>",
            "</a>",
            "<script>",
            "</script>",
            "<style>x{}</style>",
            "<svg onload=x>",
            "<!-- c -->",
            "&lt;",
            "<img src=x>",
            "<h2>",
            "</h2>",
            "<pre>",
            "</pre>",
            "<span data-mx-color='#123456'>",
            "<span data-mx-color='x'>",
            "</span>",
            "<li>",
            "\n",
            "<math><mi>",
            "<s>");
}
