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

    /** The blocks at this key: one, or a list of them. What is no block is left out. */
    public Stream<ForeignYaml> blocks(String key) {
        Object value = root.get(key);
        List<?> all = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
        return all.stream().filter(item -> item instanceof Map<?, ?>).map(item -> new ForeignYaml((Map<?, ?>) item));
    }

    private static ConfigException refused(Path file, int line, String message) {
        return new ConfigException(List.of(new Problem(file, line, message)));
    }
}
