package org.lotusguild.lotus.launch;

import tools.jackson.databind.node.ObjectNode;

/** What became of room keys that were taken over, in a sentence. */
final class RestoredText {
    private RestoredText() {}

    static String of(ObjectNode done) {
        int unusable = done.path("unusable").asInt(0);
        return "Room keys: " + done.path("added").asInt(0) + " new, "
                + done.path("known").asInt(0) + " known already"
                + (unusable == 0 ? "." : ", " + unusable + " damaged or false.");
    }
}
