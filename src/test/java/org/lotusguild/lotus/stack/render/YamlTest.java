package org.lotusguild.lotus.stack.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.config.ForeignYaml;

class YamlTest {

    @Test
    void sortsKeysAndIndentsBlocks() {
        assertThat(Yaml.text(
                        "one\ntwo",
                        Map.of(
                                "b", List.of(Map.of("z", 1, "x", List.of("p", "q")), "z"),
                                "a", Map.of("flag", true, "none", List.of(), "empty", Map.of()))))
                .isEqualTo("""
                        # one
                        # two
                        a:
                          empty: {}
                          flag: true
                          none: []
                        b:
                          - x:
                              - p
                              - q
                            z: 1
                          - z
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no",
                "Yes",
                "on",
                "NULL",
                "~",
                "1.20",
                "12:30",
                "1e3",
                "e5",
                "0x1f",
                "-",
                "- a",
                "a: b",
                "a #b",
                "#a",
                "*",
                "&a",
                "!x",
                "%",
                "@a",
                "`",
                "{{ user.name }}",
                "[a]",
                "it's",
                "say \"hi\"",
                "back\\slash",
                "two\nlines",
                "tab\there",
                " blank ",
                "ünï",
                "https://example.org/",
                "turn:turn.example.org:3478?transport=udp",
                "wss://a/b",
                "trailing:",
                "/etc/matrix-synapse/log.yaml",
                "28d",
                "200M",
                "example.org",
                "=",
                "<<",
                "2026-11-25",
                ".inf",
                "y"
            })
    void readsTextsBackAsTheyWere(String text) {
        ForeignYaml read = ForeignYaml.of(Path.of("any.yaml"), Yaml.text("", Map.of("key", text)));
        assertThat(read.text("key")).contains(text);
    }

    @Test
    void quotesWhatAnOlderParserWouldTakeForSomethingElse() {
        assertThat(Yaml.text("", Map.of("a", "no", "b", "12:30", "c", "1.20")))
                .isEqualTo("a: \"no\"\nb: \"12:30\"\nc: \"1.20\"\n");
    }
}
