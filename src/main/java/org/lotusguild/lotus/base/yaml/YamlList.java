package org.lotusguild.lotus.base.yaml;

import java.util.List;

/** A list. */
public record YamlList(int line, String path, List<YamlNode> items) implements YamlNode {
    public YamlList {
        items = List.copyOf(items);
    }
}
