package org.lotusguild.lotus.stack.facts;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A file of {@code key = value}: postgresql.conf, sysctl. The last of a key wins. */
public record SettingsFile(Origin origin, Kind kind, List<Setting> settings) implements Document {
    public SettingsFile {
        settings = List.copyOf(settings);
    }

    public Stream<Setting> all(String key) {
        return settings.stream().filter(setting -> setting.key().equals(key));
    }

    /** The last of this key. */
    public Optional<Setting> last(String key) {
        return all(key).reduce((earlier, later) -> later);
    }

    public Where at(Setting setting) {
        return at(setting.line(), setting.key());
    }
}
