package org.lotusguild.lotus.stack.facts;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlEntry;
import org.lotusguild.lotus.base.yaml.YamlMap;
import org.lotusguild.lotus.base.yaml.YamlNode;

/**
 * The files of the main process together, in the order in which Synapse reads them: a key on the top level of a later file
 * replaces the whole of an earlier one.
 */
public record SynapseConfig(List<YamlFile> files) {
    public SynapseConfig {
        files = List.copyOf(files);
    }

    /** A key on the top level, the file it stands in, and, if a later one replaces it, where that stands. */
    public record Written(YamlFile file, YamlEntry entry, Optional<Where> shadowedBy) {
        public YamlNode value() {
            return entry.value();
        }

        /** The place of the key. */
        public Where where() {
            return file.at(entry);
        }

        /** The place of a value below the key. */
        public Where at(YamlNode node) {
            return file.at(node);
        }

        /** {@code  (shadowed by conf.d/metrics.yaml:2)}, with a blank before it; empty if this one counts. */
        public String shadow() {
            return shadowedBy
                    .map(by -> " (shadowed by " + by.file() + ":" + by.line() + ")")
                    .orElse("");
        }
    }

    /** Every key that is written on a top level, in order. */
    public Stream<Written> written() {
        return files.stream().flatMap(file -> file.entries().stream().map(entry -> written(file, entry)));
    }

    /** Every place where this key is written, those too that do not count. */
    public Stream<Written> written(String key) {
        return files.stream()
                .flatMap(file -> file.entries().stream()
                        .filter(entry -> entry.key().equals(key))
                        .map(entry -> written(file, entry)));
    }

    /** The one that counts. */
    public Optional<Written> effective(String key) {
        return files.reversed().stream()
                .flatMap(file -> last(file, key).stream())
                .findFirst();
    }

    /** The value that counts, or one below it. */
    public Optional<YamlNode> node(String key, String... below) {
        return effective(key).flatMap(one -> one.value().at(below));
    }

    /** As {@link YamlNode#text(String...)}, of the value that counts. */
    public Optional<String> text(String key, String... below) {
        return effective(key).flatMap(one -> one.value().text(below));
    }

    /** Whether the flag that counts is up. */
    public boolean isTrue(String key, String... below) {
        return effective(key).map(one -> one.value().isTrue(below)).orElse(false);
    }

    /** Whether the flag that counts is down; no if it is not written. */
    public boolean isFalse(String key, String... below) {
        return effective(key).map(one -> one.value().isFalse(below)).orElse(false);
    }

    /** Items of the list that counts. */
    public List<YamlNode> items(String key, String... below) {
        return effective(key).map(one -> one.value().items(below)).orElse(List.of());
    }

    /** Where something is missing: in the first file, which people call homeserver.yaml. */
    public Where missing(String key) {
        return files.getFirst().missing(key);
    }

    private static Optional<Written> last(YamlFile file, String key) {
        return file.root() instanceof YamlMap map
                ? map.entry(key).map(entry -> new Written(file, entry, Optional.empty()))
                : Optional.empty();
    }

    private Written written(YamlFile file, YamlEntry entry) {
        for (YamlFile other : files.reversed()) {
            Optional<YamlEntry> winner =
                    other.root() instanceof YamlMap map ? map.entry(entry.key()) : Optional.empty();
            if (winner.isPresent()) {
                boolean same = winner.get() == entry;
                return new Written(file, entry, same ? Optional.empty() : Optional.of(other.at(winner.get())));
            }
        }
        return new Written(file, entry, Optional.empty());
    }
}
