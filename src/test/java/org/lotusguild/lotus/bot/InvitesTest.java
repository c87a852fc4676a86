package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.InvitePolicy.Answer;
import org.lotusguild.lotus.matrix.fake.FakeRooms;

class InvitesTest {
    private static final UserId ALICE = UserId.parse("@alice:example.org");
    private static final UserId EVE = UserId.parse("@eve:example.net");

    private final TestClock clock = new TestClock(Instant.parse("2026-11-23T18:00:00Z"));
    private final FakeRooms rooms = new FakeRooms();
    private final Invites invites =
            new Invites(new BotConfig.Invites(List.of(), Optional.empty()), "example.org", ZoneOffset.UTC, clock);

    private Answer asks(UserId user, int room) {
        return invites.decide(RoomId.parse("!r" + room), user, false);
    }

    @Test
    void tellsTheDeskWhatItDeclined() {
        assertThat(invites.declined()).isEmpty();
        assertThat(asks(ALICE, 1)).isEqualTo(Answer.JOIN);
        for (int room = 0; room < 7; room++) {
            assertThat(asks(EVE, room)).isEqualTo(Answer.REJECT);
        }
        assertThat(invites.declined())
                .hasSize(6)
                .startsWith(
                        "Invites declined since the start: 7.",
                        "@eve:example.net → !r6, 23 Nov 2026 18:00 Z: not in bot.invites");
    }

    @Test
    void tenAMinuteAndTheRestLater() {
        for (int room = 0; room < 10; room++) {
            assertThat(asks(ALICE, room)).isEqualTo(Answer.JOIN);
        }
        assertThat(asks(ALICE, 10)).isEqualTo(Answer.LATER);
        assertThat(invites.declined()).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        assertThat(asks(ALICE, 10)).isEqualTo(Answer.JOIN);
    }

    @Test
    void joinsNoMoreThanFiveHundredRooms() {
        invites.into(rooms);
        for (int room = 0; room < 500; room++) {
            rooms.join(RoomId.parse("!there" + room));
        }
        assertThat(asks(ALICE, 1)).isEqualTo(Answer.REJECT);
        rooms.leave(RoomId.parse("!there7"));
        assertThat(asks(ALICE, 1)).isEqualTo(Answer.JOIN);
    }

    /** Servers of the file stand in place of the own one; its users may live anywhere. */
    @Test
    void followsWhomTheFileNames() {
        Invites named = new Invites(
                new BotConfig.Invites(List.of(EVE), Optional.of(List.of("example.com"))),
                "example.org",
                ZoneOffset.UTC,
                clock);
        RoomId room = RoomId.parse("!r");
        assertThat(named.decide(room, EVE, false)).isEqualTo(Answer.JOIN);
        assertThat(named.decide(room, UserId.parse("@bob:example.com"), true)).isEqualTo(Answer.JOIN);
        assertThat(named.decide(room, ALICE, false)).isEqualTo(Answer.REJECT);
        assertThat(named.decide(room, UserId.parse("@eve2:example.net"), false)).isEqualTo(Answer.REJECT);
        assertThat(named.declined()).hasSize(3);
    }
}
