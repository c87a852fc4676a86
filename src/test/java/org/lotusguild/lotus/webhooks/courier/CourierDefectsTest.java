package org.lotusguild.lotus.webhooks.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.webhooks.delivery.Delivery;
import org.lotusguild.lotus.webhooks.delivery.State;
import org.lotusguild.lotus.webhooks.delivery.Waiting;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.sender.Speaker;
import org.lotusguild.lotus.webhooks.service.Service;
import org.lotusguild.lotus.webhooks.service.Services;

/** What this program does wrong itself costs one delivery at most. */
class CourierDefectsTest extends OneHook {
    @Test
    void aDefectEndsItsDeliveryAndNoOther() throws Exception {
        Path script = Files.writeString(folder.resolve("script.js"), "result = {version: 'v2', plain: 'fine'}");
        CourierBed bed = bed("""
                hooks:
                  - name: own
                    transform: {file: "FILE"}
                    rooms: [{room: "!room:example.org"}]
                """.replace("FILE", script.toString()));
        bed.defect = delivery -> {
            switch (delivery.payload().path("n").asInt()) {
                case 1 -> throw new IllegalStateException("a defect");
                case 2 -> throw new StackOverflowError();
                default -> {}
            }
        };
        String one = bed.accept("own", "{\"n\":1}");
        String two = bed.accept("own", "{\"n\":2}");
        String three = bed.accept("own", "{\"n\":3}");
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        assertThat(bed.past(one, "own").state()).isEqualTo(State.DEAD);
        assertThat(bed.past(two, "own").state()).isEqualTo(State.DEAD);
        assertThat(bed.past(three, "own").state()).isEqualTo(State.SENT);
        assertThat(bed.arrived(CourierBed.ROOM))
                .extracting(CourierBed.Arrived::body)
                .containsExactly("fine");
    }

    @Test
    void aDefectOfAFormatterShowsACardAndIsCountedOnce() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.formatters = service -> service == Service.UPTIME_KUMA
                ? (payload, root, context) -> {
                    throw new StackOverflowError();
                }
                : Services.formatter(service);
        String down = bed.accept("house", DOWN);
        String other = bed.accept("house", numbered(1));
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
            assertThat(process.figures.text()).contains("lotus_webhook_defects_total 1\n");
        }
        assertThat(bed.past(down, "house").state()).isEqualTo(State.SENT);
        assertThat(bed.past(down, "house").problem()).contains("a defect of this program; shown as a card");
        assertThat(bed.past(other, "house").state()).isEqualTo(State.SENT);
        assertThat(bed.arrived(CourierBed.ROOM)).hasSize(2);
    }

    @Test
    void aDefectBeforeAnybodyHasADeliveryEndsItAndTheCourierGoesOn() throws Exception {
        CourierBed bed = bed(HOOK);
        bed.face = usual -> new Face() {
            @Override
            public Speaker speaker(Hook hook, Delivery delivery) {
                if (delivery.payload().path("title").asString("").startsWith("number 1")) {
                    throw new IllegalStateException("a defect");
                }
                return usual.speaker(hook, delivery);
            }

            @Override
            public Speaker speaker(Hook hook, String service) {
                return usual.speaker(hook, service);
            }

            @Override
            public Made made(Hook hook, Delivery delivery) {
                return usual.made(hook, delivery);
            }

            @Override
            public Rendered again(Hook hook, Delivery delivery, Root root) {
                return usual.again(hook, delivery, root);
            }
        };
        String one = bed.accept("house", numbered(1));
        Waiting.Ticket waits = bed.waiting.expect(one);
        String two = bed.accept("house", numbered(2));
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        assertThat(bed.past(one, "house").problem()).contains("a defect of this program");
        assertThat(bed.past(one, "house").state()).isEqualTo(State.DEAD);
        assertThat(waits.await(Duration.ofSeconds(1))).contains(new Waiting.Dead());
        assertThat(bed.past(two, "house").state()).isEqualTo(State.SENT);
    }

    /** A stream's new title is quiet: it would only edit, and this hook edits nothing. */
    @Test
    void anUpdateThatHasNothingToShowIsNoDefect() throws Exception {
        CourierBed bed = bed(HOOK + "    lifecycle: thread\n");
        bed.accept("house", CourierBed.sample("owncast/STREAM_STARTED.json"));
        String title = bed.accept("house", CourierBed.sample("owncast/STREAM_TITLE_UPDATED.json"));
        try (CourierBed.Running process = bed.process()) {
            bed.awaitDone();
        }
        assertThat(bed.past(title, "house").state()).isEqualTo(State.FILTERED);
        assertThat(bed.arrived(CourierBed.ROOM)).hasSize(1);
    }
}
