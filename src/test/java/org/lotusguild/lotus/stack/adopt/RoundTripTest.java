package org.lotusguild.lotus.stack.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.lotusguild.lotus.base.config.ConfigReader;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Fixtures;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.StackBlock;
import org.lotusguild.lotus.stack.read.NameLists;
import org.lotusguild.lotus.stack.read.Reading;
import org.lotusguild.lotus.stack.read.ToldFile;
import org.lotusguild.lotus.stack.render.HostFacts;
import org.lotusguild.lotus.stack.render.Samples;

/** What Lotus rendered, adopted: the same plan, and nothing that it has no word for. */
class RoundTripTest {
    static final List<String> PLANS = Samples.NAMES;
    private static final String SUPPORT = "location = /.well-known/matrix/support";

    private static Adoption adopted(Plan plan) {
        List<Origin> origins = Samples.files(plan).stream()
                .map(file -> new Origin(
                        file.host() + file.path(),
                        "/" + file.host() + file.path(),
                        file.text().lines().toList(),
                        Optional.empty(),
                        false))
                .toList();
        Facts facts = Reading.read(origins, NameLists.read())
                .facts(
                        Fixtures.NOW,
                        ToldFile.of(Path.of("facts.yaml"), "facts.yaml", HostFacts.text(plan)),
                        NameLists.read(),
                        Map.of(),
                        Set.of(),
                        List.of());
        Installation it = new Installation(facts, Audit.run(facts, Selection.ALL, List.of(), 0), origins);
        return Adoption.of(it, new ConfigReader(name -> Optional.empty()), Legacy.TODAY);
    }

    @ParameterizedTest
    @FieldSource("PLANS")
    void givesThePlanBack(String sample) {
        Plan plan = Samples.plan(sample);
        Adoption adoption = adopted(plan);
        Plan again = Legacy.plan(adoption.yaml());
        StackBlock was = plan.stack();
        StackBlock is = again.stack();

        assertThat(again.hosts()).containsExactlyElementsOf(plan.hosts());
        assertThat(again.ports()).isEqualTo(plan.ports());
        assertThat(is.serverName()).isEqualTo(was.serverName());
        assertThat(is.publicName()).isEqualTo(was.publicName());
        assertThat(is.federation()).isEqualTo(was.federation());
        assertThat(is.size()).isEqualTo(was.size());
        assertThat(is.calls()).isEqualTo(was.calls());
        assertThat(is.registration()).isEqualTo(was.registration());
        assertThat(is.urlPreviews()).isEqualTo(was.urlPreviews());
        assertThat(is.names()).isEqualTo(was.names());
        assertThat(is.media()).isEqualTo(was.media());
        assertThat(is.certificates().path()).isEqualTo(was.certificates().path());
        assertThat(is.synapse()).isEqualTo(was.synapse());
        // Lotus knows who can be asked; in files of nginx that is a document like any other.
        assertThat(adoption.notes())
                .filteredOn(note -> note.kind() == Note.Kind.KEPT)
                .extracting(Note::what)
                .allMatch(SUPPORT::equals);
    }
}
