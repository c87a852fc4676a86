package org.lotusguild.lotus.it;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** What {@code lotus status --json} printed. A field that a test needs and that is missing fails it. */
record Status(ObjectNode tree) {
    /** The process that is Java. */
    long pid() {
        return tree.path("pid").asLong();
    }

    String homeserver() {
        return text("homeserver").replaceAll("/$", "");
    }

    String serverName() {
        return text("server_name");
    }

    String bot() {
        return text("bot", "user_id");
    }

    String botDevice() {
        return text("bot", "device_id");
    }

    boolean crossSigned() {
        return Json.at(tree, "bot", "cross_signed").asBoolean(false);
    }

    /** How many messages wait for this reason. */
    long unread(String reason) {
        return Json.at(tree, "bot", "unread", reason).asLong(0);
    }

    /** A number of the backup's state: {@code kept} or {@code waiting}. */
    long backup(String what) {
        return Json.at(tree, "bot", "backup", what).asLong(-1);
    }

    /** The id of a room by its key: general, commands, management, spam, space. */
    String room(String key) {
        return text("rooms", key);
    }

    /** The names of what it consists of. */
    Set<String> parts() {
        Set<String> names = new TreeSet<>();
        tree.path("parts").properties().forEach(part -> names.add(part.getKey()));
        return names;
    }

    String userOf(String account) {
        return text("accounts", account, "user_id");
    }

    Path passwordFileOf(String account) {
        return Path.of(text("accounts", account, "password_file"));
    }

    String text(String... path) {
        return Json.string(tree, path)
                .orElseThrow(() -> new AssertionError(String.join(".", path) + " is missing in " + tree));
    }
}
