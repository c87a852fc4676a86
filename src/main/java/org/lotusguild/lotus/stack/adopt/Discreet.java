package org.lotusguild.lotus.stack.adopt;

import java.util.regex.Pattern;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Mask;

/** What must not stand in {@code lotus.yaml}: rather a setting too many is left to its owner than a secret shown. */
final class Discreet {
    private static final Pattern NAME =
            Pattern.compile("(?i)(?:.*[_-])?(?:pass|pwd|dsn|credentials?|user|[a-z]+-userdb)");
    private static final Pattern WORDS = Pattern.compile(
            "(?i).*(?:secret|passw|token|api[_-]?key|authorization|credential|://[^/\\s:@]+:[^/\\s@]+@).*",
            Pattern.DOTALL);

    private static final Pattern IN_ADDRESS = Pattern.compile("(?i)[?&][a-z_-]*(?:token|key|secret)=");

    private Discreet() {}

    /** Whether a setting of this name holds a secret. */
    static boolean key(String name) {
        return Mask.names(name) || NAME.matcher(name).matches();
    }

    /** Whether a free text speaks of secrets. */
    static boolean text(String text) {
        return WORDS.matcher(text).matches();
    }

    /** Whether the value, or one below it, is a secret or holds an address with a password. */
    static boolean value(String key, YamlNode value) {
        return value.walk()
                .filter(YamlScalar.class::isInstance)
                .map(YamlScalar.class::cast)
                .filter(scalar -> scalar.flag().isEmpty())
                .anyMatch(scalar -> key(scalar == value ? key : last(scalar.path()))
                        || scalar.text().contains("@") && text(scalar.text())
                        || IN_ADDRESS.matcher(scalar.text()).find());
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1).replaceAll("\\[\\d+]", "");
    }
}
