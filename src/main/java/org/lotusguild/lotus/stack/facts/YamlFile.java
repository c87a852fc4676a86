package org.lotusguild.lotus.stack.facts;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.yaml.YamlEntry;
import org.lotusguild.lotus.base.yaml.YamlNode;

/** A file of YAML or JSON (which is read as YAML, for its lines). */
public record YamlFile(Origin origin, Kind kind, YamlNode root) implements Document {

    /** The place of a value. */
    public Where at(YamlNode node) {
        return at(node.line(), node.path());
    }

    /** The place of a key. */
    public Where at(YamlEntry entry) {
        return at(entry.line(), entry.value().path());
    }

    /** As {@link YamlNode#at(String...)}, from the root. */
    public Optional<YamlNode> node(String... keys) {
        return root.at(keys);
    }

    /** As {@link YamlNode#text(String...)}, from the root. */
    public Optional<String> text(String... keys) {
        return root.text(keys);
    }

    /** As {@link YamlNode#items(String...)}, from the root. */
    public List<YamlNode> items(String... keys) {
        return root.items(keys);
    }

    /** As {@link YamlNode#entries(String...)}, from the root. */
    public List<YamlEntry> entries(String... keys) {
        return root.entries(keys);
    }
}
