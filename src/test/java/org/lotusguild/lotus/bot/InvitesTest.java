package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.fake.TestClock;
import org.lotusguild.lotus.matrix.InvitePolicy.Answer;

class InvitesTest {
    private static final UserId ALICE = UserId.parse("@alice:example.org");

    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final Invites invites =
            new Invites(new BotConfig.Invites(List.of(), Optional.empty()), "example.org", clock);

    @Test
    void tenAMinuteAndTheRestLater() {
        for (int room = 0; room < 10; room++) {
            assertThat(decide(ALICE, room)).isEqualTo(Answer.JOIN);
        }
        assertThat(decide(ALICE, 10)).isEqualTo(Answer.LATER);
        clock.advance(Duration.ofMinutes(1));
        assertThat(decide(ALICE, 10)).isEqualTo(Answer.JOIN);
    }

    @Test
    void declinesStrangers() {
        assertThat(decide(UserId.parse("@eve:elsewhere.example.org"), 0)).isEqualTo(Answer.REJECT);
    }

    private Answer decide(UserId inviter, int room) {
        return invites.decide(RoomId.parse("!room" + room), inviter, false);
    }
}
