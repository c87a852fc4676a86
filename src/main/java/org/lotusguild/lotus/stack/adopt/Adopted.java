package org.lotusguild.lotus.stack.adopt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.stack.plan.SecretName;

/**
 * What the files of a program gave.
 *
 * @param settings keys of {@code lotus.yaml} with dots between, {@code stack.media.upload} → text, number, flag, list or block
 */
record Adopted(Map<String, Object> settings, Map<SecretName, Secret> secrets, List<Note> notes) {
    Adopted {
        settings = new LinkedHashMap<>(settings);
        secrets = new LinkedHashMap<>(secrets);
        notes = List.copyOf(notes);
    }

    /** Both; where both say something the first counts. */
    Adopted and(Adopted other) {
        Map<String, Object> all = new LinkedHashMap<>(settings);
        other.settings.forEach(all::putIfAbsent);
        Map<SecretName, Secret> both = new LinkedHashMap<>(secrets);
        other.secrets.forEach(both::putIfAbsent);
        List<Note> together = new ArrayList<>(notes);
        together.addAll(other.notes);
        return new Adopted(all, both, together);
    }
}
