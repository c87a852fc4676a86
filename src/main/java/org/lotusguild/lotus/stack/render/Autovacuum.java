package org.lotusguild.lotus.stack.render;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Synapse's busy tables, which autovacuum must visit long before a fifth of their rows is dead.
 *
 * <p>Source: {@code ALTER TABLE … SET}, storage parameters, manual of PostgreSQL 15 to 18.
 */
final class Autovacuum {
    /** @param options as {@code pg_class.reloptions} holds them, {@code name=value} */
    record Table(String name, List<String> options) {}

    private static final List<String> CALM = List.of(
            "device_lists_stream",
            "device_inbox",
            "device_federation_outbox",
            "presence_stream",
            "event_push_actions",
            "event_push_actions_staging",
            "cache_invalidation_stream_by_instance");

    private Autovacuum() {}

    static List<Table> tables() {
        List<String> events = List.of(dead("0.02"), changed("0.01"), "autovacuum_vacuum_insert_scale_factor=0.05");
        List<Table> tables = new ArrayList<>(List.of(
                new Table("state_groups_state", List.of(dead("0.01"), changed("0.005"))),
                new Table("events", events),
                new Table("event_json", events),
                new Table("receipts_linearized", List.of(dead("0.01"))),
                new Table("receipts_graph", List.of(dead("0.01")))));
        CALM.forEach(name -> tables.add(new Table(name, List.of(dead("0.02")))));
        return List.copyOf(tables);
    }

    private static String dead(String share) {
        return "autovacuum_vacuum_scale_factor=" + share;
    }

    private static String changed(String share) {
        return "autovacuum_analyze_scale_factor=" + share;
    }

    /** For {@code psql -f}, as often as one likes: what is set already is left alone and not spoken of. */
    static String script(String header) {
        String rows = tables().stream()
                .map(table -> "      ('" + table.name() + "', ARRAY["
                        + table.options().stream().map(o -> "'" + o + "'").collect(Collectors.joining(", ")) + "])")
                .collect(Collectors.joining(",\n"));
        return "-- " + header + "\n" + """
                \\set QUIET on
                \\set ON_ERROR_STOP on
                DO $lotus$
                DECLARE
                  wanted record;
                  present text[];
                BEGIN
                  FOR wanted IN SELECT name, options FROM (VALUES
                @ROWS@
                    ) AS tables (name, options)
                  LOOP
                    IF to_regclass(wanted.name) IS NULL THEN
                      RAISE NOTICE 'lotus: there is no table %', wanted.name;
                      CONTINUE;
                    END IF;
                    SELECT coalesce(reloptions, '{}') INTO present FROM pg_class WHERE oid = to_regclass(wanted.name);
                    IF NOT present @> wanted.options THEN
                      EXECUTE format('ALTER TABLE %s SET (%s)', to_regclass(wanted.name), array_to_string(wanted.options, ', '));
                      RAISE NOTICE 'lotus: % now has %', wanted.name, array_to_string(wanted.options, ', ');
                    END IF;
                  END LOOP;
                END
                $lotus$;
                """.replace("@ROWS@", rows);
    }
}
