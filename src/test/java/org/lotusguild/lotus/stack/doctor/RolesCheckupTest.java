package org.lotusguild.lotus.stack.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.doctor.Line.Level;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.render.Samples;

class RolesCheckupTest {
    private final List<String> asked = new ArrayList<>();

    private List<Line> lines(Plan plan, String... silent) {
        return new RolesCheckup(plan, place -> {
                    asked.add(place.toString());
                    return !List.of(silent).contains(place.toString());
                })
                .lines();
    }

    @Test
    void asksForEveryRoleThatItsHostCanHear() {
        List<Line> lines = lines(Samples.plan("five-hosts"));
        assertThat(lines).extracting(Line::level).containsOnly(Level.WELL);
        assertThat(asked)
                .containsExactlyInAnyOrder(
                        "10.20.0.29:8008", // Synapse
                        "10.20.0.44:5432",
                        "10.20.0.27:443",
                        "10.20.0.29:3478", // coturn listens there alone
                        "10.20.0.29:7880",
                        "10.20.0.29:8090",
                        "10.20.0.36:9091",
                        "10.20.0.49:3000");
        assertThat(lines)
                .filteredOn(line -> line.topic().equals("postgres"))
                .extracting(Line::text)
                .containsExactly("answers at 10.20.0.44:5432 (database)");
    }

    @Test
    void leavesOutWhatOnlyItsOwnHostHears() {
        lines(Samples.plan("large"));
        assertThat(asked).contains("127.0.0.1:6379").noneMatch(place -> place.startsWith("10.20.0.44:6379"));
    }

    @Test
    void saysWhoIsSilentAndWhereToLook() {
        List<Line> lines = lines(Samples.plan("five-hosts"), "10.20.0.44:5432", "10.20.0.49:3000");
        assertThat(lines)
                .filteredOn(line -> line.level() == Level.BAD)
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.topic()).isEqualTo("postgres");
                    assertThat(line.text()).isEqualTo("does not answer at 10.20.0.44:5432 (database)");
                    assertThat(line.next().orElseThrow()).startsWith("On database: systemctl --failed");
                });
        assertThat(lines)
                .filteredOn(line -> line.level() == Level.NOTE)
                .extracting(Line::topic)
                .containsExactly("monitoring");
    }
}
