package org.lotusguild.lotus.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SizeTest {

    @Test
    void isWrittenAsItIsRead() {
        for (String text : new String[] {"4MiB", "500KiB", "1GiB", "800B", "1025B", "0B"}) {
            assertThat(Size.parse(text)).hasToString(text);
        }
        assertThat(Size.parse("4MiB").bytes()).isEqualTo(4_194_304);
        assertThat(Size.parse("2048KiB")).hasToString("2MiB");
    }

    @Test
    void refusesWhatIsNoSize() {
        for (String text : new String[] {"", "4", "4MB", "-1B", "4 MiB", "1.5MiB", "9999999999B"}) {
            assertThatThrownBy(() -> Size.parse(text)).hasMessage("not a size, write it like 4MiB or 500KiB");
        }
    }
}
