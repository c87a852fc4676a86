package org.lotusguild.lotus.crypto;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.UserId;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one sync answer says about encryption.
 *
 * @param toDevice the to-device events as they came
 * @param keyCounts {@code device_one_time_keys_count}; empty if the answer had none
 * @param unusedFallback {@code device_unused_fallback_key_types}; absent and empty mean different things
 */
public record SyncChanges(
        List<ObjectNode> toDevice,
        Set<UserId> changed,
        Set<UserId> left,
        Map<String, Integer> keyCounts,
        Optional<Set<String>> unusedFallback) {
    public SyncChanges {
        toDevice = List.copyOf(toDevice);
        changed = Set.copyOf(changed);
        left = Set.copyOf(left);
        keyCounts = Map.copyOf(keyCounts);
    }

    /** Whether it says something about keys or devices, some of which the homeserver says only once. */
    public boolean bringNews() {
        return !toDevice.isEmpty() || !changed.isEmpty() || !left.isEmpty();
    }
}
