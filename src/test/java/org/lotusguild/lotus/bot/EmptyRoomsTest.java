package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.fake.FakeRooms;

class EmptyRoomsTest {
    private static final UserId BOT = UserId.parse("@lotus:example.org");
    private static final UserId ALICE = UserId.parse("@alice:example.org");
    private static final RoomId EMPTY = RoomId.parse("!empty");
    private static final RoomId AWAITED = RoomId.parse("!awaited");
    private static final RoomId GUILD = RoomId.parse("!guild");

    private final FakeRooms rooms = new FakeRooms().join(EMPTY, AWAITED, GUILD);
    private final TestClock clock = new TestClock(Instant.parse("2026-11-23T18:00:00Z"));
    private final EmptyRooms feature = new EmptyRooms(BOT, rooms, Set.of(GUILD), clock);

    private void hours(int number) {
        for (int hour = 0; hour < number; hour++) {
            clock.advance(Duration.ofHours(1));
            feature.work((cause, decision) -> {});
        }
    }

    @Test
    void leavesWhereItIsAloneForADayButNoRoomOfTheGuild() {
        for (RoomId room : Set.of(EMPTY, AWAITED, GUILD)) {
            rooms.member(room, BOT, "join");
        }
        rooms.member(AWAITED, ALICE, "invite");
        rooms.member(EMPTY, ALICE, "join");
        hours(30);
        rooms.member(EMPTY, ALICE, "leave");
        hours(20);
        rooms.member(EMPTY, ALICE, "join");
        hours(1);
        rooms.member(EMPTY, ALICE, "leave");
        hours(24);
        assertThat(rooms.left()).isEmpty();
        hours(1);
        assertThat(rooms.left()).containsExactly(EMPTY);
        assertThat(rooms.joined()).containsExactlyInAnyOrder(AWAITED, GUILD);
    }
}
