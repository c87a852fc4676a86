package org.lotusguild.lotus.base.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class YamlReaderTest {

    @Test
    void keepsTheLineAndPathOfEveryValue() {
        YamlNode root = YamlReader.read("a: 1\nb:\n  - c: x\n    d: [y, z]\n");
        YamlNode z = root.items("b").getFirst().items("d").getLast();
        assertThat(z.line()).isEqualTo(4);
        assertThat(z.path()).isEqualTo("b[0].d[1]");
        assertThat(root.entries().getLast().line()).isEqualTo(2);
    }

    @Test
    void keepsKeysThatAreWrittenTwiceAndTakesTheLast() {
        YamlNode root = YamlReader.read("a: 1\na: 2\n");
        assertThat(root.entries()).hasSize(2);
        assertThat(root.text("a")).contains("2");
    }

    @Test
    void tellsATextFromANumber() {
        YamlNode root = YamlReader.read("a: 12\nb: \"12\"\nc: yes\nd: ~\ne: 1_000\nf: 0.5\ng: abc\n");
        assertThat(root.scalar("a").orElseThrow().whole()).hasValue(12);
        assertThat(root.scalar("b").orElseThrow().whole()).isEmpty();
        assertThat(root.scalar("b").orElseThrow().isText()).isTrue();
        assertThat(root.isTrue("c")).isTrue();
        assertThat(root.scalar("d")).isEmpty();
        assertThat(root.at("d")).isPresent();
        assertThat(root.scalar("e").orElseThrow().whole()).hasValue(1000);
        assertThat(root.scalar("f").orElseThrow().number()).hasValue(0.5);
        assertThat(root.scalar("g").orElseThrow().isText()).isTrue();
        assertThat(root.isFalse("g")).isFalse();
    }

    @Test
    void mergesWhatAnAnchorBringsWhereTheBlockSaysNothing() {
        YamlNode root = YamlReader.read("base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\n");
        assertThat(root.text("use", "x")).contains("1");
        assertThat(root.text("use", "y")).contains("3");
        assertThat(root.entries("use")).hasSize(2);
    }

    @Test
    void takesAFileOfCommentsForAnEmptyBlock() {
        assertThat(YamlReader.read("# nothing\n").entries()).isEmpty();
    }

    @Test
    void namesTheLineOfAMistakeAndQuotesNothing() {
        assertThatThrownBy(() -> YamlReader.read("password: \"fake-secret-value\" x\n"))
                .isInstanceOf(MalformedYaml.class)
                .hasMessageNotContaining("fake-secret-value")
                .satisfies(e -> assertThat(((MalformedYaml) e).line()).isEqualTo(1));
    }

    @Test
    void endsATextOfVeryManyValuesBeforeItTakesAllMemory() {
        String most = "a:\n" + "- 1\n".repeat(200_000 - 3);
        assertThat(YamlReader.read(most).items("a")).hasSize(199_997);
        assertThatThrownBy(() -> YamlReader.read(most + "- 1\n"))
                .isInstanceOf(MalformedYaml.class)
                .hasMessage("more than 200000 keys and values");
    }
}
