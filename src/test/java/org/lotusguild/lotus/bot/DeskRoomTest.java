package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.HeardLog;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.bot.command.Desk;
import org.lotusguild.lotus.bot.fake.RecordingSender;

class DeskRoomTest {
    private static final RoomId ROOM = RoomId.parse("!desk");
    private final TestClock clock = new TestClock(Instant.parse("2026-11-23T18:00:00Z"));
    private final RecordingSender sender = new RecordingSender();

    @Test
    void hearsALineOnceInTenMinutes() {
        Desk desk = new DeskRoom(Optional.of(ROOM), sender, clock);
        desk.tell("the server is away");
        desk.tell("the server is away");
        desk.tell("the model is away");
        clock.advance(Duration.ofMinutes(9));
        desk.tell("the server is away");
        clock.advance(Duration.ofMinutes(2));
        desk.tell("the server is away");
        assertThat(sender.bodies()).containsExactly("the server is away", "the model is away", "the server is away");
        assertThat(sender.sent()).allSatisfy(sent -> {
            assertThat(sent.room()).isEqualTo(ROOM);
            assertThat(sent.content().path("msgtype").asString()).isEqualTo("m.notice");
            assertThat(sent.content().path("m.mentions").toString()).isEqualTo("{}");
        });
    }

    @Test
    void isTheLogWhereTheGuildHasNoSuchRoom() {
        try (HeardLog log = new HeardLog(Level.WARN)) {
            new DeskRoom(Optional.empty(), sender, clock).tell("the server is away");
            assertThat(log.lines("somebody should look"))
                    .singleElement()
                    .asString()
                    .contains("the server is away");
        }
        assertThat(sender.sent()).isEmpty();
    }
}
