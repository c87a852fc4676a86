package org.lotusguild.lotus.bot.howto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.bot.fake.Scripted;
import org.lotusguild.lotus.bot.fake.Typist;

class CoffeeCommandTest {
    private static String typed(String line, Integer... luck) {
        return new Typist(List.of(CoffeeCommand.of(new Scripted(luck)))).types(line);
    }

    @Test
    void makesAsManyCupsAsAreAskedFor() {
        assertThat(typed("coffee", 5)).isEqualTo("☕ for Alice");
        assertThat(typed("brew 3", 5)).isEqualTo("☕☕☕ for Alice");
    }

    @Test
    void tellsWhyThereIsNone() {
        assertThat(typed("coffee", 0)).isEqualTo("coffee: no water.");
        assertThat(typed("coffee 7"))
                .isEqualTo("coffee: cups must be 1 to 6.\nUsage: !coffee [cups] · more: !help coffee");
    }
}
