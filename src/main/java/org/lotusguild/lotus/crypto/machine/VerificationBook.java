package org.lotusguild.lotus.crypto.machine;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.lotusguild.lotus.crypto.verification.Exchange;
import org.lotusguild.lotus.crypto.verification.ThrowAway;

/** The verifications of this process by id, as of the last commit. Their keys are nowhere else, so they outlive roll-backs here. */
final class VerificationBook implements AutoCloseable {
    private final Map<String, Exchange> committed = new LinkedHashMap<>();

    Map<String, Exchange> copy() {
        return new LinkedHashMap<>(committed);
    }

    void commit(Map<String, Exchange> next) {
        Set<ThrowAway> before = keys(committed.values());
        committed.clear();
        committed.putAll(next);
        closeAllBut(committed.values(), before);
    }

    /** The step was rolled back: what it made is of no use. */
    void abandon(Map<String, Exchange> working) {
        closeAllBut(committed.values(), keys(working.values()));
    }

    private static void closeAllBut(Collection<Exchange> kept, Set<ThrowAway> candidates) {
        Set<ThrowAway> inUse = keys(kept);
        candidates.stream().filter(key -> !inUse.contains(key)).forEach(ThrowAway::close);
    }

    private static Set<ThrowAway> keys(Collection<Exchange> exchanges) {
        Set<ThrowAway> keys = Collections.newSetFromMap(new IdentityHashMap<>());
        exchanges.forEach(x -> x.key().ifPresent(keys::add));
        return keys;
    }

    @Override
    public void close() {
        commit(Map.of());
    }
}
