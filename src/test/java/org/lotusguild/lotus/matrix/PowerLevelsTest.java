package org.lotusguild.lotus.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;

class PowerLevelsTest {
    private static final UserId FOUNDER = UserId.parse("@founder:example.org");
    private static final UserId SECOND = UserId.parse("@second:example.org");
    private static final UserId MOD = UserId.parse("@mod:example.org");
    private static final UserId GUEST = UserId.parse("@guest:example.org");

    @Test
    void creatorsOfVersionTwelveStandAboveEveryLevel() {
        PowerLevels levels = levels("""
                {"room_version":"12","additional_creators":["@second:example.org",3,"nobody"]}""", """
                {"users":{"@mod:example.org":9007199254740991}}""");

        assertThat(levels.of(FOUNDER)).isEqualTo(new PowerLevel.Creator());
        assertThat(levels.of(SECOND)).isEqualTo(new PowerLevel.Creator());
        assertThat(levels.atLeast(SECOND, Long.MAX_VALUE)).isTrue();
        assertThat(levels.mayKick(FOUNDER, MOD)).isTrue();
        assertThat(levels.above(MOD, FOUNDER)).isFalse();
        assertThat(levels.above(FOUNDER, SECOND)).isFalse();
    }

    @Test
    void anUnknownRoomVersionCountsAsLikeTwelve() {
        assertThat(levels("{\"room_version\":\"org.example.13\"}", "{}").creators())
                .containsExactly(FOUNDER);
    }

    @Test
    void beforeVersionTwelveTheFounderHasWhatIsWritten() {
        PowerLevels levels = levels("{\"room_version\":\"11\"}", "{\"users\":{\"@mod:example.org\":50}}");

        assertThat(levels.creators()).isEmpty();
        assertThat(levels.of(FOUNDER)).isEqualTo(new PowerLevel.Level(0));
        assertThat(levels.of(MOD)).isEqualTo(new PowerLevel.Level(50));
    }

    @Test
    void withoutAnEventTheDefaultsHold() {
        PowerLevels levels = PowerLevels.of(FOUNDER, Json.object(), Optional.empty());

        assertThat(levels.of(FOUNDER)).isEqualTo(new PowerLevel.Level(100));
        assertThat(levels.ban()).isEqualTo(50);
        assertThat(levels.kick()).isEqualTo(50);
        assertThat(levels.redact()).isEqualTo(50);
        assertThat(levels.invite()).isZero();
        assertThat(levels.stateDefault()).isEqualTo(50);
        assertThat(levels.eventsDefault()).isZero();
    }

    @Test
    void readsTextsOfOldRoomsAndIgnoresWhatIsNoLevel() {
        PowerLevels levels = levels("{\"room_version\":\"6\"}", """
                {"users":{"@mod:example.org":" 50 ","@guest:example.org":"many","bad":1},
                 "events":{"m.room.topic":"20","m.room.name":1.5},"ban":"60","kick":null,"users_default":"1"}""");

        assertThat(levels.of(MOD)).isEqualTo(new PowerLevel.Level(50));
        assertThat(levels.of(GUEST)).isEqualTo(new PowerLevel.Level(1));
        assertThat(levels.ban()).isEqualTo(60);
        assertThat(levels.kick()).isEqualTo(50);
        assertThat(levels.events()).containsOnlyKeys("m.room.topic");
    }

    @Test
    void whoKicksMustStandAboveTheOther() {
        PowerLevels levels = levels("{\"room_version\":\"11\"}", """
                {"users":{"@mod:example.org":50,"@second:example.org":50}}""");

        assertThat(levels.mayKick(MOD, SECOND)).isFalse();
        assertThat(levels.mayKick(MOD, GUEST)).isTrue();
        assertThat(levels.mayKick(GUEST, FOUNDER)).isFalse();
    }

    private static PowerLevels levels(String create, String levels) {
        return PowerLevels.of(FOUNDER, Json.parseObject(create), Optional.of(Json.parseObject(levels)));
    }
}
