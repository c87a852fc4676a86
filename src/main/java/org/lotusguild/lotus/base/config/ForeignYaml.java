package org.lotusguild.lotus.base.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A YAML file of another program, read for a few keys. Keys that we do not know are its own business. */
public final class ForeignYaml {
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setMaxAliasesForCollections(20)
            .setCodePointLimit(1 << 20)
            .build();

    private final Map<?, ?> root;

    private ForeignYaml(Map<?, ?> root) {
        this.root = root;
    }

    /** @throws ConfigException if it cannot be read or is no block of keys and values */
    public static ForeignYaml read(Path file) {
        try {
            return of(file, Files.readString(file));
        } catch (IOException e) {
            throw refused(file, 0, "cannot be read: " + e);
        }
    }

    /**
     * @param file where the text comes from
     * @throws ConfigException if it is no block of keys and values
     */
    public static ForeignYaml of(Path file, String text) {
        try {
            if (new Load(SETTINGS).loadFromString(text) instanceof Map<?, ?> root) {
                return new ForeignYaml(root);
            }
            throw refused(file, 1, "must be a block of keys and values");
        } catch (YamlEngineException e) {
            throw refused(file, 0, "is no YAML: " + e.getMessage());
        }
    }

    public Optional<String> text(String key) {
        return root.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    public Optional<Boolean> flag(String key) {
        return root.get(key) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
    }

    public Optional<Long> number(String key) {
        return root.get(key) instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }

    /** The texts at this key: one, or a list of them. What is no text is left out. */
    public Stream<String> texts(String key) {
        return values(key).filter(String.class::isInstance).map(String.class::cast);
    }

    /** The blocks at this key: one, or a list of them. What is no block is left out. */
    public Stream<ForeignYaml> blocks(String key) {
        return values(key).filter(item -> item instanceof Map<?, ?>).map(item -> new ForeignYaml((Map<?, ?>) item));
    }

    /** Whether something stands at this key. */
    public boolean has(String key) {
        return root.containsKey(key);
    }

    private Stream<?> values(String key) {
        Object value = root.get(key);
        return value instanceof List<?> list ? list.stream() : Stream.ofNullable(value);
    }

    private static ConfigException refused(Path file, int line, String message) {
        return new ConfigException(List.of(new Problem(file, line, message)));
    }
}
