package org.lotusguild.lotus.base.config;

import java.nio.file.Path;
import org.lotusguild.lotus.base.Environment;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a YAML file into a record; see the package for the rules. */
public final class ConfigReader {
    private final Environment environment;

    public ConfigReader(Environment environment) {
        this.environment = environment;
    }

    /** @throws ConfigException with every mistake of the file */
    public <T> T read(Path file, Class<T> record) {
        Problems problems = new Problems(file);
        return bound(file, new YamlText(problems).read(file), problems, record);
    }

    /**
     * What the file would say if the text stood in it.
     *
     * @throws ConfigException with every mistake of the text
     */
    public <T> T of(Path file, String text, Class<T> record) {
        Problems problems = new Problems(file);
        return bound(file, new YamlText(problems).node(text), problems, record);
    }

    private <T> T bound(Path file, Node root, Problems problems, Class<T> record) {
        Scalars scalars = new Scalars(file.toAbsolutePath().resolveSibling(""), environment);
        Object value = new Binder(problems, scalars).bind(record, root, new Place("", YamlText.line(root), false));
        if (value == null || !problems.none()) {
            throw problems.exception();
        }
        return record.cast(value);
    }
}
