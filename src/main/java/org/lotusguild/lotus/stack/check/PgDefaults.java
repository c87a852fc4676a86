package org.lotusguild.lotus.stack.check;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What PostgreSQL does when nothing is written. Taken from the parameter tables of 14 to 18. Left out are settings whose default
 * depends on the machine or on initdb, and those that guard: listen_addresses, and password_encryption, which was md5 before 14,
 * as files that came along still say.
 */
final class PgDefaults {
    /** Name, value, and the unit of a bare number. */
    private static final String TABLE = """
            shared_buffers 128MB 8kB
            effective_cache_size 4GB 8kB
            work_mem 4MB kB
            maintenance_work_mem 64MB kB
            autovacuum_work_mem -1 kB
            temp_buffers 8MB 8kB
            max_wal_size 1GB MB
            min_wal_size 80MB MB
            wal_keep_size 0 MB
            checkpoint_completion_target 0.9
            checkpoint_timeout 5min s
            random_page_cost 4
            seq_page_cost 1
            cpu_tuple_cost 0.01
            default_statistics_target 100
            max_worker_processes 8
            max_parallel_workers 8
            max_parallel_workers_per_gather 2
            max_parallel_maintenance_workers 2
            autovacuum on
            autovacuum_max_workers 3
            autovacuum_naptime 1min s
            autovacuum_vacuum_threshold 50
            autovacuum_analyze_threshold 50
            autovacuum_vacuum_scale_factor 0.2
            autovacuum_analyze_scale_factor 0.1
            autovacuum_vacuum_insert_threshold 1000
            autovacuum_vacuum_insert_scale_factor 0.2
            autovacuum_vacuum_cost_delay 2ms ms
            autovacuum_vacuum_cost_limit -1
            vacuum_cost_limit 200
            vacuum_cost_delay 0 ms
            superuser_reserved_connections 3
            synchronous_commit on
            fsync on
            full_page_writes on
            wal_level replica
            wal_compression off
            huge_pages try
            jit on
            track_activities on
            track_counts on
            track_io_timing off
            log_lock_waits off
            deadlock_timeout 1s ms
            statement_timeout 0 ms
            lock_timeout 0 ms
            idle_in_transaction_session_timeout 0 ms
            tcp_keepalives_idle 0 s
            bgwriter_delay 200ms ms
            bgwriter_lru_maxpages 100
            commit_delay 0
            ssl off
            port 5432
            """;

    private static final Map<String, Entry> ENTRIES = read();

    private PgDefaults() {}

    private record Entry(String value, String unit) {}

    private static Map<String, Entry> read() {
        Map<String, Entry> entries = new HashMap<>();
        TABLE.lines()
                .map(line -> line.split(" "))
                .forEach(words -> entries.put(words[0], new Entry(words[1], words.length > 2 ? words[2] : "")));
        return Map.copyOf(entries);
    }

    /** The default, if the text means just that. */
    static Optional<String> same(String name, String text) {
        return Optional.ofNullable(ENTRIES.get(name))
                .filter(entry ->
                        PgValue.canonical(entry.value(), entry.unit()).equals(PgValue.canonical(text, entry.unit())))
                .map(Entry::value);
    }
}
