package org.lotusguild.lotus.matrix.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.matrix.fake.FakeRooms;

class RoomPoliciesTest {
    private static final RoomId ROOM = RoomId.parse("!room");
    private static final UserId ALICE = UserId.parse("@alice:example.org");
    private static final UserId BOB = UserId.parse("@bob:example.org");

    private final FakeRooms rooms = new FakeRooms().join(ROOM);
    private final RoomPolicies policies = new RoomPolicies(rooms, RoomPolicy.ShareWith.CROSS_SIGNED);

    @BeforeEach
    void members() {
        rooms.member(ROOM, ALICE, "join");
        rooms.member(ROOM, BOB, "invite");
    }

    @ParameterizedTest
    @CsvSource({"invited,2", "shared,2", "world_readable,2", "joined,1", "org.example.odd,1"})
    void invitedMembersGetKeysWhereTheyMayRead(String visibility, int readers) {
        encrypt("{\"algorithm\":\"m.megolm.v1.aes-sha2\"}");
        rooms.put(ROOM, "m.room.history_visibility", Json.object().put("history_visibility", visibility));

        assertThat(policies.of(ROOM, OptionalLong.empty()).recipients())
                .hasSize(readers)
                .contains(ALICE);
        assertThat(policies.of(ROOM, OptionalLong.empty()).historyVisibility()).isEqualTo(visibility);
    }

    @Test
    void rotationHasDefaultsAndAFloor() {
        encrypt("{\"algorithm\":\"m.megolm.v1.aes-sha2\"}");
        assertThat(policies.of(ROOM, OptionalLong.empty()).rotationPeriod()).isEqualTo(Duration.ofDays(7));
        assertThat(policies.of(ROOM, OptionalLong.empty()).rotationMessages()).isEqualTo(100);

        encrypt("{\"algorithm\":\"m.megolm.v1.aes-sha2\",\"rotation_period_ms\":60000,\"rotation_period_msgs\":2}");
        assertThat(policies.of(ROOM, OptionalLong.empty()).rotationPeriod()).isEqualTo(Duration.ofHours(1));
        assertThat(policies.of(ROOM, OptionalLong.empty()).rotationMessages()).isEqualTo(2);

        encrypt("{\"algorithm\":\"m.megolm.v1.aes-sha2\",\"rotation_period_ms\":-5,\"rotation_period_msgs\":\"x\"}");
        assertThat(policies.of(ROOM, OptionalLong.empty()).rotationPeriod()).isEqualTo(Duration.ofDays(7));
        assertThat(policies.of(ROOM, OptionalLong.empty()).rotationMessages()).isEqualTo(100);
    }

    @Test
    void passesAnOddAlgorithmOnForTheMachineToRefuse() {
        encrypt("{\"algorithm\":\"org.example.rot13\"}");
        assertThat(policies.of(ROOM, OptionalLong.empty()).algorithm()).isEqualTo("org.example.rot13");

        encrypt("{}");
        assertThat(policies.of(ROOM, OptionalLong.empty()).algorithm()).isEmpty();
    }

    @Test
    void readsARoomAgainWhenItsVersionIsAnotherOne() {
        encrypt("{\"algorithm\":\"m.megolm.v1.aes-sha2\"}");
        RoomPolicy first = policies.of(ROOM, OptionalLong.of(7));
        rooms.member(ROOM, BOB, "leave");

        assertThat(policies.of(ROOM, OptionalLong.of(7))).isSameAs(first);
        assertThat(policies.of(ROOM, OptionalLong.of(8)).recipients()).containsExactly(ALICE);
        assertThat(policies.of(ROOM, OptionalLong.of(7)).recipients()).containsExactly(ALICE);
    }

    @Test
    void readsARoomWithoutAVersionEachTime() {
        encrypt("{\"algorithm\":\"m.megolm.v1.aes-sha2\"}");
        policies.of(ROOM, OptionalLong.empty());
        rooms.member(ROOM, BOB, "leave");

        assertThat(policies.of(ROOM, OptionalLong.empty()).recipients()).containsExactly(ALICE);
    }

    private void encrypt(String content) {
        rooms.encrypt(ROOM, Json.parseObject(content));
    }
}
