package org.lotusguild.lotus.stack.report;

import java.util.Arrays;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.audit.Hit;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.check.Finding;
import org.lotusguild.lotus.stack.check.Severity;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** For machines: one document, {@code lotus-audit/1}, in a stable order. */
public final class JsonReport {
    private final Scrubber scrubber;

    public JsonReport(Scrubber scrubber) {
        this.scrubber = scrubber;
    }

    /** @param version of this program */
    public ObjectNode tree(Report report, String version) {
        ObjectNode tree = Json.object();
        tree.put("schema", "lotus-audit/1");
        tree.put("lotus", version);
        tree.put("when", report.when().toString());
        tree.set("summary", summary(report));
        ArrayNode findings = tree.putArray("findings");
        report.hits().forEach(hit -> findings.add(finding(hit)));
        ArrayNode skipped = tree.putArray("skipped");
        report.skipped()
                .forEach(one -> skipped.addObject().put("id", one.id().text()).put("because", one.because()));
        return tree;
    }

    private static ObjectNode summary(Report report) {
        ObjectNode summary = Json.object();
        Arrays.stream(Severity.values()).forEach(severity -> summary.put(severity.word(), report.failed(severity)));
        return summary.put(
                        "passed",
                        report.passed().size() + report.notApplicable().size())
                .put("not-applicable", report.notApplicable().size())
                .put("skipped", report.skipped().size())
                .put("unknown", report.unknown())
                .put("ignored", report.ignored());
    }

    private ObjectNode finding(Hit hit) {
        ObjectNode tree = Json.object()
                .put("id", hit.check().id().text())
                .put("component", hit.check().component().word())
                .put("severity", hit.severity().word())
                .put("status", hit.ignored().isPresent() ? "ignored" : hit.failed() ? "failed" : "unknown")
                .put("title", hit.check().title());
        tree.putObject("where")
                .put("file", clean(hit.where().file()))
                .put("line", hit.where().line())
                .put("path", clean(hit.where().path()));
        switch (hit.finding()) {
            case Finding.Failed failed -> {
                tree.put("saw", clean(failed.saw()));
                tree.put("want", clean(failed.want()));
                tree.put("why", clean(failed.so().isEmpty() ? hit.check().because() : failed.so()));
            }
            case Finding.Unknown unknown -> tree.put("because", clean(unknown.because()));
        }
        tree.put("reference", hit.check().source());
        tree.put(
                "fixable",
                hit.finding() instanceof Finding.Failed failed && failed.edit().isPresent());
        hit.ignored().ifPresent(entry -> tree.put("reason", clean(entry.reason())));
        return tree.put("fingerprint", "sha256:" + hit.fingerprint());
    }

    private String clean(String text) {
        return scrubber.clean(text);
    }
}
