package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.apply.RenderedFolder;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.render.Samples;
import tools.jackson.databind.JsonNode;

/** What Lotus writes, Lotus finds nothing wrong with. */
class RenderedAuditTest {
    @TempDir
    private Path folder;

    static List<String> samples() {
        return Samples.NAMES;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void findsNothingThatMatters(String sample) {
        Plan plan = Samples.plan(sample);
        new RenderedFolder(folder).write(plan, Samples.files(plan), Optional.empty());
        Captured captured = new Captured();
        captured.run(
                "audit",
                folder.toString(),
                "--facts",
                folder.resolve("facts.yaml").toString(),
                "--format",
                "json");
        assertThat(captured.err()).isEmpty();
        List<String> matters = new ArrayList<>();
        for (JsonNode finding : Json.parse(captured.out()).path("findings")) {
            boolean failed = finding.path("status").asString().equals("failed");
            if (failed
                    && List.of("critical", "high", "medium")
                            .contains(finding.path("severity").asString())) {
                matters.add(finding.path("id").asString() + " " + finding.path("where") + " " + finding.path("saw"));
            }
        }
        assertThat(matters).isEmpty();
    }
}
