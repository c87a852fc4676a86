package org.lotusguild.lotus.stack.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;

class PrettyTest {
    @Test
    void sortsKeysAndGivesEachValueItsLine() {
        assertThat(Pretty.json(Json.parse("{\"b\":[1,{\"c\":\"x\\\"y\"}],\"a\":{},\"d\":[]}")))
                .isEqualTo("""
                {
                  "a": {},
                  "b": [
                    1,
                    {
                      "c": "x\\"y"
                    }
                  ],
                  "d": []
                }
                """);
    }
}
