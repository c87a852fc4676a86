package org.lotusguild.lotus.webhooks.intake;

import java.time.Duration;
import org.lotusguild.lotus.base.metric.CounterGrid;
import org.lotusguild.lotus.base.metric.Histogram;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.webhooks.delivery.State;
import org.lotusguild.lotus.webhooks.service.Service;

/** What the way in counts. */
final class Figures {
    private static final Metrics.Label<Service> SERVICE = new Metrics.Label<>("service", Service.class);
    private final CounterGrid<Service, Answered> requests;
    private final Histogram ack;
    private final Histogram batchRows;
    private final Metrics metrics;

    Figures(Metrics metrics) {
        this.metrics = metrics;
        requests = metrics.counters(
                "lotus_webhook_requests_total",
                "What requests of webhooks came to",
                SERVICE,
                new Metrics.Label<>("outcome", Answered.class));
        ack = metrics.histogram(
                "lotus_webhook_ack_seconds",
                "From a request to its answer",
                0.001,
                0.0025,
                0.005,
                0.01,
                0.025,
                0.05,
                0.1,
                0.25,
                1,
                5);
        batchRows = metrics.histogram(
                "lotus_webhook_commit_batch_rows", "Posts stored by one commit", 1, 2, 4, 8, 16, 32, 64, 128, 256);
    }

    Histogram batchRows() {
        return batchRows;
    }

    void queue(Backlog backlog) {
        metrics.gauges(
                "lotus_webhook_queue_rows",
                "Posts that wait, and dead ones",
                new Metrics.Label<>("state", State.class),
                backlog::rows);
        metrics.gauge(
                "lotus_webhook_oldest_pending_seconds",
                "How long the oldest post waits",
                () -> backlog.oldest().map(Duration::toSeconds).orElse(0L));
    }

    void answered(Service service, Answered outcome, Duration took) {
        requests.of(service, outcome).add();
        ack.observe(took);
    }
}
