package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.yaml.YamlEntry;
import org.lotusguild.lotus.base.yaml.YamlList;
import org.lotusguild.lotus.base.yaml.YamlMap;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlReader;
import org.lotusguild.lotus.base.yaml.YamlScalar;

/** Where a key stands in a file of YAML that was read before. */
final class KeyLine {
    private KeyLine() {}

    /**
     * The line of the key, or of the last one on the way to it that is there.
     *
     * @param keys from the root; of an item of a list its place, from 0
     */
    static int of(Path file, List<String> keys) {
        try {
            return line(YamlReader.read(Files.readString(file)), keys);
        } catch (IOException e) {
            throw Failure.ofFile(file, e);
        }
    }

    private static int line(YamlNode root, List<String> keys) {
        YamlNode at = root;
        int line = 1;
        for (String key : keys) {
            switch (at) {
                case YamlMap map -> {
                    Optional<YamlEntry> entry = map.entry(key);
                    if (entry.isEmpty()) {
                        return line;
                    }
                    line = entry.get().line();
                    at = entry.get().value();
                }
                case YamlList list -> {
                    at = list.items().get(Integer.parseInt(key));
                    line = at.line();
                }
                case YamlScalar value -> {
                    return line;
                }
            }
        }
        return line;
    }
}
