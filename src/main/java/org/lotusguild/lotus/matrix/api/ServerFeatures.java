package org.lotusguild.lotus.matrix.api;

import java.util.Set;
import java.util.TreeSet;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the homeserver says it can do. The only place that asks.
 *
 * @param versions of the specification, for example {@code v1.15}
 * @param unstable names under {@code unstable_features} that are true
 * @param defaultRoomVersion {@code m.room_versions.default}; {@code 1} if it did not say, as the specification has it
 */
public record ServerFeatures(Set<String> versions, Set<String> unstable, String defaultRoomVersion) {
    public ServerFeatures {
        versions = Set.copyOf(versions);
        unstable = Set.copyOf(unstable);
    }

    static ServerFeatures of(ObjectNode versions, ObjectNode capabilities) {
        Set<String> spoken = new TreeSet<>();
        versions.path("versions").forEach(v -> spoken.add(v.asString("")));
        Set<String> on = new TreeSet<>();
        versions.path("unstable_features").properties().forEach(f -> {
            if (f.getValue().asBoolean(false)) {
                on.add(f.getKey());
            }
        });
        return new ServerFeatures(
                spoken,
                on,
                Json.string(capabilities, "capabilities", "m.room_versions", "default")
                        .orElse("1"));
    }

    /** Media only with a token (v1.11, MSC3916): the old download paths answer 404. */
    public boolean authenticatedMedia() {
        return unstable.contains("org.matrix.msc3916.stable")
                || versions.stream().anyMatch(ServerFeatures::atLeast11);
    }

    private static boolean atLeast11(String version) {
        return version.matches("v1\\.(1[1-9]|[2-9][0-9]|[0-9]{3,4})");
    }
}
