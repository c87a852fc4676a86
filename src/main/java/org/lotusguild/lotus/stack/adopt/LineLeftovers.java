package org.lotusguild.lotus.stack.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.lotusguild.lotus.stack.facts.Mask;
import org.lotusguild.lotus.stack.facts.Setting;
import org.lotusguild.lotus.stack.facts.Where;

/** What becomes of lines {@code key=value} that nobody took. */
final class LineLeftovers {
    /** Signs that no line holds, and those that nobody could read. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\uFFFD]");

    private final Installation it;
    private final List<Note> taken;
    private final Map<String, Set<String>> rendered;
    private final Set<String> repeated;
    private final List<Note> notes = new ArrayList<>();

    /**
     * @param taken what was said of settings already
     * @param rendered keys and their values in our files
     * @param repeated keys of which there may be many
     */
    LineLeftovers(Installation it, List<Note> taken, Map<String, Set<String>> rendered, Set<String> repeated) {
        this.it = it;
        this.taken = List.copyOf(taken);
        this.rendered = rendered;
        this.repeated = repeated;
    }

    List<Note> notes() {
        return notes;
    }

    /** @param keep what to do with one that ours have not */
    void take(Where where, Setting setting, Consumer<Setting> keep) {
        Set<String> ours = rendered.getOrDefault(setting.key(), Set.of());
        boolean known = rendered.containsKey(setting.key());
        if (known && ours.contains(setting.value()) || taken.stream().anyMatch(note -> note.covers(where))) {
            return;
        }
        Optional<String> findings = it.findings(where.file(), setting.line(), setting.line());
        if (findings.isPresent()) {
            left(where, it.title(findings.get()), findings.get());
        } else if (known && !repeated.contains(setting.key())) {
            left(where, "Lotus writes " + Mask.of(setting.key(), String.join(", ", ours)), "");
        } else if (Discreet.key(setting.key()) || Discreet.text(setting.value())) {
            left(where, "holds a secret, which does not belong into lotus.yaml", "");
        } else if (UNSEEN.matcher(setting.value()).find()) {
            left(where, "has signs that cannot be seen; put it into a file of your own", "");
        } else {
            keep.accept(setting);
            notes.add(new Note(Note.Kind.KEPT, where, where.path(), "", ""));
        }
    }

    void left(Where where, String why, String findings) {
        notes.add(new Note(Note.Kind.LEFT, where, where.path(), why, findings));
    }
}
