package org.lotusguild.lotus.stack.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.Nearest;
import org.lotusguild.lotus.stack.facts.Facts;

/** Settings that many people believe in and that do not exist, each with the words that help its believer. */
final class Beliefs {
    private static final int FAR = 3;

    private static final Map<String, Belief> ALL = Map.of(
            "push.push_gateways",
            new Belief("remove it", "it does nothing: the address of the gateway is chosen by the app for each pusher"),
            "upload_limit",
            new Belief("max_upload_size", "uploads keep the default limit of 50M"),
            "max_upload",
            new Belief("max_upload_size", "uploads keep the default limit of 50M"),
            "registration_requires_approval",
            new Belief("registration_requires_token: true", "nobody's registration waits for approval"),
            "sliding_sync",
            new Belief("remove it", "sliding sync is part of Synapse and needs no setting"),
            "sliding_sync_proxy",
            new Belief("remove it", "sliding sync is part of Synapse and needs no setting"),
            "turn_ttl",
            new Belief("turn_user_lifetime", "credentials for the TURN server keep the default life of 1h"));

    private static final Map<String, String> CACHES = Map.of(
            "get_current_state_ids", "get_partial_current_state_ids",
            "_get_state_group_for_events", "_get_state_group_for_event");

    private Beliefs() {}

    /**
     * What helps.
     *
     * @param want what to write instead
     * @param so what is the case now
     */
    record Belief(String want, String so) {}

    /** @param path of the key from the root */
    static Optional<Belief> of(String path, Facts facts) {
        return "federation_enabled".equals(path) ? Optional.of(federation(facts)) : Optional.ofNullable(ALL.get(path));
    }

    private static Belief federation(Facts facts) {
        String now = facts.synapse()
                .flatMap(synapse -> synapse.effective("federation_domain_whitelist"))
                .map(written -> "with " + Shown.value("", written.value()))
                .orElse("with everybody");
        return new Belief("federation_domain_whitelist: []", "the server stays federated (" + now + ")");
    }

    /** The cache that a name was meant for. */
    static Optional<String> cache(String name, List<String> known) {
        return Optional.ofNullable(CACHES.get(name)).or(() -> nearest(name, known));
    }

    /** The key that is at most three changes away. */
    static Optional<String> nearest(String key, List<String> known) {
        return Nearest.of(key, known, FAR);
    }
}
