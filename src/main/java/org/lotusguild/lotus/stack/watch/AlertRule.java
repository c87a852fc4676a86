package org.lotusguild.lotus.stack.watch;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One alert.
 *
 * @param needs whose figures it reads
 * @param expression in PromQL, true while the alert is
 * @param pending how long it must be true first, as Prometheus writes durations
 * @param summary one sentence; {@code {{ $labels.NAME }}} stands for a label
 */
public record AlertRule(String name, Job needs, Severity severity, String expression, String pending, String summary) {
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Za-z]+");
    private static final Pattern DURATION = Pattern.compile("[1-9]\\d*[smhd]");

    public AlertRule {
        if (!NAME.matcher(name).matches() || !DURATION.matcher(pending).matches()) {
            throw new IllegalArgumentException("not an alert: " + name + " for " + pending);
        }
        expression = expression.strip();
    }

    /** Where our handbook says what to do. */
    public String runbook() {
        return "docs/operator/alerts.md#" + name.toLowerCase(Locale.ROOT);
    }
}
