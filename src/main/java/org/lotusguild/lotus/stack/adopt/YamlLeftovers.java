package org.lotusguild.lotus.stack.adopt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.lotusguild.lotus.base.yaml.YamlEntry;
import org.lotusguild.lotus.base.yaml.YamlList;
import org.lotusguild.lotus.base.yaml.YamlMap;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Mask;
import org.lotusguild.lotus.stack.facts.Where;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** What becomes of the settings of a YAML file that nobody took: the same in ours, kept, or left out. */
final class YamlLeftovers {
    private static final int SHOWN = 40;

    private final Installation it;
    private final List<Note> taken;
    private final Function<List<String>, Optional<YamlNode>> rendered;
    private final Set<String> open;
    private final boolean keeps;
    private final Map<String, Object> extra = new LinkedHashMap<>();
    private final List<Note> notes = new ArrayList<>();

    /**
     * @param taken what was said of settings already
     * @param rendered the value below these keys in our files
     * @param open keys of lists that go on with what is not in ours
     * @param keeps whether what ours have not is kept
     */
    YamlLeftovers(
            Installation it,
            List<Note> taken,
            Function<List<String>, Optional<YamlNode>> rendered,
            Set<String> open,
            boolean keeps) {
        this.it = it;
        this.taken = List.copyOf(taken);
        this.rendered = rendered;
        this.open = open;
        this.keeps = keeps;
    }

    Map<String, Object> extra() {
        return extra;
    }

    List<Note> notes() {
        return notes;
    }

    /** One entry and all below it. */
    void take(YamlFile file, YamlEntry entry, List<String> above, Optional<Where> shadowedBy) {
        List<String> keys = new ArrayList<>(above);
        keys.add(entry.key());
        if (entry.value() instanceof YamlMap map && !map.all().isEmpty()) {
            map.all().forEach(inner -> take(file, inner, keys, shadowedBy));
        } else {
            leaf(file, entry, keys, shadowedBy);
        }
    }

    private void leaf(YamlFile file, YamlEntry entry, List<String> keys, Optional<Where> shadowedBy) {
        Where where = file.at(entry);
        Optional<YamlNode> ours = rendered.apply(keys);
        boolean same = ours.filter(own -> Trees.same(entry.value(), own)).isPresent();
        if (same || taken.stream().anyMatch(note -> note.covers(where))) {
            return;
        }
        Optional<String> findings = it.findings(where.file(), entry.line(), last(entry));
        if (findings.isPresent()) {
            left(where, it.title(findings.get()), findings.get());
        } else if (shadowedBy.isPresent()) {
            left(where, shadowedBy.get().file() + ":" + shadowedBy.get().line() + " hides it", "");
        } else if (ours.isPresent()) {
            beside(where, entry, keys, ours.get());
        } else if (Discreet.value(keys.getLast(), entry.value())) {
            left(where, "holds a secret: put it into a file of your own beside those of Lotus", "");
        } else if (!keeps || entry.value() instanceof YamlScalar scalar && scalar.isNull()) {
            left(where, keeps ? "has no value" : "Lotus writes its own file", "");
        } else {
            keep(where, keys, Trees.value(entry.value()));
        }
    }

    private static int last(YamlEntry entry) {
        return Math.max(
                entry.line(),
                entry.value().walk().mapToInt(YamlNode::line).max().orElse(0));
    }

    private void beside(Where where, YamlEntry entry, List<String> keys, YamlNode ours) {
        if (open.contains(String.join(".", keys))
                && entry.value() instanceof YamlList list
                && ours instanceof YamlList own) {
            List<Object> more = list.items().stream()
                    .filter(item -> own.items().stream().noneMatch(other -> Trees.same(item, other)))
                    .map(Trees::value)
                    .toList();
            keep(where, keys, more);
        } else {
            String value = ours instanceof YamlScalar scalar && scalar.text().length() <= SHOWN
                    ? Mask.of(keys.getLast(), scalar.text())
                    : "its own";
            left(where, "Lotus writes " + value, "");
        }
    }

    private void keep(Where where, List<String> keys, Object value) {
        Trees.put(extra, keys, value);
        notes.add(new Note(Note.Kind.KEPT, where, where.path(), "", ""));
    }

    private void left(Where where, String why, String findings) {
        notes.add(new Note(Note.Kind.LEFT, where, where.path(), why, findings));
    }
}
