package org.lotusguild.lotus.base.yaml;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A value of a document. Nothing is missing: a key without a value has a {@link YamlScalar} that {@link YamlScalar#isNull}. */
public sealed interface YamlNode permits YamlMap, YamlList, YamlScalar {

    /** Where the value begins, from 1. */
    int line();

    /** Its keys from the root: {@code listeners[1].bind_addresses}; empty for the root. */
    String path();

    /** The value below these keys; of a key written twice the last one, as most parsers have it. */
    default Optional<YamlNode> at(String... keys) {
        YamlNode at = this;
        for (String key : keys) {
            Optional<YamlEntry> entry = at instanceof YamlMap map ? map.entry(key) : Optional.empty();
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            at = entry.get().value();
        }
        return Optional.of(at);
    }

    /** The scalar below these keys; empty if there is none, or a list or block, or nothing is written behind the key. */
    default Optional<YamlScalar> scalar(String... keys) {
        return at(keys).filter(YamlScalar.class::isInstance)
                .map(YamlScalar.class::cast)
                .filter(scalar -> !scalar.isNull());
    }

    /** The text of {@link #scalar}. */
    default Optional<String> text(String... keys) {
        return scalar(keys).map(YamlScalar::text);
    }

    /** Whether {@link #scalar} is a flag that is up. */
    default boolean isTrue(String... keys) {
        return scalar(keys).flatMap(YamlScalar::flag).orElse(false);
    }

    /** Whether {@link #scalar} is a flag that is down. */
    default boolean isFalse(String... keys) {
        return !scalar(keys).flatMap(YamlScalar::flag).orElse(true);
    }

    /** The items of the list below these keys; none if there is no list. */
    default List<YamlNode> items(String... keys) {
        return at(keys).orElse(this) instanceof YamlList list && at(keys).isPresent() ? list.items() : List.of();
    }

    /** The entries of the block below these keys, duplicates included; none if there is no block. */
    default List<YamlEntry> entries(String... keys) {
        return at(keys).orElse(this) instanceof YamlMap map && at(keys).isPresent() ? map.all() : List.of();
    }

    /** This value and all below it, in the order of the file. */
    default Stream<YamlNode> walk() {
        return switch (this) {
            case YamlScalar scalar -> Stream.of(scalar);
            case YamlList list ->
                Stream.concat(Stream.of(list), list.items().stream().flatMap(YamlNode::walk));
            case YamlMap map ->
                Stream.concat(
                        Stream.of(map),
                        map.all().stream().flatMap(entry -> entry.value().walk()));
        };
    }
}
