package org.lotusguild.lotus.webhooks.service;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Link;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.notice.Transition;
import tools.jackson.databind.JsonNode;

/** Grafana and Alertmanager: what fires in a group of alerts, and when it is over. */
final class Grafana {
    private static final String SERVICE = Service.GRAFANA.key();
    private static final int ALERTS = 10;
    private static final int KEY = 500;

    private final Facts payload;
    private final Optional<Root> root;
    private final List<GrafanaAlert> alerts;

    private Grafana(Facts payload, Optional<Root> root) {
        this.payload = payload;
        this.root = root;
        this.alerts = payload.items("alerts").stream()
                .map(alert -> GrafanaAlert.of(alert, payload.text("status")))
                .sorted(Comparator.comparing(GrafanaAlert::rank))
                .toList();
    }

    static Rendered of(JsonNode payload, Optional<Root> root, Context context) {
        Facts facts = new Facts(payload);
        Grafana grafana = new Grafana(facts, root);
        return Rendered.of(
                grafana.alerts.isEmpty()
                        ? Card.unknown(Service.GRAFANA, "notification", facts, context)
                        : grafana.notice(grafana.alerts.getFirst()));
    }

    private Notice notice(GrafanaAlert worst) {
        if (worst.test()) {
            return Trial.of(Service.GRAFANA, worst.facts().text("annotations", "summary"));
        }
        if (alerts.stream().noneMatch(GrafanaAlert::firing)) {
            return resolved();
        }
        return alerts.size() == 1 && payload.count("truncatedAlerts") == 0 ? single(worst) : several(worst);
    }

    private Notice single(GrafanaAlert alert) {
        return Notice.of(SERVICE, event(alert), alert.level(), alert.emoji(), alert.subject(), alert.state())
                .lines(Words.lines(alert.description()))
                .fields(alert.fields())
                .links(alert.links())
                .image(alert.image())
                .correlation(key(root.isPresent() ? Transition.UPDATE : Transition.OPEN, root.isPresent()));
    }

    private static String event(GrafanaAlert alert) {
        return SERVICE
                + switch (alert.kind()) {
                    case NO_DATA -> ".no-data";
                    case ERROR -> ".error";
                    case RULE -> ".firing";
                };
    }

    private Notice several(GrafanaAlert worst) {
        long firing = alerts.stream().filter(GrafanaAlert::firing).count();
        long over = alerts.size() - firing;
        return Notice.of(
                        SERVICE,
                        SERVICE + ".firing",
                        worst.level(),
                        worst.emoji(),
                        group(),
                        firing + " firing" + (over == 0 ? "" : ", " + over + " resolved"))
                .lines(lines())
                .links(common())
                .image(worst.image())
                .correlation(key(Transition.UPDATE, false));
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>(
                alerts.stream().limit(ALERTS).map(GrafanaAlert::line).toList());
        long more = alerts.size() - lines.size() + payload.count("truncatedAlerts");
        String description = description();
        if (lines.size() < ALERTS && !description.isEmpty()) {
            lines.add(description);
        }
        if (more > 0) {
            lines.add("+" + more + " more");
        }
        return lines;
    }

    /** What all alerts say, once. */
    private String description() {
        List<String> said =
                alerts.stream().map(GrafanaAlert::description).distinct().toList();
        return said.size() == 1 ? said.getFirst() : "";
    }

    private Notice resolved() {
        GrafanaAlert earliest =
                alerts.stream().min(Comparator.comparing(GrafanaAlert::began)).orElseThrow();
        boolean one = alerts.size() == 1;
        return Notice.of(
                        SERVICE,
                        SERVICE + ".resolved",
                        Level.OK,
                        "✅",
                        one ? earliest.subject() : group(),
                        earliest.resolved())
                .lines(one ? List.of() : List.of(Words.count(alerts.size(), "alert")))
                .links(one ? earliest.links() : common())
                .correlation(key(Transition.CLOSE, false));
    }

    private String group() {
        String rule = payload.text("groupLabels", "alertname");
        String labels = payload.at("groupLabels").tree().propertyNames().stream()
                .map(name -> payload.text("groupLabels", name))
                .filter(value -> !value.isEmpty())
                .limit(ALERTS)
                .collect(Collectors.joining(", "));
        return Stream.of(rule, labels, payload.text("commonLabels", "alertname"), payload.text("receiver"))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("Alerts");
    }

    /** The panel that all share, else where the alerts are. */
    private List<Link> common() {
        List<String> panels = alerts.stream()
                .map(alert -> alert.facts().whole("panelURL"))
                .distinct()
                .toList();
        Optional<Link> panel =
                panels.size() == 1 ? Links.to(panels.getFirst()).map(to -> new Link("Panel", to)) : Optional.empty();
        return panel.or(() -> payload.link("externalURL").map(to -> new Link("Alerts", to))).stream()
                .toList();
    }

    private Correlation key(Transition transition, boolean quiet) {
        String group = payload.whole("groupKey");
        String key = group.isEmpty()
                ? alerts.stream()
                        .map(alert -> alert.facts().whole("fingerprint"))
                        .sorted()
                        .collect(Collectors.joining(","))
                : group;
        Correlation correlation = Correlation.of(Words.cut(key, KEY), transition);
        return quiet ? correlation.quietly() : correlation;
    }
}
