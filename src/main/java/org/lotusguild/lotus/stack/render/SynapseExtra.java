package org.lotusguild.lotus.stack.render;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.StackTrouble;

/**
 * {@code stack.extra.synapse} over Synapse's files: a later file replaces whole keys of an earlier one, so that what is added to a
 * key must stand in the file that has it.
 */
final class SynapseExtra {
    private static final String PROGRAM = "synapse";
    private static final Set<String> OPEN = Set.of("app_service_config_files", "sso.client_whitelist");

    /** Keys that Lotus leaves out now and then, and what says them. */
    private static final Map<String, String> SAID = Map.of(
            "federation_domain_whitelist", "stack.federation",
            "media_retention", "stack.media",
            "registration_requires_token", "stack.registration");

    private SynapseExtra() {}

    /** For a file beside homeserver.yaml: what is added to its keys. */
    static Map<String, Object> beside(Plan plan, Map<String, Object> ours) {
        Map<String, Object> theirs = new HashMap<>(extra(plan));
        theirs.keySet().retainAll(ours.keySet());
        return Additions.into(ours, theirs, PROGRAM, OPEN);
    }

    /** For homeserver.yaml: all but what is added to keys of the other files. */
    static Map<String, Object> main(Plan plan, Map<String, Object> ours) {
        Set<String> elsewhere = new HashSet<>();
        elsewhere.addAll(SynapseCalls.settings(plan).keySet());
        elsewhere.addAll(SynapseSso.settings(plan).keySet());
        elsewhere.addAll(SynapseWorkers.settings(plan).keySet());
        Map<String, Object> theirs = new HashMap<>(extra(plan));
        theirs.keySet().removeAll(elsewhere);
        SAID.forEach((key, by) -> {
            if (theirs.containsKey(key)) {
                throw StackTrouble.ofKey(
                        List.of("stack", "extra", PROGRAM, key),
                        "Lotus writes this setting itself",
                        "Say it with " + by + ".");
            }
        });
        return Additions.into(ours, theirs, PROGRAM, OPEN);
    }

    private static Map<String, Object> extra(Plan plan) {
        return plan.extra().synapse().values();
    }
}
