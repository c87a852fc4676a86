package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.fake.FakeRooms;

class IgnoredTest {
    private static final RoomId ROOM = RoomId.parse("!room");
    private static final UserId BOT = UserId.parse("@lotus:example.org");
    private final FakeRooms rooms = new FakeRooms();

    private boolean ignored(String user, String... globs) {
        return new Ignored(BOT, own -> own.localpart().startsWith("lotus_"), List.of(globs), rooms)
                .test(ROOM, UserId.parse(user));
    }

    @ParameterizedTest
    @CsvSource({
        "@hookshot*:*, @hookshot:example.org, true",
        "@hookshot*:*, @hookshot_github:example.net, true",
        "@hookshot*:*, @my-hookshot:example.org, false",
        "@bot?:example.org, @bot1:example.org, true",
        "@bot?:example.org, @bot:example.org, false",
        "@bot?:example.org, @bot12:example.org, false",
        "@a.b:*, @a.b:example.org, true",
        "@a.b:*, @axb:example.org, false",
        "@a+b:*, @aab:example.org, false",
        "*:example.net, @eve:example.net, true",
        "*:example.net, @eve:example.netx, false",
    })
    void aGlobFitsTheWholeUser(String glob, String user, boolean fits) {
        assertThat(ignored(user, glob)).isEqualTo(fits);
    }

    @Test
    void soAreWeAndOurOwnUsers() {
        assertThat(ignored("@lotus:example.org")).isTrue();
        assertThat(ignored("@lotus_grafana:example.org")).isTrue();
        assertThat(ignored("@alice:example.org")).isFalse();
    }

    @Test
    void soAreMembersWhoAreNoPeople() {
        rooms.put(ROOM, "io.element.functional_members", Json.parseObject("""
                {"service_members": ["@bridge:example.org", 7, null]}"""));
        assertThat(ignored("@bridge:example.org")).isTrue();
        assertThat(ignored("@alice:example.org")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"service_members\": \"@alice:example.org\"}",
                "{\"service_members\": {\"a\": \"@alice:example.org\"}}"
            })
    void nobodyIsWhereTheRoomSaysNonsense(String state) {
        rooms.put(ROOM, "io.element.functional_members", Json.parseObject(state));
        assertThat(ignored("@alice:example.org")).isFalse();
    }
}
