package org.lotusguild.lotus.stack.check;

import java.util.stream.Collectors;
import org.lotusguild.lotus.base.yaml.YamlEntry;
import org.lotusguild.lotus.base.yaml.YamlList;
import org.lotusguild.lotus.base.yaml.YamlMap;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Mask;

/** Values of YAML as findings show them: on one line, short, and without secrets. */
final class Shown {
    private static final int MOST = 5;
    private static final int LONGEST = 120;

    private Shown() {}

    /** {@code federation_enabled: false}. */
    static String of(YamlEntry entry) {
        return entry.key() + ": " + value(entry.key(), entry.value());
    }

    /** The value alone; masked if the key is one of a secret. */
    static String value(String key, YamlNode value) {
        String text = switch (value) {
            case YamlScalar scalar -> scalar(key, scalar);
            case YamlList list ->
                list.items().stream()
                                .limit(MOST)
                                .map(item -> value(key, item))
                                .collect(Collectors.joining(", ", "[", ""))
                        + (list.items().size() > MOST ? ", …]" : "]");
            case YamlMap map ->
                map.all().stream().limit(MOST).map(Shown::of).collect(Collectors.joining(", ", "{", ""))
                        + (map.all().size() > MOST ? ", …}" : "}");
        };
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    private static String scalar(String key, YamlScalar scalar) {
        if (Mask.names(key)) {
            return Mask.of(scalar.text());
        }
        return scalar.quoted() ? '"' + scalar.text() + '"' : scalar.text();
    }
}
