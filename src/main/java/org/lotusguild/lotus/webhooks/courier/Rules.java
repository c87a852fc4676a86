package org.lotusguild.lotus.webhooks.courier;

import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.webhooks.calm.Night;

/**
 * What holds for all hooks.
 *
 * @param people names in a service, and who that is here
 */
public record Rules(Optional<Night> night, Map<String, UserId> people) {
    public Rules {
        people = Map.copyOf(people);
    }
}
