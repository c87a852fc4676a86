package org.lotusguild.lotus.stack.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.lotusguild.lotus.stack.check.CheckId;
import org.lotusguild.lotus.stack.check.Severity;
import org.lotusguild.lotus.stack.facts.Access;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.read.NameLists;
import org.lotusguild.lotus.stack.read.Reading;
import org.lotusguild.lotus.stack.read.ToldFile;
import org.lotusguild.lotus.stack.render.HostFacts;
import org.lotusguild.lotus.stack.render.RenderedFile;
import org.lotusguild.lotus.stack.render.Samples;

/** What Lotus itself renders, with the facts that it writes beside: nothing that an admin would have to mend. */
class RenderedAuditTest {
    static final List<String> PLANS = Samples.NAMES;
    private static final KeyLists NAMES = NameLists.read();

    @ParameterizedTest
    @FieldSource("PLANS")
    void findsNothingAtOrAboveMedium(String name) {
        assertThat(audited(name).hits().stream()
                        .filter(hit -> !hit.failed() || hit.severity().atLeast(Severity.MEDIUM))
                        .filter(hit -> !waitsForTheFirstBackup(hit))
                        .map(RenderedAuditTest::shown))
                .isEmpty();
    }

    /** Nothing was ever dumped on a host that is only rendered. */
    private static boolean waitsForTheFirstBackup(Hit hit) {
        return !hit.failed() && hit.check().id().text().equals("PG-008");
    }

    @ParameterizedTest
    @FieldSource("PLANS")
    void findsNoIdleSettingOfTheDatabase(String name) {
        assertThat(audited(name).failedIds()).extracting(CheckId::text).doesNotContain("PG-012");
    }

    @ParameterizedTest
    @FieldSource("PLANS")
    void recognisesWhatIsRendered(String name) {
        Reading.Read read = read(name);
        assertThat(read.unread()).isEmpty();
        assertThat(read.documents()).hasSizeGreaterThan(5);
    }

    private static String shown(Hit hit) {
        String saw = hit.finding().toString();
        return hit.severity() + " " + hit.check().id() + " " + hit.where().file() + ":"
                + hit.where().line() + " " + saw;
    }

    private static Report audited(String name) {
        String told = HostFacts.text(Samples.plan(name));
        return Audit.run(
                read(name)
                        .facts(
                                Fixtures.NOW,
                                ToldFile.of(Path.of("facts.yaml"), "facts.yaml", told),
                                NAMES,
                                Map.of(),
                                Set.of(),
                                List.of()),
                Selection.ALL,
                List.of(),
                0);
    }

    private static Reading.Read read(String name) {
        Plan plan = Samples.plan(name);
        return Reading.read(
                Samples.files(plan).stream().map(RenderedAuditTest::origin).toList(), NAMES);
    }

    private static Origin origin(RenderedFile file) {
        String[] owner = file.owner().split(":", -1);
        String path = file.host() + file.path();
        return new Origin(
                path,
                "/rendered/" + path,
                file.text().lines().toList(),
                Optional.of(new Access(Integer.parseInt(file.mode(), 8), owner[0], owner[1])),
                false);
    }
}
