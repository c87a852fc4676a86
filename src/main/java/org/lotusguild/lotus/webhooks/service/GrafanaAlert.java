package org.lotusguild.lotus.webhooks.service;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.webhooks.notice.Field;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Link;
import org.lotusguild.lotus.webhooks.redact.Secrets;

/** One alert of a group. */
record GrafanaAlert(Facts facts, boolean firing, Kind kind) {
    private static final Set<String> KNOWN_LABELS =
            Set.of("alertname", "grafana_folder", "severity", "rulename", "datasource_uid", "ref_id");
    private static final int LABELS = 5;
    private static final Set<BigDecimal> TRUTH = Set.of(BigDecimal.ZERO, BigDecimal.ONE);

    /** Whether a rule is broken, or the rule itself could not be asked. */
    enum Kind {
        RULE,
        NO_DATA,
        ERROR
    }

    static GrafanaAlert of(Facts alert, String groupStatus) {
        String status = alert.text("status").isEmpty() ? groupStatus : alert.text("status");
        Kind kind = switch (alert.text("labels", "alertname")) {
            case "DatasourceNoData" -> Kind.NO_DATA;
            case "DatasourceError" -> Kind.ERROR;
            default -> Kind.RULE;
        };
        return new GrafanaAlert(alert, !status.equals("resolved"), kind);
    }

    boolean test() {
        return facts.text("labels", "alertname").equals("TestAlert");
    }

    /** The worst first, what is over last. */
    int rank() {
        return firing ? level().ordinal() : Level.values().length;
    }

    Level level() {
        return switch (kind) {
            case NO_DATA -> Level.WARNING;
            case ERROR -> Level.ERROR;
            case RULE ->
                switch (severity().toLowerCase(Locale.ROOT)) {
                    case "critical", "page" -> Level.CRITICAL;
                    case "error" -> Level.ERROR;
                    case "info" -> Level.INFO;
                    default -> Level.WARNING;
                };
        };
    }

    String emoji() {
        if (kind == Kind.NO_DATA) {
            return "❓";
        }
        return switch (level()) {
            case CRITICAL -> "🔥";
            case ERROR -> "❌";
            case INFO -> "ℹ️";
            case WARNING, OK, NEUTRAL -> "⚠️";
        };
    }

    private String severity() {
        return facts.text("labels", "severity");
    }

    /** What is the matter, in a word. */
    String state() {
        return switch (kind) {
            case NO_DATA -> "no data";
            case ERROR -> "query failed";
            case RULE -> severity().isEmpty() || severity().equals("none") ? "firing" : severity();
        };
    }

    /** The rule and what it says; the rule once only. */
    String subject() {
        String rule = facts.text("labels", kind == Kind.RULE ? "alertname" : "rulename");
        String summary = facts.text("annotations", "summary");
        if (summary.isEmpty() || (kind != Kind.RULE && !rule.isEmpty())) {
            return rule.isEmpty() ? "Alert" : rule;
        }
        return rule.isEmpty() || summary.contains(rule) ? summary : rule + ": " + summary;
    }

    String description() {
        return switch (kind) {
            case NO_DATA -> "";
            case ERROR -> Words.line(facts.whole("annotations", "Error"));
            case RULE ->
                Stream.of("description", "message")
                        .map(name -> facts.text("annotations", name))
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse("");
        };
    }

    String line() {
        String value = values();
        return firing
                ? emoji() + " " + subject() + " – " + state() + (value.isEmpty() ? "" : " (" + value + ")")
                : "✅ " + subject() + " – " + resolved();
    }

    String resolved() {
        return facts.time("startsAt")
                .flatMap(from -> facts.time("endsAt").map(to -> Measures.duration(Duration.between(from, to))))
                .map(time -> "resolved" + Words.after(" after ", time))
                .orElse("resolved");
    }

    Instant began() {
        return facts.time("startsAt").orElse(Instant.MAX);
    }

    List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        if (kind != Kind.RULE) {
            String source = facts.text("labels", "datasource_uid");
            return source.isEmpty() ? List.of() : List.of(new Field("Datasource", source));
        }
        if (!values().isEmpty()) {
            fields.add(new Field("Value", values()));
        }
        List<Field> labels = labels();
        labels.stream().limit(LABELS).forEach(fields::add);
        if (labels.size() > LABELS) {
            fields.add(new Field("Labels", "+" + (labels.size() - LABELS) + " more"));
        }
        return fields;
    }

    /** What the title does not say yet. */
    private List<Field> labels() {
        String title = subject() + " " + state();
        return facts.at("labels").tree().propertyNames().stream()
                .filter(name -> !KNOWN_LABELS.contains(name) && !name.startsWith("__") && !Secrets.key(name))
                .map(name -> new Field(Words.capital(Words.line(name.replace('_', ' '))), facts.text("labels", name)))
                .filter(field -> !field.value().isEmpty()
                        && !field.label().isEmpty()
                        && !Secrets.value(field.value())
                        && !title.contains(field.value()))
                .toList();
    }

    /** What was measured: 0 and 1 are the truth of a comparison where there is more than them. */
    private String values() {
        Map<String, BigDecimal> all = new LinkedHashMap<>();
        facts.at("values")
                .tree()
                .propertyNames()
                .forEach(name -> facts.number("values", name).ifPresent(value -> all.put(Words.line(name), value)));
        Map<String, BigDecimal> measured = all.entrySet().stream()
                .filter(value -> TRUTH.stream().noneMatch(truth -> truth.compareTo(value.getValue()) == 0))
                .limit(LABELS)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, _) -> a, LinkedHashMap::new));
        Map<String, BigDecimal> shown = measured.isEmpty() ? all : measured;
        return shown.size() == 1
                ? Measures.number(shown.values().iterator().next())
                : shown.entrySet().stream()
                        .limit(LABELS)
                        .map(value -> value.getKey() + "=" + Measures.number(value.getValue()))
                        .collect(Collectors.joining(", "));
    }

    List<Link> links() {
        if (kind != Kind.RULE) {
            return link("Source", "generatorURL").stream().toList();
        }
        Optional<Link> where = link("Panel", "panelURL")
                .or(() -> link("Dashboard", "dashboardURL"))
                .or(() -> link("Source", "generatorURL"));
        return Stream.of(where, link("Silence", "silenceURL"), link("Runbook", "annotations", "runbook_url"))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Link> link(String label, String... path) {
        return facts.link(path).map(to -> new Link(label, to));
    }

    Optional<URI> image() {
        return facts.link("imageURL");
    }
}
