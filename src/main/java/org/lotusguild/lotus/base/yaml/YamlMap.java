package org.lotusguild.lotus.base.yaml;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A block of keys and values. */
public final class YamlMap implements YamlNode {
    private final int line;
    private final String path;
    private final List<YamlEntry> all;
    private final Map<String, YamlEntry> last = new HashMap<>();

    public YamlMap(int line, String path, List<YamlEntry> all) {
        this.line = line;
        this.path = path;
        this.all = List.copyOf(all);
        all.forEach(entry -> last.put(entry.key(), entry));
    }

    /** For a file that holds nothing. */
    public static YamlMap empty() {
        return new YamlMap(1, "", List.of());
    }

    @Override
    public int line() {
        return line;
    }

    @Override
    public String path() {
        return path;
    }

    /** All entries in the order of the file, those too whose key comes again. */
    public List<YamlEntry> all() {
        return all;
    }

    /** The last entry of this key. */
    public Optional<YamlEntry> entry(String key) {
        return Optional.ofNullable(last.get(key));
    }
}
