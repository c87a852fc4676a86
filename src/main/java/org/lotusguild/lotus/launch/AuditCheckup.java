package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.check.Severity;
import org.lotusguild.lotus.stack.doctor.Checkup;
import org.lotusguild.lotus.stack.doctor.Line;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.read.Inventory;
import org.lotusguild.lotus.stack.read.NameLists;
import org.lotusguild.lotus.stack.read.Paths;
import org.lotusguild.lotus.stack.read.Reading;
import org.lotusguild.lotus.stack.read.UsualPlaces;

/** What {@code lotus audit} says of this machine's configuration files, in one line. */
record AuditCheckup(InstantSource clock) implements Checkup {
    private static final String TOPIC = "audit";

    @Override
    public List<Line> lines() {
        List<Path> places = UsualPlaces.present(Path.of("/"));
        if (places.isEmpty()) {
            return List.of();
        }
        Report report = audited(places);
        long critical = report.failed(Severity.CRITICAL);
        long high = report.failed(Severity.HIGH);
        String text = critical + " critical, " + high + " high, " + report.failed(Severity.MEDIUM) + " medium in "
                + report.files() + " files";
        if (critical > 0) {
            return List.of(Line.bad(TOPIC, text, "lotus audit"));
        }
        return List.of(high > 0 ? Line.note(TOPIC, text, "lotus audit") : Line.well(TOPIC, text));
    }

    private Report audited(List<Path> places) {
        KeyLists names = NameLists.read();
        Inventory.Found found = Inventory.of(places);
        Reading.Read read = Reading.read(found.origins(), names);
        return Audit.run(
                read.facts(
                        clock.instant(),
                        Told.nothing(),
                        names,
                        Paths.named(read.documents()),
                        EnumSet.noneOf(Reads.class),
                        found.unread()),
                Selection.ALL,
                List.of(),
                read.unrecognised() + found.unrecognised());
    }
}
