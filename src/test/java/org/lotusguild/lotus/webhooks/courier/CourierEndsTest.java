package org.lotusguild.lotus.webhooks.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.webhooks.delivery.State;

/** How deliveries and the messages that stand for things come to their end when time passes, or nobody lets them in. */
class CourierEndsTest extends OneHook {
    private static Optional<Answer> inRoom(String path, Answer answer) {
        return path.contains("room%3A") ? Optional.of(answer) : Optional.empty();
    }

    @Test
    void whatNobodyTookForADayIsADeadLetter() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.trouble(asked -> inRoom(asked.path(), Answer.page(502)));
        String id = bed.accept("house", numbered(1));
        try (CourierBed.Running process = bed.process()) {
            Await.until(() -> !bed.server.asked("PUT", ".*").isEmpty());
            bed.ahead.set(Duration.ofHours(23));
            Await.until(() -> bed.server.asked("PUT", ".*").size() > 1);
            assertThat(bed.past(id, "house").state()).as("within the day").isEqualTo(State.SENDING);
            bed.ahead.set(Duration.ofHours(24).plusMinutes(1));
            Await.until(() -> bed.past(id, "house").state() == State.DEAD);
            Await.until(() -> !bed.arrived(CourierBed.ADMINS).isEmpty());
        }
        assertThat(bed.past(id, "house").problem()).contains("it could not be sent in time");
        assertThat(bed.arrived(CourierBed.ADMINS))
                .singleElement()
                .satisfies(line -> assertThat(line.body())
                        .isEqualTo("📮 house – 1 message could not be delivered (it could not be sent in time)"));
        assertThat(bed.arrived(CourierBed.ROOM)).isEmpty();
    }

    /** Also where all of them have died before the first line is there. */
    @Test
    void oneLineOfAHookAndHourCountsTheDead() throws Exception {
        CourierBed bed = bed(HOOK);
        AtomicBoolean slow = new AtomicBoolean(true);
        bed.trouble(asked -> slow.get() && asked.path().contains("admins")
                ? Optional.of(Answer.error(500, "M_UNKNOWN", "not now"))
                : inRoom(asked.path(), Answer.error(404, "M_NOT_FOUND", "no room")));
        for (int number = 0; number < 5; number++) {
            bed.accept("house", numbered(number));
        }
        try (CourierBed.Running process = bed.process()) {
            Await.until(() -> history(bed, "house").stream()
                            .filter(past -> past.state() == State.DEAD)
                            .count()
                    == 5);
            slow.set(false);
            Await.until(() -> bed.arrived(CourierBed.ADMINS).size() == 2);
            bed.ahead.set(Duration.ofMinutes(61));
            bed.accept("house", numbered(6));
            Await.until(() -> bed.arrived(CourierBed.ADMINS).size() == 3);
        }
        List<CourierBed.Arrived> lines = bed.arrived(CourierBed.ADMINS);
        assertThat(lines)
                .extracting(CourierBed.Arrived::now)
                .containsExactly(
                        "📮 house – 1 message could not be delivered (the room is gone)",
                        "📮 house – 5 messages could not be delivered (the room is gone)",
                        "📮 house – 1 message could not be delivered (the room is gone)");
        assertThat(lines)
                .extracting(CourierBed.Arrived::relation)
                .containsExactly(Optional.empty(), Optional.of("m.replace"), Optional.empty());
        assertThat(lines.get(1).target()).isEqualTo(lines.getFirst().id().value());
    }

    @Test
    void whatARoomThatIsGoneShouldHaveGotIsADeadLetterAtOnce() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.trouble(asked -> inRoom(asked.path(), Answer.error(404, "M_NOT_FOUND", "no room")));
        String id = bed.accept("house", numbered(1));
        try (CourierBed.Running process = bed.process()) {
            Await.until(() -> bed.past(id, "house").state() == State.DEAD);
        }
        assertThat(bed.past(id, "house").problem()).contains("the room is gone");
        assertThat(bed.past(id, "house").attempts()).isZero();
    }

    @Test
    void aTokenThatIsGoodForNothingStopsSendingAndIsSaid() throws Exception {
        CourierBed bed = bed(HOOK);
        AtomicBoolean known = new AtomicBoolean();
        bed.trouble(asked ->
                known.get() ? Optional.empty() : Optional.of(Answer.error(401, "M_UNKNOWN_TOKEN", "unrecognised")));
        String id = bed.accept("house", numbered(1));
        bed.accept("house", numbered(2));
        try (CourierBed.Running process = bed.process()) {
            Await.until(() -> process.courier.trouble().isPresent());
            assertThat(process.courier.trouble().orElse("")).contains("refuses the account's token");
            assertThat(bed.server.asked("PUT", ".*")).hasSize(1);
        }
        assertThat(bed.past(id, "house").state()).as("it is kept").isEqualTo(State.SENDING);
        known.set(true);
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
            assertThat(process.courier.trouble()).isEmpty();
        }
        assertThat(bed.arrived(CourierBed.ROOM)).hasSize(2);
    }

    @Test
    void whyItIsTriedAgainIsCounted() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.trouble(asked -> asked.body().length > 10_000
                ? Optional.of(Answer.error(413, "M_TOO_LARGE", "too large"))
                : Optional.empty());
        bed.accept("house", Json.text(Json.object().put("text", "words and words\n\n".repeat(400))));
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
            assertThat(process.figures.text())
                    .contains(
                            "lotus_webhook_retries_total{reason=\"too_large\"} 1",
                            "lotus_webhook_retries_total{reason=\"room_refuses\"} 0");
            bed.trouble(asked -> inRoom(asked.path(), Answer.error(403, "M_FORBIDDEN", "no")));
            bed.accept("house", numbered(1));
            Await.until(
                    () -> process.figures.text().contains("lotus_webhook_retries_total{reason=\"room_refuses\"} 1"));
        }
    }

    private List<CourierBed.Arrived> downAndUpAfter(Duration time) throws Exception {
        CourierBed bed = bed(HOOK);
        bed.accept("house", DOWN);
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        bed.ahead.set(time);
        try (CourierBed.Running process = bed.process()) {
            bed.accept("house", UP);
            bed.awaitDone();
        }
        return bed.arrived(CourierBed.ROOM);
    }

    @Test
    void anOldThingEndsInItsMessageItsThreadAndANewMessage() throws Exception {
        List<CourierBed.Arrived> events = downAndUpAfter(Duration.ofDays(6).plusHours(23));
        assertThat(events)
                .extracting(CourierBed.Arrived::relation)
                .containsExactly(Optional.empty(), Optional.of("m.replace"), Optional.of("m.thread"), Optional.empty());
        assertThat(Json.string(events.getLast().content(), "m.relates_to", "m.in_reply_to", "event_id"))
                .contains(events.getFirst().id().value());
    }

    @Test
    void whatStoodOpenForSevenDaysIsClosedInSilence() throws Exception {
        List<CourierBed.Arrived> events = downAndUpAfter(Duration.ofDays(7).plusHours(1));
        assertThat(events).extracting(CourierBed.Arrived::relation).containsOnly(Optional.empty());
        assertThat(events).hasSize(2);
        assertThat(events.getLast().body()).startsWith("🟢 Matrix homeserver – up again");
        assertThat(events.getLast().content().has("m.relates_to")).isFalse();
    }

    @Test
    void everyEventIsAMessageOfItsOwnWhereNothingLives() throws Exception {
        CourierBed bed = bed(HOOK + "    lifecycle: off\n");
        bed.accept("house", DOWN);
        bed.accept("house", UP);
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        assertThat(bed.arrived(CourierBed.ROOM))
                .extracting(CourierBed.Arrived::relation)
                .containsExactly(Optional.empty(), Optional.empty());
    }

    @Test
    void theThreadAloneTellsItWhereTheMessageShallStay() throws Exception {
        CourierBed bed = bed(HOOK + "    lifecycle: thread\n");
        bed.accept("house", DOWN);
        bed.accept("house", UP);
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        assertThat(bed.arrived(CourierBed.ROOM))
                .extracting(CourierBed.Arrived::relation)
                .containsExactly(Optional.empty(), Optional.of("m.thread"));
    }

    /** Where the homeserver is not ours there are no users of services. */
    @Test
    void theBotSpeaksForAllWhereServicesHaveNoUsers() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.own = false;
        bed.accept("house", DOWN);
        bed.accept("house", "{\"text\": \"by <hand>\"}");
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        assertThat(bed.opened).isEmpty();
        assertThat(bed.arrived(CourierBed.ROOM))
                .extracting(CourierBed.Arrived::body)
                .satisfiesExactlyInAnyOrder(
                        body -> assertThat(body).startsWith("Uptime Kuma: 🔴 Matrix homeserver – down\n"),
                        body -> assertThat(body).isEqualTo("Uptime Kuma: by <hand>"));
        assertThat(bed.arrived(CourierBed.ROOM))
                .extracting(
                        event -> Json.string(event.content(), "formatted_body").orElse(""))
                .allSatisfy(html -> assertThat(html).matches("(?s)<strong>Uptime Kuma</strong>: .*"));
    }
}
