package org.lotusguild.lotus.base.config;

import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Where a value stands.
 *
 * @param path its keys from the root, with dots
 * @param line of its key
 * @param assumed whether it is a default, whose own lines mean nothing
 */
record Place(String path, int line, boolean assumed) {

    Place at(String key, Node keyNode) {
        return new Place(join(key), assumed ? line : YamlText.line(keyNode), assumed);
    }

    Place assumed(String key) {
        return new Place(join(key), line, true);
    }

    Place item(int index, Node node) {
        return new Place(path + "[" + index + "]", assumed ? line : YamlText.line(node), assumed);
    }

    /** The line of the value itself, which may stand below its key. */
    int lineOf(Node value) {
        return assumed ? line : YamlText.line(value);
    }

    String message(String what) {
        return path.isEmpty() ? what : path + ": " + what;
    }

    private String join(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
