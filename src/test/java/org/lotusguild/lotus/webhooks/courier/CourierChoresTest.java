package org.lotusguild.lotus.webhooks.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.webhooks.calm.Night;
import org.lotusguild.lotus.webhooks.delivery.State;
import org.lotusguild.lotus.webhooks.notice.Level;

/** What is done now and then: the digest in the morning, the end of a history. */
class CourierChoresTest extends OneHook {
    @Test
    void ofAHookOnlySoManyAreKeptOnceTheyAreADayOld() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.perHook = 2;
        for (int i = 0; i < 4; i++) {
            bed.accept("house", numbered(i));
        }
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
            assertThat(history(bed, "house")).hasSize(4);
            bed.ahead.set(Duration.ofHours(25));
            Await.until(() -> history(bed, "house").size() == 2);
        }
    }

    /** Neither the filter of the room nor the number of messages an hour is about a digest. */
    @Test
    void whatTheNightHeldComesInTheMorningWhateverElseTheRoomWants() throws Exception {
        CourierBed bed = bed("""
                hooks:
                  - name: media
                    rooms: [{room: "!room:example.org", max-per-hour: 1, events: {"*": false, sonarr.grab: true}}]
                """);
        LocalTime now = LocalTime.ofInstant(bed.clock.instant(), ZoneOffset.UTC);
        bed.night = Optional.of(new Night(now.minusHours(1), now.plusHours(1), ZoneOffset.UTC, Level.ERROR));
        String id = bed.accept("media", CourierBed.sample("sonarr/Grab.json"));
        try (CourierBed.Running process = bed.process()) {
            Await.until(() -> !bed.in(State.HELD).isEmpty());
        }
        assertThat(bed.arrived(CourierBed.ROOM)).isEmpty();
        bed.night = Optional.empty();
        try (CourierBed.Running process = bed.process()) {
            Await.until(() -> bed.past(id, "media").state() == State.SENT
                    && !bed.arrived(CourierBed.ROOM).isEmpty());
        }
        assertThat(bed.arrived(CourierBed.ROOM))
                .singleElement()
                .satisfies(digest -> assertThat(digest.body()).startsWith("🌅 1 message from the night"));
    }

    @Test
    void aDigestThatTheRoomRefusesComesLaterAndOnce() throws Exception {
        CourierBed bed = bed(HOOK);
        LocalTime now = LocalTime.ofInstant(bed.clock.instant(), ZoneOffset.UTC);
        bed.night = Optional.of(new Night(now.minusHours(1), now.plusHours(1), ZoneOffset.UTC, Level.ERROR));
        bed.accept("house", numbered(1));
        bed.accept("house", numbered(2));
        try (CourierBed.Running process = bed.process()) {
            Await.until(() -> bed.in(State.HELD).size() == 2);
        }
        bed.night = Optional.empty();
        AtomicBoolean closed = new AtomicBoolean(true);
        bed.trouble(asked -> closed.get() && asked.path().contains("room%3A")
                ? Optional.of(Answer.error(403, "M_FORBIDDEN", "no"))
                : Optional.empty());
        try (CourierBed.Running process = bed.process()) {
            Await.until(() -> bed.in(State.RETRY).size() == 1);
        }
        closed.set(false);
        bed.ahead.set(Duration.ofSeconds(301));
        try (CourierBed.Running process = bed.process()) {
            Await.until(() -> !bed.arrived(CourierBed.ROOM).isEmpty());
            bed.ahead.set(Duration.ofHours(2));
            String last = bed.accept("house", numbered(3));
            Await.until(() -> bed.past(last, "house").state() == State.SENT);
        }
        assertThat(bed.arrived(CourierBed.ROOM))
                .extracting(CourierBed.Arrived::body)
                .first()
                .asString()
                .startsWith("🌅 2 messages from the night");
        assertThat(bed.arrived(CourierBed.ROOM)).hasSize(2);
    }

    @Test
    void historyIsForgottenInItsTimeAndDeadLettersLater() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.accept("house", DOWN);
        String dead = bed.accept("nobody", DOWN);
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        bed.ahead.set(Duration.ofDays(15));
        try (CourierBed.Running process = bed.process()) {
            Await.until(() -> history(bed, "house").isEmpty());
        }
        assertThat(history(bed, "nobody"))
                .singleElement()
                .satisfies(past -> assertThat(past.id()).isEqualTo(dead));
        bed.ahead.set(Duration.ofDays(31));
        try (CourierBed.Running process = bed.process()) {
            Await.until(() -> history(bed, "nobody").isEmpty());
        }
    }
}
