package org.lotusguild.lotus.stack.database;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.DatabaseAnswers.Mistake;
import org.lotusguild.lotus.stack.facts.DatabaseAnswers.Table;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;

/** The views of PostgreSQL and two tables of Synapse. One statement a method. */
final class ServerStore {
    private static final Duration LONG = Duration.ofDays(7);

    private ServerStore() {}

    /** How the database was made. */
    record Made(String encoding, String collate, String ctype) {}

    static int version(Tx tx) {
        return tx.sql("select cast(current_setting('server_version_num') as bigint) as version")
                .first(row -> (int) row.number("version"))
                .orElse(0);
    }

    static Made made(Tx tx) {
        return tx.sql("""
                select pg_encoding_to_char(encoding) as encoding, datcollate, datctype
                from pg_database where datname = current_database()
                """)
                .first(row -> new Made(row.text("encoding"), row.text("datcollate"), row.text("datctype")))
                .orElse(new Made("", "", ""));
    }

    static List<Table> tables(Tx tx) {
        return tx.sql("""
                select c.relname as name, coalesce(array_to_string(c.reloptions, ','), '') as options,
                  pg_total_relation_size(c.oid) as bytes, s.n_live_tup as live, s.n_dead_tup as dead,
                  cast(age(c.relfrozenxid) as bigint) as age
                from pg_class c join pg_stat_user_tables s on s.relid = c.oid
                where c.relkind = 'r' order by c.relname
                """).list(ServerStore::table);
    }

    private static Table table(Row row) {
        return new Table(
                row.text("name"),
                options(row.text("options")),
                row.number("bytes"),
                row.number("live"),
                row.number("dead"),
                row.number("age"));
    }

    private static Map<String, String> options(String text) {
        return Stream.of(text.split(","))
                .filter(option -> option.contains("="))
                .collect(Collectors.toMap(
                        option -> option.substring(0, option.indexOf('=')),
                        option -> option.substring(option.indexOf('=') + 1),
                        (earlier, later) -> later));
    }

    static List<String> pending(Tx tx) {
        return tx.sql("select name from pg_settings where pending_restart order by name")
                .list(row -> row.text("name"));
    }

    /** As SHOW tells them, {@code 128MB}; those that only superusers may see are not among them. */
    static Map<String, String> settings(Tx tx) {
        Map<String, String> settings = new HashMap<>();
        tx.sql("select name, coalesce(current_setting(name, true), '') as value from pg_settings")
                .list(row -> settings.put(row.text("name"), row.text("value")));
        return settings;
    }

    /** For superusers, unless they let others. */
    static List<Mistake> mistakes(Tx tx) {
        return tx.sql("""
                select coalesce(sourcefile, '') as file, coalesce(sourceline, 0) as line, coalesce(name, '') as name, error
                from pg_file_settings where error is not null order by seqno
                """)
                .list(row ->
                        new Mistake(row.text("file"), (int) row.number("line"), row.text("name"), row.text("error")));
    }

    static Map<String, Integer> clients(Tx tx) {
        Map<String, Integer> clients = new HashMap<>();
        tx.sql(
                        "select usename as name, count(*) as number from pg_stat_activity where usename is not null group by usename")
                .list(row -> clients.put(row.text("name"), (int) row.number("number")));
        return clients;
    }

    static boolean ofSynapse(Tx tx) {
        return tx.sql("""
                select count(*) as number from pg_stat_user_tables where relname in ('background_updates', 'destinations')
                """).first(row -> row.number("number")).orElse(0L) == 2;
    }

    static long updates(Tx tx) {
        return tx.sql("select count(*) as number from background_updates")
                .first(row -> row.number("number"))
                .orElse(0L);
    }

    static long failing(Tx tx, Instant now) {
        return tx.sql("select count(*) as number from destinations where failure_ts is not null and failure_ts < :long")
                .bind("long", now.minus(LONG))
                .first(row -> row.number("number"))
                .orElse(0L);
    }
}
