package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.webhooks.calm.Night;

/**
 * What holds for all hooks.
 *
 * @param people names in a service, and who that is here
 * @param keep how long the history is kept; dead letters have a time of their own
 * @param perHook how many deliveries of a hook are kept once they are a day old
 */
public record Rules(Optional<Night> night, Map<String, UserId> people, Duration keep, int perHook) {
    public Rules {
        people = Map.copyOf(people);
    }
}
