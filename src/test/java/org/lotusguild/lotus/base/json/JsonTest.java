package org.lotusguild.lotus.base.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class JsonTest {

    record Point(int x, Optional<String> name) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{} {}",
                "{}x",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1,}",
                "[1,]",
                "// c\n{}",
                "NaN",
                "01",
                "\"\t\"",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":1,\"b\":1}}"
            })
    void refusesWhatIsNoJson(String text) {
        assertThatExceptionOfType(MalformedJson.class).isThrownBy(() -> Json.parse(text));
    }

    @Test
    void refusesWhatIsNoObjectWhereOneIsWanted() {
        assertThatExceptionOfType(MalformedJson.class).isThrownBy(() -> Json.parseObject("[1]"));
        assertThatExceptionOfType(MalformedJson.class).isThrownBy(() -> Json.parseObject(new byte[0]));
        assertThat(Json.parseObject("{\"é\":1}".getBytes(StandardCharsets.UTF_8))
                        .path("é")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] latin1 = "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThatExceptionOfType(MalformedJson.class).isThrownBy(() -> Json.parseObject(latin1));
    }

    @Test
    void survivesNestingBombs() {
        assertThat(Json.parse("[".repeat(100) + "]".repeat(100)).isArray()).isTrue();
        assertThatExceptionOfType(MalformedJson.class).isThrownBy(() -> Json.parse("[".repeat(101) + "]".repeat(101)));
        assertThatExceptionOfType(MalformedJson.class).isThrownBy(() -> Json.parse("{\"a\":".repeat(1_000_000)));
    }

    @Test
    void survivesNumberBombs() {
        assertThatExceptionOfType(MalformedJson.class).isThrownBy(() -> Json.parse("9".repeat(1_000_000)));
        assertThat(Json.parse("1e999999999").isNumber()).isTrue();
    }

    @Test
    void strangersNestAndCountAsTheyLikeAndHideNothingBesideIt() {
        String deep = "[".repeat(500_000) + "]".repeat(500_000);
        String objects = "{\"a\":".repeat(300_000) + "1" + "}".repeat(300_000);
        String digits = "9".repeat(1_000_000);
        ObjectNode read = Json.parseStrangers(
                "{\"deep\":%s,\"objects\":%s,\"int\":%s,\"float\":%s.%s,\"infinite\":1e400,\"good\":[1,2.5,true,null]}"
                        .formatted(deep, objects, digits, digits, digits));
        assertThat(read.path("good")).isEqualTo(Json.parse("[1,2.5,true,null]"));
        assertThat(read.path("int").isBigInteger()).isTrue();
        assertThat(read.path("float").isBigInteger()).isTrue();
        assertThat(read.path("infinite").isBigInteger()).isTrue();
        assertThat(Json.parse(Json.text(read)))
                .as("shallow enough for everybody")
                .isEqualTo(read);
    }

    @Test
    void theMessageHoldsNothingOfTheText() {
        assertThatExceptionOfType(MalformedJson.class)
                .isThrownBy(() -> Json.parse("{\"hunter2\":1,\"hunter2\":2}"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
        assertThatExceptionOfType(MalformedJson.class)
                .isThrownBy(() -> Json.parse("{\"a\": hunter2}"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
        assertThatExceptionOfType(MalformedJson.class)
                .isThrownBy(() -> Json.read(Json.parse("{\"x\": \"hunter2\"}"), Point.class))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
    }

    @Test
    void readsARecordAndIgnoresUnknownFields() {
        Point point = Json.read(Json.parse("{\"x\":1,\"name\":\"a\",\"more\":[]}"), Point.class);
        assertThat(point).isEqualTo(new Point(1, Optional.of("a")));
        assertThat(Json.read(Json.parse("{\"x\":1}"), Point.class)).isEqualTo(new Point(1, Optional.empty()));
    }

    @Test
    void writesRecordsAndTrees() {
        assertThat(Json.text(new Point(1, Optional.of("a")))).isEqualTo("{\"x\":1,\"name\":\"a\"}");
        ObjectNode tree = Json.tree(new Point(2, Optional.of("b")));
        assertThat(Json.bytes(tree)).asString(StandardCharsets.UTF_8).isEqualTo("{\"x\":2,\"name\":\"b\"}");
        assertThat(Json.text(List.of(1, 2))).isEqualTo("[1,2]");
    }

    @Test
    void walksPathsOfNames() {
        JsonNode event = Json.parse("{\"content\":{\"body\":\"hi\",\"n\":1}}");
        assertThat(Json.string(event, "content", "body")).hasValue("hi");
        assertThat(Json.string(event, "content", "n")).isEmpty();
        assertThat(Json.string(event, "nothing", "here")).isEmpty();
        assertThat(Json.objectAt(event, "content").size()).isEqualTo(2);
        assertThat(Json.objectAt(event, "content", "body").isEmpty()).isTrue();
        assertThat(Json.at(event, "a", "b").isMissingNode()).isTrue();
    }

    @Test
    void keepsWhatAStrangerWroteExactly() {
        assertThat(Json.parseExact("{\"a\": 1, \"n\": 1.50, \"b\": 12345678901234567890123, \"a\": 2}"))
                .hasToString("{\"a\":2,\"n\":1.50,\"b\":12345678901234567890123}");
        assertThat(Json.parseExact("\"text\"").stringValue()).isEqualTo("text");
    }

    @Test
    void limitsWhatAStrangerMayNest() {
        assertThat(Json.parseExact("[".repeat(64) + "]".repeat(64)).isArray()).isTrue();
        for (String text : new String[] {
            "[".repeat(65) + "]".repeat(65),
            "[" + "0,".repeat(100_000) + "0]",
            "[" + "{},".repeat(400_000) + "0]",
            "1e999999999",
            "-1e-5001",
            "1" + "0".repeat(1_000),
            "",
            "{} {}",
            "{\"a\":",
            "NaN"
        }) {
            assertThatExceptionOfType(MalformedJson.class).isThrownBy(() -> Json.parseExact(text));
        }
        assertThat(Json.parseExact("[" + "0,".repeat(99_998) + "0]")).hasSize(99_999);
    }
}
