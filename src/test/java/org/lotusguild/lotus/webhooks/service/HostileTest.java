package org.lotusguild.lotus.webhooks.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.json.Json;
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
    private static final Set<String> ATTRIBUTES = Set.of("href of a", "data-mx-color of span");
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

    /** Of senders whom nobody knows, and of events that a service learns tomorrow. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'title':'a','project':'web','deep':{'k':'v'},'body':'text','list':['x']}",
                "{'title':'a','message':'b','priority':8}",
                "{'title':'a','message':'b','type':'warning'}",
                "{'eventType':'Health','message':'m','level':'error','instanceName':'Films'}",
                "{'eventType':'BrandNew','series':{'title':'S'},'what':'w'}",
                "{'heartbeat':{'status':9,'what':'w'},'monitor':{'name':'n'},'msg':'m'}",
                "{'notification_type':'NEW','subject':'s','what':'w'}",
                "{'type':'NEW','eventData':{'what':'w'}}",
                "{'title':'t','message':'m','severity':'info','fields':{'type':'new'}}",
                "{'title':'Bazarr notification','message':'m','type':'info'}",
                "{'event':'ticket.new','ticket':{'ticket_id':'7','title':'t','what':'w'}}"
            })
    void neitherDoesOneOfWhomeverElse(String json) {
        JsonNode payload = Json.parse(json.replace('\'', '"'));
        HOSTILE.stream()
                .flatMap(hostile -> Stream.concat(
                        Stream.of(Mutation.allStrings(payload, hostile)), Mutation.eachString(payload, hostile)))
                .flatMap(HostileTest::contents)
                .forEach(HostileTest::isHarmless);
    }

    @Test
    void norDoesAName() {
        HOSTILE.stream()
                .map(hostile -> {
                    ObjectNode payload = Json.object().put(hostile, "v");
                    payload.putObject("deep").putObject(hostile).put(hostile, 1);
                    return payload;
                })
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
        List<String> harm = Jsoup.parseBodyFragment(
                        content.path("formatted_body").asString())
                .body()
                .select("body > *, body * *")
                .stream()
                .filter(element -> !harmless(element))
                .map(Element::toString)
                .toList();
        assertThat(harm).isEmpty();
    }

    private static boolean harmless(Element element) {
        boolean known = TAGS.contains(element.normalName())
                && element.attributes().asList().stream()
                        .map(attribute -> attribute.getKey() + " of " + element.normalName())
                        .allMatch(ATTRIBUTES::contains);
        String target = element.attr("href").toLowerCase(Locale.ROOT);
        return known
                && (target.isEmpty()
                        || (target.matches("https?://.*")
                                && !target.contains("evil.example")
                                && !target.contains("matrix.to")));
    }
}
