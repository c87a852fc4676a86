package org.lotusguild.lotus.launch.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TypedTest {
    @Test
    void whatBeginsWithoutASlashIsSaid() {
        assertThat(Typed.of("!ping")).isEqualTo(new Typed.Said("!ping"));
        assertThat(Typed.of("  indented  ")).isEqualTo(new Typed.Said("  indented"));
        assertThat(Typed.of("   ")).isEqualTo(new Typed.Nothing());
    }

    @Test
    void twoSlashesSayATextThatBeginsWithOne() {
        assertThat(Typed.of("//quit is a command")).isEqualTo(new Typed.Said("/quit is a command"));
    }

    @Test
    void readsCommandsInAnyCase() {
        assertThat(Typed.of("/ROOM  the big one ")).isEqualTo(new Typed.Enter("the big one"));
        assertThat(Typed.of("/room")).isEqualTo(new Typed.ListRooms());
        assertThat(Typed.of("/rooms")).isEqualTo(new Typed.ListRooms());
        assertThat(Typed.of("/join #a:example.org")).isEqualTo(new Typed.Join("#a:example.org"));
        assertThat(Typed.of("/help")).isEqualTo(new Typed.Help());
        assertThat(Typed.of("/exit")).isEqualTo(new Typed.Quit());
    }

    @Test
    void saysWhatWasMeantPerhapsAndSendsNothing() {
        assertThat(Typed.of("/quti"))
                .isInstanceOfSatisfying(
                        Typed.Wrong.class, wrong -> assertThat(wrong.why()).contains("/quit?", "write //quti"));
        assertThat(Typed.of("/join")).isInstanceOf(Typed.Wrong.class);
    }
}
