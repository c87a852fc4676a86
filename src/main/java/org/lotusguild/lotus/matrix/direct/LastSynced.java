package org.lotusguild.lotus.matrix.direct;

import java.util.Optional;

/** The account data as sync brought it last: JSON. */
@FunctionalInterface
public interface LastSynced {

    Optional<String> of(String type);
}
