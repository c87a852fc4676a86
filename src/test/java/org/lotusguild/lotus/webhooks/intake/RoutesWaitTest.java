package org.lotusguild.lotus.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.webhooks.fake.IntakeBed.body;

import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.http.server.Response;
import org.lotusguild.lotus.webhooks.delivery.Waiting;

/** Senders who are answered after delivery. */
class RoutesWaitTest extends RoutesBed {
    @Test
    void answersAfterDeliveryWhereTheHookWaits() throws Exception {
        open("limits: { wait: 20s }\nhooks: [{ name: plain, wait: true, id: { file: plain }, " + ROOMS + " }]");

        assertThat(whileDelivered(Waiting.Delivered.PLAIN)).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(body(answer)).isEqualTo(OK);
        });
        assertThat(body(whileDelivered(new Waiting.Delivered(Optional.empty(), true))))
                .isEqualTo("{\"ok\":true,\"warning\":\"transform failed\"}");
        Response own = whileDelivered(
                new Waiting.Delivered(Optional.of(new Waiting.Answer(418, "text/html", "<p>tea</p>")), false));
        assertThat(own.status()).isEqualTo(418);
        assertThat(own.headers()).containsEntry("Content-Type", "text/html");
        assertThat(body(own)).isEqualTo("<p>tea</p>");
    }

    @Test
    void tellsThatAPostIsNotInItsRoomsYetOrCannotGetThere() throws Exception {
        open("limits: { wait: 20s }\nhooks: [{ name: plain, wait: true, id: { file: plain }, " + ROOMS + " }]");

        assertThat(whileDelivered(new Waiting.Later())).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(202);
            assertThat(body(answer)).isEqualTo("{\"ok\":true,\"queued\":true}");
        });
        assertThat(whileDelivered(new Waiting.Dead())).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(202);
            assertThat(body(answer)).isEqualTo("{\"ok\":true,\"queued\":true,\"warning\":\"could not be delivered\"}");
        });
    }

    /** Posts, and delivers as soon as the row is there. */
    private Response whileDelivered(Waiting.Outcome outcome) throws Exception {
        int before = bed.stored().size();
        FutureTask<Response> answer = new FutureTask<>(() -> bed.post("plain", "{}"));
        Thread.ofVirtual().start(answer);
        Await.until(() -> bed.stored().size() > before);
        bed.waiting.settle(bed.stored().getLast().id(), outcome);
        return answer.get(20, TimeUnit.SECONDS);
    }

    @Test
    void aDuplicateIsAnsweredLikeItsOriginal() {
        open("limits: { wait: 1ms }\nhooks: [{ name: plain, wait: true, id: { file: plain }, " + ROOMS + " }]");
        bed.post("plain", "{\"delivery_id\": \"7\"}");

        Response duplicate = bed.post("plain", "{\"delivery_id\": \"7\"}");

        assertThat(duplicate.status()).isEqualTo(200);
        assertThat(body(duplicate)).isEqualTo("{\"ok\":true,\"duplicate\":true}");
    }

    @Test
    void tellsTheTruthWhenDeliveryTakesLonger() {
        open("limits: { wait: 1ms }\nhooks: [{ name: plain, wait: true, id: { file: plain }, " + ROOMS + " }]");

        Response queued = bed.post("plain", "{}");

        assertThat(queued.status()).isEqualTo(202);
        assertThat(body(queued)).isEqualTo("{\"ok\":true,\"queued\":true}");
    }
}
