package org.lotusguild.lotus.stack.facts;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A turnserver.conf.
 *
 * @param settings in the order of the file, repeated ones included
 * @param comments lines that are nothing but a comment
 */
public record CoturnFile(Origin origin, List<Setting> settings, List<Comment> comments) implements Document {
    public CoturnFile {
        settings = List.copyOf(settings);
        comments = List.copyOf(comments);
    }

    /** @param text without the sign and blanks before it */
    public record Comment(int line, String text) {}

    @Override
    public Kind kind() {
        return Kind.COTURN;
    }

    public Stream<Setting> all(String key) {
        return settings.stream().filter(setting -> setting.key().equals(key));
    }

    /** The last of this key. */
    public Optional<Setting> last(String key) {
        return all(key).reduce((earlier, later) -> later);
    }

    public boolean has(String key) {
        return last(key).isPresent();
    }

    public Where at(Setting setting) {
        return at(setting.line(), setting.key());
    }
}
