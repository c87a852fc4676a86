package org.lotusguild.lotus.webhooks.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.webhooks.calm.Night;
import org.lotusguild.lotus.webhooks.delivery.State;
import org.lotusguild.lotus.webhooks.delivery.Waiting;
import org.lotusguild.lotus.webhooks.notice.Level;

class CourierTest extends OneHook {
    @Test
    void downThenUpIsOneMessageThatIsEditedAndOneReplyInItsThread() throws Exception {
        CourierBed bed = bed(HOOK);
        String down = bed.accept("house", DOWN);
        String up = bed.accept("house", UP);
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        List<CourierBed.Arrived> events = bed.arrived(CourierBed.ROOM);
        assertThat(events).hasSize(3);
        CourierBed.Arrived root = events.getFirst();
        assertThat(root.body()).startsWith("🔴 Matrix homeserver – down");
        assertThat(events.get(1).relation()).contains("m.replace");
        assertThat(events.get(1).target()).isEqualTo(root.id().value());
        assertThat(events.get(1).now()).startsWith("🟢 Matrix homeserver – up again");
        assertThat(events.get(2).relation()).contains("m.thread");
        assertThat(events.get(2).target()).isEqualTo(root.id().value());
        assertThat(bed.past(down, "house").state()).isEqualTo(State.SENT);
        assertThat(bed.past(up, "house").events()).hasSize(2);
        assertThat(bed.opened.getFirst().user().value()).isEqualTo("@hook_uptime-kuma:example.org");
        assertThat(bed.opened.getFirst().shown).hasSize(2).first().isEqualTo("Uptime Kuma");
    }

    @Test
    void whatEndsAfterARestartStillEditsTheMessageFromBefore() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.accept("house", DOWN);
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        bed.accept("house", UP);
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        assertThat(bed.arrived(CourierBed.ROOM))
                .extracting(CourierBed.Arrived::relation)
                .containsExactly(Optional.empty(), Optional.of("m.replace"), Optional.of("m.thread"));
    }

    @Test
    void aRootThatWasRedactedIsForgottenAndTheEventPostedAnew() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.redacts = true;
        bed.accept("house", DOWN);
        bed.accept("house", UP);
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
            bed.accept("house", DOWN);
            bed.awaitDone();
            bed.accept("house", UP);
            bed.awaitDone();
        }
        assertThat(bed.arrived(CourierBed.ROOM).getLast().relation()).isEmpty();
        assertThat(bed.arrived(CourierBed.ROOM).getLast().body()).startsWith("🟢");
    }

    @Test
    void ofSeveralEditsThatWaitTheLastIsSentAndAllAreOver() throws Exception {
        CourierBed bed = bed(HOOK + "    lifecycle: edit\n");
        AtomicBoolean away = new AtomicBoolean();
        bed.trouble(asked -> away.get() ? Optional.of(Answer.page(502)) : Optional.empty());
        bed.accept("house", DOWN);
        List<String> more = new ArrayList<>();
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
            away.set(true);
            for (int i = 0; i < 5; i++) {
                more.add(bed.accept("house", DOWN.replaceFirst("\\{", "{\"again\": " + i + ",")));
            }
            Await.until(() -> bed.server.asked("PUT", ".*").size() > 2);
            away.set(false);
            bed.awaitDone();
        }
        assertThat(more)
                .allSatisfy(id -> assertThat(bed.past(id, "house").state()).isEqualTo(State.SENT));
        assertThat(bed.arrived(CourierBed.ROOM).getLast().relation()).contains("m.replace");
    }

    @Test
    void whoWaitsIsToldWhereHisPostIsThen() throws Exception {
        CourierBed bed = bed(HOOK);
        LocalTime now = LocalTime.ofInstant(bed.clock.instant(), ZoneOffset.UTC);
        bed.night = Optional.of(new Night(now.minusHours(1), now.plusHours(1), ZoneOffset.UTC, Level.ERROR));
        bed.trouble(asked -> asked.path().contains("room%3A")
                ? Optional.of(Answer.error(403, "M_FORBIDDEN", "no"))
                : Optional.empty());
        Waiting.Ticket held = bed.waiting.expect(bed.accept("house", numbered(1)));
        Waiting.Ticket refused = bed.waiting.expect(bed.accept("house", DOWN));
        Waiting.Ticket dead = bed.waiting.expect(bed.accept("nobody", DOWN));
        try (CourierBed.Running process = bed.process()) {
            assertThat(held.await(Duration.ofSeconds(20))).contains(new Waiting.Later());
            assertThat(refused.await(Duration.ofSeconds(20))).contains(new Waiting.Later());
            assertThat(dead.await(Duration.ofSeconds(20))).contains(new Waiting.Dead());
        }
    }

    /** Otherwise packed posts would fill the disk far beyond the limit. */
    @Test
    void whatWaitsIsCountedAsItLiesThere() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.accept("house", "{\"a\":\"" + "x".repeat(100_000) + "\"}");
        assertThat(bed.database.read(tx -> bed.deliveries.waiting(tx)).bytes()).isGreaterThan(100_000);
    }
}
