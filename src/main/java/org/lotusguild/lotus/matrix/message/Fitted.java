package org.lotusguild.lotus.matrix.message;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message that fits into an event.
 *
 * @param files what was too long to stand in it: to be sent as files after it
 */
public record Fitted(ObjectNode content, List<TextFile> files) {
    public Fitted {
        files = List.copyOf(files);
    }

    /** A text of many lines. */
    public record TextFile(String name, String text) {}
}
