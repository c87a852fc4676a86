package org.lotusguild.lotus.webhooks.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.render.NoticeDoc;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** No payload text of any service mentions, links or injects HTML unasked. */
class HostileTest {
    private static final Set<String> TAGS =
            Set.of("strong", "em", "code", "pre", "a", "br", "span", "details", "summary");
    private static final List<String> HOSTILE = List.of(
            "<img src=x onerror=alert(1)><script>alert(1)</script></code></pre></details></span></strong><h1>big</h1>",
            "\"><a href=\"https://evil.example/x\">click</a> ' onmouseover='alert(1)' x=' &lt;b&gt;&#60;i&#62;",
            "[click](https://evil.example/x) **bold** `code` <https://evil.example/y> @room @alice:example.org",
            "https://matrix.to/#/@alice:example.org",
            "https://matrix.to./#/%40alice%3Aevil.example",
            "javascript:alert('evil.example')",
            "https://evil.example\" onclick=\"x");

    static List<Sample> samples() {
        return Sample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noStringOfAPayloadBecomesMoreThanText(Sample sample) {
        HOSTILE.stream()
                .flatMap(hostile -> Stream.concat(
                        Stream.of(Mutation.allStrings(sample.payload(), hostile)),
                        Mutation.eachString(sample.payload(), hostile)))
                .flatMap(HostileTest::contents)
                .forEach(HostileTest::isHarmless);
    }

    private static Stream<ObjectNode> contents(JsonNode payload) {
        Rendered rendered = Sample.rendered(payload, Optional.empty());
        return Stream.concat(Stream.of(rendered.message()), rendered.editedRoot().stream())
                .map((Notice notice) -> MessageContent.notice(NoticeDoc.of(notice)));
    }

    private static void isHarmless(ObjectNode content) {
        assertThat(content.path("m.mentions").isEmpty()).isTrue();
        for (Element element : Jsoup.parseBodyFragment(
                        content.path("formatted_body").asString())
                .body()
                .getAllElements()) {
            if (element.normalName().equals("body")) {
                continue;
            }
            assertThat(element.normalName()).isIn(TAGS);
            for (Attribute attribute : element.attributes()) {
                assertThat(attribute.getKey() + "@" + element.normalName()).isIn("href@a", "data-mx-color@span");
            }
            if (element.normalName().equals("a")) {
                assertThat(element.attr("href"))
                        .matches("https?://.*")
                        .doesNotContainIgnoringCase("evil.example", "matrix.to");
            }
        }
    }
}
