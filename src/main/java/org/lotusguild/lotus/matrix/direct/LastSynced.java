package org.lotusguild.lotus.matrix.direct;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The account data as sync brought it last. */
@FunctionalInterface
public interface LastSynced {

    Optional<ObjectNode> of(String type);
}
