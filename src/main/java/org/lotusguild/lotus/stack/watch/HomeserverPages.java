package org.lotusguild.lotus.stack.watch;

import static org.lotusguild.lotus.stack.watch.Panel.graph;

import java.util.List;

/** The pages of Synapse, its workers and its database. */
final class HomeserverPages {
    private HomeserverPages() {}

    static Dashboard synapse() {
        return new Dashboard(
                "synapse",
                "Synapse",
                List.of(
                        graph(
                                "Processor",
                                "percentunit",
                                Job.SYNAPSE,
                                "rate(process_cpu_seconds_total{job=\"synapse\"}[5m])",
                                "{{index}}"),
                        graph(
                                "Memory",
                                "bytes",
                                Job.SYNAPSE,
                                "process_resident_memory_bytes{job=\"synapse\"}",
                                "{{index}}"),
                        graph(
                                "Slowest turn of the loop (99 %)",
                                "s",
                                Job.SYNAPSE,
                                "histogram_quantile(0.99, sum by (index, le)"
                                        + " (rate(python_twisted_reactor_tick_time_bucket[5m])))",
                                "{{index}}"),
                        graph(
                                "Requests a second",
                                "reqps",
                                Job.SYNAPSE,
                                "topk(8, sum by (servlet) (rate(synapse_http_server_response_time_seconds_count[5m])))",
                                "{{servlet}}"),
                        graph(
                                "Time to answer (95 %), without waiting for news",
                                "s",
                                Job.SYNAPSE,
                                "topk(8, histogram_quantile(0.95, sum by (servlet, le) (rate("
                                        + "synapse_http_server_response_time_seconds_bucket{servlet!~\".*Sync.*\"}[5m]))))",
                                "{{servlet}}"),
                        graph(
                                "Cache hits",
                                "percentunit",
                                Job.SYNAPSE,
                                "bottomk(8, sum by (name) (rate(synapse_util_caches_cache_hits[10m]))"
                                        + " / (sum by (name) (rate(synapse_util_caches_cache[10m])) > 0.1))",
                                "{{name}}"),
                        graph(
                                "Thrown out of full caches",
                                "ops",
                                Job.SYNAPSE,
                                "topk(8, sum by (name)"
                                        + " (rate(synapse_util_caches_cache_evicted_size{reason=\"size\"}[10m])))",
                                "{{name}}"),
                        graph(
                                "Waiting for other servers",
                                "short",
                                Job.SYNAPSE,
                                "sum(synapse_federation_transaction_queue_pending_pdus)",
                                "to be sent"),
                        graph(
                                        "Pushes a second",
                                        "ops",
                                        Job.SYNAPSE,
                                        "sum(rate(synapse_http_httppusher_http_pushes_processed_total[5m]))",
                                        "sent")
                                .and("sum(rate(synapse_http_httppusher_http_pushes_failed_total[5m]))", "failed")));
    }

    static Dashboard workers() {
        return new Dashboard(
                "workers",
                "Workers",
                List.of(
                        graph("Up", "short", Job.SYNAPSE, "up{job=\"synapse\"}", "{{index}}"),
                        graph(
                                "Requests a second",
                                "reqps",
                                Job.SYNAPSE,
                                "sum by (index) (rate(synapse_http_server_response_time_seconds_count[5m]))",
                                "{{index}}"),
                        graph(
                                "Requests in hand",
                                "short",
                                Job.SYNAPSE,
                                "sum by (index) (synapse_http_server_in_flight_requests_count)",
                                "{{index}}"),
                        graph(
                                "Behind the newest event",
                                "short",
                                Job.SYNAPSE,
                                "scalar(max(synapse_storage_stream_current_position{stream_name=\"events\"}))"
                                        + " - max by (index) (synapse_storage_stream_current_position{stream_name=\"events\"})",
                                "{{index}}"),
                        graph(
                                "Gave up waiting for a stream",
                                "short",
                                Job.SYNAPSE,
                                "sum by (index, stream_key)"
                                        + " (increase(synapse_notifier_wait_for_stream_token_timeouts_total[10m]))",
                                "{{index}} {{stream_key}}")));
    }

    static Dashboard database() {
        return new Dashboard(
                "database",
                "Database",
                List.of(
                        graph(
                                        "Connections",
                                        "short",
                                        Job.POSTGRES,
                                        "sum by (datname) (pg_stat_database_numbackends)",
                                        "{{datname}}")
                                .and("max(pg_settings_max_connections)", "limit"),
                        graph("Size", "bytes", Job.POSTGRES, "pg_database_size_bytes", "{{datname}}"),
                        graph(
                                "Transactions a second",
                                "ops",
                                Job.POSTGRES,
                                "sum by (datname) (rate(pg_stat_database_xact_commit[5m]))",
                                "{{datname}}"),
                        graph(
                                "Read from memory",
                                "percentunit",
                                Job.POSTGRES,
                                "sum by (datname) (rate(pg_stat_database_blks_hit[5m]))"
                                        + " / (sum by (datname) (rate(pg_stat_database_blks_hit[5m]))"
                                        + " + sum by (datname) (rate(pg_stat_database_blks_read[5m])))",
                                "{{datname}}"),
                        graph(
                                "Dead rows",
                                "short",
                                Job.POSTGRES,
                                "topk(8, pg_stat_user_tables_n_dead_tup)",
                                "{{relname}}"),
                        graph(
                                "Synapse waits for a connection (99 %)",
                                "s",
                                Job.SYNAPSE,
                                "histogram_quantile(0.99, sum by (index, le)"
                                        + " (rate(synapse_storage_schedule_time_bucket[5m])))",
                                "{{index}}"),
                        graph(
                                "Synapse's time in the database",
                                "percentunit",
                                Job.SYNAPSE,
                                "topk(8, sum by (desc) (rate(synapse_storage_transaction_time_sum_total[5m])))",
                                "{{desc}}")));
    }
}
