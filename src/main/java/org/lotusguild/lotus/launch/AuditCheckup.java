package org.lotusguild.lotus.launch;

import java.time.InstantSource;
import java.util.List;
import org.lotusguild.lotus.base.config.ConfigException;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.check.Severity;
import org.lotusguild.lotus.stack.doctor.Checkup;
import org.lotusguild.lotus.stack.doctor.Line;

/** What {@code lotus audit} says of this machine's configuration files, in one line. */
record AuditCheckup(Home home, InstantSource clock) implements Checkup {
    private static final String TOPIC = "audit";

    @Override
    public List<Line> lines() {
        try {
            return HomeAudit.report(home, clock.instant())
                    .map(AuditCheckup::told)
                    .orElse(List.of());
        } catch (ConfigException e) {
            return List.of(Line.bad(TOPIC, e.problems().getFirst().toString(), "lotus audit"));
        }
    }

    private static List<Line> told(Report report) {
        long critical = report.failed(Severity.CRITICAL);
        long high = report.failed(Severity.HIGH);
        String text = critical + " critical, " + high + " high, " + report.failed(Severity.MEDIUM) + " medium in "
                + report.files() + " files";
        if (critical > 0) {
            return List.of(Line.bad(TOPIC, text, "lotus audit"));
        }
        return List.of(high > 0 ? Line.note(TOPIC, text, "lotus audit") : Line.well(TOPIC, text));
    }
}
