package org.lotusguild.lotus.webhooks.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.notice.Field;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import tools.jackson.databind.JsonNode;

/** The rules of the house style, over each sample and over each sample with something wrong in it. */
class StyleTest {
    /** One emoji, one blank, the subject, a dash between blanks, what happened. */
    private static final Pattern TITLE = Pattern.compile("[^\\p{L}\\p{N} ]{1,3} \\S(.*\\S)? – \\S(.*\\S)?");
    /** A person speaking has no dash. */
    private static final Pattern SPEECH = Pattern.compile("💬 [^:]+: .+");

    private static final Pattern MAIL = Pattern.compile("[\\w.+-]+@[\\w-]+\\.\\w+");
    private static final int LINES = 6;
    /** Ten, and how many more. */
    private static final int GROUP = 11;
    /** A text, six facts, and how many more. */
    private static final int CARD = 8;

    private static final String JWT =
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N";

    static List<Sample> samples() {
        return Sample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void keepsTheTenRules(Sample sample) {
        Notice notice = sample.rendered().message();
        String body = Sample.body(notice);
        String title = body.lines().findFirst().orElseThrow();

        assertThat(title)
                .satisfiesAnyOf(
                        line -> assertThat(line).matches(TITLE),
                        line -> assertThat(line).matches(SPEECH));
        assertThat(title).doesNotContain("[", "]").doesNotEndWith(".");
        if (!notice.event().endsWith(".test") && !notice.event().endsWith(".application-update")) {
            assertThat(title)
                    .doesNotContainIgnoringCase(
                            Service.of(sample.service()).orElseThrow().title());
        }
        assertThat(body)
                .doesNotContain("{\"", "null", "undefined", ": -", " ·  · ", "\n\n")
                .doesNotEndWith("\n");
        assertThat(MAIL.matcher(body).find()).isFalse();
        lengths(notice, body);
        if (!notice.links().isEmpty()) {
            assertThat(body).endsWith("\n" + notice.links().getFirst().to());
        }
        if (notice.level() == org.lotusguild.lotus.webhooks.notice.Level.OK) {
            assertThat(notice.lines()).hasSizeLessThanOrEqualTo(1);
        }
    }

    private static void lengths(Notice notice, String body) {
        String title = body.lines().findFirst().orElse("");
        assertThat(title.codePointCount(0, title.length())).isBetween(4, 120);
        boolean group =
                notice.event().equals("grafana.firing") && notice.happened().matches("\\d+ firing(, \\d+ resolved)?");
        int most = notice.emoji().equals("📮") ? CARD : group ? GROUP : LINES;
        assertThat(notice.lines()).hasSizeLessThanOrEqualTo(most);
        if (notice.lines().size() == GROUP || notice.lines().size() == CARD) {
            assertThat(notice.lines().getLast()).matches("\\+\\d+ more( fields?)?");
        }
        assertThat(body.lines()).allMatch(line -> line.codePointCount(0, line.length()) <= 2_100);
        assertThat(notice.lines()).allMatch(line -> line.codePointCount(0, line.length()) <= 620);
        assertThat(notice.fields()).extracting(Field::value).noneMatch(String::isBlank);
    }

    private static Stream<String> shown(JsonNode payload) {
        Rendered rendered = Sample.rendered(payload, Optional.empty());
        return Stream.concat(Stream.of(rendered.message()), rendered.editedRoot().stream())
                .flatMap(notice -> Stream.of(Sample.body(notice), Sample.html(notice)));
    }

    private static void stands(JsonNode payload) {
        Notice notice = Sample.rendered(payload, Optional.empty()).message();
        String body = Sample.body(notice);

        assertThat(notice.subject() + notice.happened()).isNotBlank();
        assertThat(body).doesNotContain("{\"", "Exception", " ·  · ", "\n\n").isNotBlank();
        assertThat(notice.fields()).extracting(Field::value).noneMatch(String::isBlank);
        assertThat(notice.lines()).hasSizeLessThanOrEqualTo(11).noneMatch(String::isBlank);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void standsWhateverIsMissing(Sample sample) {
        Mutation.eachPlace(sample.payload(), null).forEach(payload -> {
            stands(payload);
            assertThat(Sample.body(Sample.rendered(payload, Optional.empty()).message()))
                    .doesNotContainPattern("\\bnull\\b");
        });
    }

    @ParameterizedTest
    @MethodSource("samples")
    void standsWhateverIsOfAnotherKind(Sample sample) {
        Stream.of("null", "{\"dump\":{\"a\":\"b\"}}", "[{\"dump\":1},[],null]", "true", "1e400", "\"null\"")
                .map(Json::parse)
                .flatMap(value -> Mutation.eachPlace(sample.payload(), value))
                .forEach(StyleTest::stands);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void standsWhateverIsOdd(Sample sample) {
        Stream.of(
                        "x".repeat(5_000),
                        "🌸".repeat(500),
                        "\u202e\u0000\ud800 \u2028\u200b",
                        "\n\n \t",
                        "a\nb\nc\n".repeat(200))
                .forEach(odd -> {
                    Mutation.eachString(sample.payload(), odd).forEach(payload -> {
                        Notice notice =
                                Sample.rendered(payload, Optional.empty()).message();
                        lengths(notice, Sample.body(notice));
                    });
                    Sample.body(Sample.rendered(Mutation.allStrings(sample.payload(), odd), Optional.empty())
                            .message());
                });
    }

    @ParameterizedTest
    @MethodSource("samples")
    void showsNoAddressAndNoKey(Sample sample) {
        Stream.of("jo.doe@mail.example.org", JWT, "write to jo.doe@mail.example.org, key " + JWT + " leaked")
                .flatMap(hostile -> Mutation.eachString(sample.payload(), hostile))
                .flatMap(StyleTest::shown)
                .forEach(shown -> assertThat(shown).doesNotContain("mail.example.org", "jo.doe", JWT));
    }
}
