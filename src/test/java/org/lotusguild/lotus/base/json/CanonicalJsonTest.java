package org.lotusguild.lotus.base.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.longs;
import static org.quicktheories.generators.SourceDSL.strings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quicktheories.core.Gen;
import tools.jackson.databind.node.ObjectNode;

class CanonicalJsonTest {
    private static final Gen<String> WORDS = strings().allPossible().ofLengthBetween(0, 12);
    private static final Gen<String> TEXT = integers()
            .between(0, 0x10FFFF)
            .assuming(c -> c < 0xD800 || c > 0xDFFF)
            .map(c -> Character.toString(c))
            .mix(strings().basicLatinAlphabet().ofLengthBetween(0, 3));

    /** The examples of the specification's appendix, in its order. */
    static Stream<Arguments> examples() {
        return Stream.of(
                Arguments.of("{}", "{}"),
                Arguments.of("{\n\"one\": 1,\n\"two\": \"Two\"\n}", "{\"one\":1,\"two\":\"Two\"}"),
                Arguments.of("{\n\"b\": \"2\",\n\"a\": \"1\"\n}", "{\"a\":\"1\",\"b\":\"2\"}"),
                Arguments.of("{\"b\":\"2\",\"a\":\"1\"}", "{\"a\":\"1\",\"b\":\"2\"}"),
                Arguments.of(
                        """
                        {"auth": {"success": true, "mxid": "@john.doe:example.com", "profile": {
                         "display_name": "John Doe", "three_pids": [
                          {"medium": "email", "address": "john.doe@example.org"},
                          {"medium": "msisdn", "address": "123456789"}]}}}""",
                        "{\"auth\":{\"mxid\":\"@john.doe:example.com\",\"profile\":{\"display_name\":\"John Doe\","
                                + "\"three_pids\":[{\"address\":\"john.doe@example.org\",\"medium\":\"email\"},"
                                + "{\"address\":\"123456789\",\"medium\":\"msisdn\"}]},\"success\":true}}"),
                Arguments.of("{\"a\": \"日本語\"}", "{\"a\":\"日本語\"}"),
                Arguments.of("{\"本\": 2, \"日\": 1}", "{\"日\":1,\"本\":2}"),
                Arguments.of("{\"a\": \"\\u65E5\"}", "{\"a\":\"日\"}"),
                Arguments.of("{\"a\": null}", "{\"a\":null}"),
                Arguments.of("{\"a\": -0, \"b\": 1e10}", "{\"a\":0,\"b\":10000000000}"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void writesTheExamplesOfTheSpecification(String json, String canonical) {
        assertThat(CanonicalJson.of(Json.parse(json))).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1.5]",
                "[9007199254740992]",
                "[-9007199254740992]",
                "[9223372036854775808]",
                "[1e99]",
                "[1e999999999]",
                "[0.1]",
                "[9007199254740993.0]",
                "[\"\\ud800\"]",
                "[\"\\udc00\"]",
                "[\"\\ud800x\"]",
                "[\"\\udc00\\ud800\"]",
                "{\"\\ud800\": 1}"
            })
    void refusesWhatCannotBeSigned(String json) {
        assertThatExceptionOfType(MalformedJson.class).isThrownBy(() -> CanonicalJson.of(Json.parse(json)));
    }

    @Test
    void takesTheLargestIntegers() {
        String json = "[-9007199254740991,9007199254740991,0]";
        assertThat(CanonicalJson.of(Json.parse(json))).isEqualTo(json);
    }

    @Test
    void escapesOnlyWhatMustBe() {
        assertThat(CanonicalJson.of(Json.parse("\"\\u0000\\u001f\\b\\f\\n\\r\\t\\\"\\\\\\/\\u007f\\u2028\"")))
                .isEqualTo("\"\\u0000\\u001f\\b\\f\\n\\r\\t\\\"\\\\/\u007f\u2028\"");
    }

    @Test
    void sortsByCodePointAndNotByUtf16Unit() {
        // U+FB01 stands above the surrogates in UTF-16, but below U+1F600 by code point.
        assertThat(CanonicalJson.of(Json.parse("{\"\uD83D\uDE00\":1,\"\uFB01\":2}")))
                .isEqualTo("{\"\uFB01\":2,\"\uD83D\uDE00\":1}");
    }

    @Test
    void sortsAnyNamesByCodePoint() {
        qt().forAll(lists().of(TEXT).ofSizeBetween(0, 8)).checkAssert(names -> {
            ObjectNode tree = Json.object();
            names.forEach(name -> tree.put(name, 1));
            List<String> sorted = names.stream()
                    .distinct()
                    .sorted((a, b) -> Arrays.compare(
                            a.codePoints().toArray(), b.codePoints().toArray()))
                    .toList();
            assertThat(List.copyOf(Json.parse(CanonicalJson.of(tree)).propertyNames()))
                    .isEqualTo(sorted);
        });
    }

    @Test
    void isReadBackAsTheSameTreeOrRefusedForALoneSurrogate() {
        qt().forAll(WORDS, WORDS, longs().between(-(1L << 53) + 1, (1L << 53) - 1))
                .checkAssert((name, text, number) -> {
                    ObjectNode tree = Json.object();
                    tree.put(name, text);
                    tree.putArray("list").add(number).add(text).addNull().add(true);
                    if (lone(name) || lone(text)) {
                        assertThatExceptionOfType(MalformedJson.class).isThrownBy(() -> CanonicalJson.of(tree));
                    } else {
                        String canonical = CanonicalJson.of(tree);
                        assertThat(CanonicalJson.of(Json.parse(canonical))).isEqualTo(canonical);
                        assertThat(Json.parse(canonical).path("list").path(1).stringValue())
                                .isEqualTo(text);
                        assertThat(Json.parse(canonical).path("list").path(0).longValue())
                                .isEqualTo(number);
                    }
                });
    }

    @Test
    void doesNotDependOnTheOrderOfTheNames() {
        qt().forAll(lists().of(TEXT).ofSizeBetween(0, 6)).checkAssert(names -> {
            List<String> distinct = new ArrayList<>(new TreeSet<>(names));
            String there = CanonicalJson.of(tree(distinct));
            Collections.reverse(distinct);
            assertThat(CanonicalJson.of(tree(distinct))).isEqualTo(there);
        });
    }

    private static ObjectNode tree(List<String> names) {
        ObjectNode tree = Json.object();
        names.forEach(name -> tree.put(name, name.length()));
        return tree;
    }

    private static boolean lone(String text) {
        return text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }
}
