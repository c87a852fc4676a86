package org.lotusguild.lotus.guild;

import java.util.Map;
import java.util.Set;
import org.lotusguild.lotus.base.id.UserId;

/**
 * The guild as it is.
 *
 * @param present by key of each room that exists: who is joined, invited or banned
 * @param linked keys of the rooms that the space lists
 */
record Live(Map<String, Set<UserId>> present, Set<String> linked) {
    Live {
        present = Map.copyOf(present);
        linked = Set.copyOf(linked);
    }
}
