package org.lotusguild.lotus.stack.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.watch.Dashboard;
import org.lotusguild.lotus.stack.watch.Dashboards;
import org.lotusguild.lotus.stack.watch.Job;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class GrafanaPageTest {
    private static final List<Dashboard> ALL = Dashboards.of(EnumSet.allOf(Job.class));

    @Test
    void sixPagesAreThereAndEachAsksTheChosenSource() {
        assertThat(ALL)
                .map(Dashboard::title)
                .containsExactly("Guild at a glance", "Synapse", "Workers", "Database", "Calls", "Lotus");
        for (Dashboard page : ALL) {
            ObjectNode json = Json.parseObject(GrafanaPage.json(page));
            assertThat(json.at("/templating/list/0/name").asString()).isEqualTo("datasource");
            assertThat(json.path("panels")).hasSize(page.panels().size()).allSatisfy(panel -> {
                assertThat(panel.at("/datasource/uid").asString()).isEqualTo("${datasource}");
                assertThat(panel.path("targets")).isNotEmpty();
            });
        }
    }

    @Test
    void noPanelCoversAnother() {
        for (Dashboard page : ALL) {
            List<JsonNode> places = new ArrayList<>();
            for (JsonNode panel : Json.parseObject(GrafanaPage.json(page)).path("panels")) {
                JsonNode place = panel.path("gridPos");
                assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
                assertThat(places).noneMatch(other -> meets(place, other));
                places.add(place);
            }
        }
    }

    private static boolean meets(JsonNode one, JsonNode other) {
        return meets(one, other, "x", "w") && meets(one, other, "y", "h");
    }

    private static boolean meets(JsonNode one, JsonNode other, String begin, String size) {
        return one.path(begin).asInt()
                        < other.path(begin).asInt() + other.path(size).asInt()
                && other.path(begin).asInt()
                        < one.path(begin).asInt() + one.path(size).asInt();
    }

    @Test
    void leavesOutPagesThatHaveNothingToShow() {
        assertThat(Dashboards.of(EnumSet.of(Job.POSTGRES))).map(Dashboard::name).containsExactly("database");
    }
}
