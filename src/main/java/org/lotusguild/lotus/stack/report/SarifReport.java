package org.lotusguild.lotus.stack.report;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.audit.Hit;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.check.Catalogue;
import org.lotusguild.lotus.stack.check.Check;
import org.lotusguild.lotus.stack.check.Finding;
import org.lotusguild.lotus.stack.check.Severity;
import org.lotusguild.lotus.stack.facts.Where;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** SARIF 2.1.0, for code-hosting sites: one rule a check, one result a finding. */
public final class SarifReport {
    /** Where everything is said of what runs. */
    private static final String NO_FILE = "lotus.yaml";

    private final Scrubber scrubber;

    public SarifReport(Scrubber scrubber) {
        this.scrubber = scrubber;
    }

    /** @param version of this program */
    public ObjectNode tree(Report report, String version) {
        ObjectNode tree = Json.object();
        tree.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        tree.put("version", "2.1.0");
        ObjectNode run = tree.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "lotus audit").put("version", version);
        ArrayNode rules = driver.putArray("rules");
        Catalogue.all().forEach(check -> rules.add(rule(check)));
        ArrayNode results = run.putArray("results");
        report.hits().stream().filter(Hit::failed).forEach(hit -> results.add(result(hit)));
        return tree;
    }

    private static ObjectNode rule(Check check) {
        ObjectNode rule = Json.object().put("id", check.id().text());
        rule.putObject("shortDescription").put("text", check.title());
        rule.putObject("fullDescription").put("text", "Passes when " + check.passes() + ".");
        rule.putObject("help").put("text", "Otherwise " + check.because() + ". Source: " + check.source() + ".");
        rule.putObject("defaultConfiguration").put("level", level(check.severity()));
        return rule;
    }

    /** A running server and a database have no file; but sites refuse results without one, and with them all others. */
    private void place(ObjectNode location, Where where) {
        if (where.file().isEmpty()) {
            location.putArray("logicalLocations").addObject().put("fullyQualifiedName", scrubber.clean(where.path()));
        }
        ObjectNode place = location.putObject("physicalLocation");
        place.putObject("artifactLocation")
                .put("uri", where.file().isEmpty() ? NO_FILE : uri(scrubber.clean(where.file())));
        // SARIF counts lines from 1; what a file lacks is shown at its beginning.
        place.putObject("region").put("startLine", Math.max(1, where.line()));
    }

    /** A reference as RFC 3986 has it. */
    private static String uri(String file) {
        StringBuilder uri = new StringBuilder();
        for (byte one : file.getBytes(StandardCharsets.UTF_8)) {
            char sign = (char) (one & 0xff);
            if (sign < 0x80 && (Character.isLetterOrDigit(sign) || "/-._~".indexOf(sign) >= 0)) {
                uri.append(sign);
            } else {
                uri.append(String.format(Locale.ROOT, "%%%02X", (int) sign));
            }
        }
        return uri.toString();
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case CRITICAL, HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW, INFO -> "note";
        };
    }

    private ObjectNode result(Hit hit) {
        ObjectNode result = Json.object().put("ruleId", hit.check().id().text()).put("level", level(hit.severity()));
        String message = hit.finding() instanceof Finding.Failed failed
                ? hit.check().title() + ". Saw: " + failed.saw() + ". Fix: " + failed.want()
                : hit.check().title();
        result.putObject("message").put("text", scrubber.clean(message));
        place(result.putArray("locations").addObject(), hit.where());
        result.putObject("partialFingerprints").put("lotus/v1", hit.fingerprint());
        hit.ignored()
                .ifPresent(entry -> result.putArray("suppressions")
                        .addObject()
                        .put("kind", "external")
                        .put("justification", scrubber.clean(entry.reason())));
        return result;
    }
}
