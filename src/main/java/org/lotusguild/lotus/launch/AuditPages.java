package org.lotusguild.lotus.launch;

import java.util.Locale;
import java.util.stream.Collectors;
import org.lotusguild.lotus.stack.check.Catalogue;
import org.lotusguild.lotus.stack.check.Check;
import org.lotusguild.lotus.stack.check.CheckId;

/** What the audit tells about its checks. */
final class AuditPages {
    private static final String HINT = "lotus audit --list shows them all.";

    private final Console console;

    AuditPages(Console console) {
        this.console = console;
    }

    void list() {
        Catalogue.all()
                .forEach(check -> console.line(String.format(
                        Locale.ROOT,
                        "%-8s  %-8s  %-11s  %s",
                        check.id(),
                        check.severity().word(),
                        check.component().word(),
                        check.title())));
    }

    void explain(String id) {
        Check check = found(id);
        console.line(check.id() + "  " + check.title());
        console.line(check.severity().word() + ", " + check.component().word() + ", looks at " + reads(check));
        console.line("");
        console.line("Passes when " + check.passes() + ".");
        console.line("Otherwise " + check.because() + ".");
        check.since()
                .ifPresent(
                        since -> console.line("Only from " + since.program().word() + " " + since.release() + " on."));
        console.line("Source: " + check.source() + ".");
    }

    private static String reads(Check check) {
        return check.reads().stream()
                .sorted()
                .map(read -> read.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static Check found(String id) {
        try {
            return Catalogue.find(new CheckId(id.toUpperCase(Locale.ROOT)))
                    .orElseThrow(() -> Failure.usage("there is no check " + id, HINT));
        } catch (IllegalArgumentException e) {
            throw Failure.usage(id + ": " + e.getMessage(), HINT);
        }
    }
}
