package org.lotusguild.lotus.base.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {
    private static final String V12_ROOM = "!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM";

    @Test
    void aUserHasALocalpartAndAServerSplitAtTheFirstColon() {
        UserId user = UserId.parse("@eve:example.org:8448");
        assertThat(user.localpart()).isEqualTo("eve");
        assertThat(user.server()).isEqualTo("example.org:8448");
        assertThat(user).hasToString("@eve:example.org:8448");
    }

    @Test
    void aRoomOfVersion12HasNoServer() {
        assertThat(RoomId.parse(V12_ROOM)).hasToString(V12_ROOM);
        assertThat(RoomId.parse("!old:example.org")).hasToString("!old:example.org");
    }

    @Test
    void anAliasHasALocalpartAndAServer() {
        RoomAlias alias = RoomAlias.parse("#guild:example.org");
        assertThat(alias.server()).isEqualTo("example.org");
    }

    @Test
    void anEventOfAnOldRoomMayHoldSlashAndPlus() {
        assertThat(EventId.parse("$a/b+c=")).hasToString("$a/b+c=");
    }

    @Test
    void isEqualByItsWholeTextAndCaseCounts() {
        assertThat(UserId.parse("@eve:example.org")).isEqualTo(UserId.parse("@eve:example.org"));
        assertThat(UserId.parse("@Eve:example.org")).isNotEqualTo(UserId.parse("@eve:example.org"));
        assertThat(List.of(RoomId.parse("!b"), RoomId.parse("!a")).stream().sorted())
                .containsExactly(RoomId.parse("!a"), RoomId.parse("!b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", "eve:example.org", "@eve", "@eve:", "#a:example.org", "@e\nve:example.org"})
    void refusesWhatIsNoUser(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> UserId.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "room:example.org", "!a\u0000b", "!a\u007f"})
    void refusesWhatIsNoRoom(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> RoomId.parse(text));
    }

    @Test
    void takes255BytesAndNotOneMore() {
        assertThat(RoomId.parse("!" + "a".repeat(254)).value()).hasSize(255);
        assertThatIllegalArgumentException().isThrownBy(() -> RoomId.parse("!" + "a".repeat(255)));
        assertThatIllegalArgumentException().isThrownBy(() -> RoomId.parse("!" + "é".repeat(128)));
        assertThatIllegalArgumentException().isThrownBy(() -> DeviceId.parse("D".repeat(256)));
    }

    @Test
    void theRefusalShowsTheTextCutAndWithoutControlSigns() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UserId.parse("eve\n" + "x".repeat(500)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(150).doesNotContain("\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mxc://example.org/../../etc",
                "mxc://example.org/a/b",
                "mxc://example.org/",
                "mxc:///abc",
                "https://example.org/abc",
                "mxc://example.org/a?b",
                "mxc://exa mple.org/abc"
            })
    void refusesAMediaAddressThatCouldWalkAPath(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> MxcUri.parse(text));
    }

    @Test
    void aMediaAddressHasServerAndId() {
        MxcUri uri = MxcUri.parse("mxc://example.org:8448/AbC_1-2");
        assertThat(uri.server()).isEqualTo("example.org:8448");
        assertThat(uri.mediaId()).isEqualTo("AbC_1-2");
        assertThat(uri).hasToString("mxc://example.org:8448/AbC_1-2");
    }

    @Test
    void everyTextIsTakenAsItIsOrRefused() {
        List<Function<String, Object>> parsers =
                List.of(UserId::parse, RoomId::parse, RoomAlias::parse, EventId::parse, DeviceId::parse, MxcUri::parse);
        qt().forAll(strings().allPossible().ofLengthBetween(0, 300)).checkAssert(text -> {
            for (Function<String, Object> parser : parsers) {
                try {
                    assertThat(parser.apply(text)).hasToString(text);
                } catch (IllegalArgumentException refused) {
                    assertThat(refused).hasMessageStartingWith("not a");
                }
            }
        });
    }
}
