package org.lotusguild.lotus.matrix;

import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** The account's private data on the homeserver. It has no compare-and-set: one lock a type here. */
public interface AccountData {
    /** As last synced or written. */
    Optional<ObjectNode> get(String type);

    /** Reads, changes, writes if different; the argument is a copy, an empty object if there was none. */
    ObjectNode change(String type, UnaryOperator<ObjectNode> change);
}
