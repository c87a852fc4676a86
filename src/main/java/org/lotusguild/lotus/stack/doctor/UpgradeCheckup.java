package org.lotusguild.lotus.stack.doctor;

import java.util.List;
import org.lotusguild.lotus.stack.upgrade.Advice;

/** Which versions run, and whether one of them is behind. */
public record UpgradeCheckup(Advice advice) implements Checkup {

    @Override
    public List<Line> lines() {
        return advice.engines().stream().map(UpgradeCheckup::line).toList();
    }

    private static Line line(Advice.Engine engine) {
        String text = engine.title() + " " + engine.installed();
        if (!engine.security().isEmpty()) {
            return Line.bad(
                    "version",
                    text + ", " + engine.security().size() + " security releases behind",
                    "lotus upgrade check");
        }
        if (engine.ended()) {
            return Line.bad(
                    "version", text + ", without fixes since " + engine.end().orElse(""), "lotus upgrade check");
        }
        return engine.behind()
                ? Line.note("version", text + "; " + engine.next() + " is known", "lotus upgrade check")
                : Line.well("version", text);
    }
}
