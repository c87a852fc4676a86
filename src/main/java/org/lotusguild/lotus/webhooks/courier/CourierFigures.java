package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import org.lotusguild.lotus.base.metric.Counter;
import org.lotusguild.lotus.base.metric.CounterGrid;
import org.lotusguild.lotus.base.metric.Counters;
import org.lotusguild.lotus.base.metric.Histogram;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.base.metric.Metrics.Label;
import org.lotusguild.lotus.webhooks.service.Detected;
import org.lotusguild.lotus.webhooks.service.Service;

/** What the courier counts. */
public final class CourierFigures {
    private static final Label<Service> SERVICE = new Label<>("service", Service.class);
    private final CounterGrid<Service, Delivered> delivered;
    private final Counters<Again> again;
    private final Counters<Shown> pictures;
    private final CounterGrid<Service, Detected.How> detected;
    private final Counter defects;
    private final Histogram seconds;

    /** What came of deliveries, a room each. */
    enum Delivered {
        SENT,
        EDITED,
        THREADED,
        REDACTED,
        FILTERED,
        HELD,
        DEAD
    }

    /** Why something is tried again. */
    enum Again {
        ROOM_REFUSES,
        TOO_LARGE,
        HOMESERVER,
        DATABASE
    }

    /** What came of pictures. */
    enum Shown {
        POSTED,
        NO_PICTURE,
        FAILED
    }

    public CourierFigures(Metrics metrics) {
        delivered = metrics.counters(
                "lotus_webhook_deliveries_total",
                "What came of deliveries, a room each",
                SERVICE,
                new Label<>("outcome", Delivered.class));
        again = metrics.counters(
                "lotus_webhook_retries_total", "Why something was tried again", new Label<>("reason", Again.class));
        pictures = metrics.counters(
                "lotus_webhook_images_total", "What came of pictures", new Label<>("outcome", Shown.class));
        detected = metrics.counters(
                "lotus_webhook_detect_total",
                "How the service of a payload was found out",
                SERVICE,
                new Label<>("how", Detected.How.class));
        defects = metrics.counter(
                "lotus_webhook_defects_total",
                "Deliveries that met a defect of this program: shown as a card, or dead");
        seconds = metrics.histogram(
                "lotus_webhook_delivery_seconds",
                "From a post until it is in all its rooms",
                0.05,
                0.1,
                0.25,
                0.5,
                1,
                5,
                60,
                3_600);
    }

    void count(Service service, Delivered what) {
        delivered.of(service, what).add();
    }

    void count(Again why) {
        again.of(why).add();
    }

    void count(Shown what) {
        pictures.of(what).add();
    }

    void count(Detected found) {
        detected.of(found.service(), found.how()).add();
    }

    void defect() {
        defects.add();
    }

    void took(Duration time) {
        seconds.observe(time);
    }
}
