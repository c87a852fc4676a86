package org.lotusguild.lotus.stack.backup;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What is counted of a database when it is copied, and again when the copy was restored.
 *
 * @param questions statements that answer one number, named {@code n}, by what they count
 */
record Census(Map<String, String> questions) {
    /** Rows of this table are never restored: the keys in it were given away since. */
    static final String ONE_TIME_KEYS = "e2e_one_time_keys_json";

    private static final String TABLES_MISSING = "it has none of the tables that are counted";

    static Census of(String part) {
        return switch (part) {
            case "synapse" -> new Census(questions("users", "events", "rooms", "devices"));
            case "lotus" -> new Census(questions("store_migration", "matrix_account", "matrix_room"));
            default -> new Census(Map.of());
        };
    }

    private static Map<String, String> questions(String... tables) {
        Map<String, String> questions = new LinkedHashMap<>();
        for (String table : tables) {
            questions.put(table, "select count(*) as n from " + table);
        }
        if (questions.containsKey("events")) {
            questions.put("schema_version", "select version as n from schema_version");
        }
        return questions;
    }

    Map<String, Long> taken(ToLongFunction<String> ask) {
        Map<String, Long> counts = new TreeMap<>();
        questions.forEach((name, question) -> counts.put(name, ask.applyAsLong(question)));
        return counts;
    }

    /** @throws BackupException that names what differs */
    static void same(Manifest.StoredDatabase stored, Map<String, Long> now) {
        stored.counts().forEach((name, count) -> {
            Long found = now.get(name);
            if (found == null || !found.equals(count)) {
                throw BackupException.damaged(
                        stored.file() + " restored has " + (found == null ? TABLES_MISSING : found + " in " + name)
                                + ", but " + count + " were counted when it was made");
            }
        });
    }
}
