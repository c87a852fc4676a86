package org.lotusguild.lotus.stack.watch;

import static org.lotusguild.lotus.stack.watch.Severity.CRITICAL;
import static org.lotusguild.lotus.stack.watch.Severity.INFO;
import static org.lotusguild.lotus.stack.watch.Severity.WARNING;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All alerts, in the order of the file. To add one, add a record here, a case to its test and a heading to the handbook. */
public final class AlertRules {
    private AlertRules() {}

    /** Those whose figures are there. */
    public static List<AlertRule> of(Set<Job> scraped) {
        return all().filter(rule -> scraped.contains(rule.needs())).toList();
    }

    private static Stream<AlertRule> all() {
        return Stream.of(synapse(), queues(), database(), hosts(), calls(), lotus(), probes(), upkeep())
                .flatMap(List::stream);
    }

    private static List<AlertRule> synapse() {
        return List.of(
                new AlertRule(
                        "SynapseDown",
                        Job.SYNAPSE,
                        CRITICAL,
                        "up{job=\"synapse\"} == 0",
                        "2m",
                        "Synapse ({{ $labels.index }}) does not answer."),
                new AlertRule(
                        "ReactorSlow",
                        Job.SYNAPSE,
                        WARNING,
                        "histogram_quantile(0.99, sum by (instance, index, le)"
                                + " (rate(python_twisted_reactor_tick_time_bucket{job=\"synapse\"}[5m]))) > 0.5",
                        "10m",
                        "Synapse ({{ $labels.index }}) is slow: one turn in a hundred of its loop takes over 0.5 s."),
                new AlertRule(
                        "MainProcessBusy",
                        Job.SYNAPSE,
                        WARNING,
                        "rate(process_cpu_seconds_total{job=\"synapse\",index=\"main\"}[5m]) > 0.8",
                        "15m",
                        "Synapse's main process fills its core: think of workers."));
    }

    private static List<AlertRule> queues() {
        return List.of(
                new AlertRule(
                        "FederationQueueGrowing",
                        Job.SYNAPSE,
                        WARNING,
                        "synapse_federation_transaction_queue_pending_pdus{job=\"synapse\"} > 100"
                                + " and deriv(synapse_federation_transaction_queue_pending_pdus{job=\"synapse\"}[30m]) > 0",
                        "30m",
                        "More and more events wait to be sent to other servers ({{ $labels.index }})."),
                new AlertRule(
                        "CacheEvicting",
                        Job.SYNAPSE,
                        INFO,
                        """
                        sum by (instance, index, name) (rate(synapse_util_caches_cache_evicted_size{job="synapse",reason="size"}[10m])) > 1
                        and
                        sum by (instance, index, name) (rate(synapse_util_caches_cache_hits{job="synapse"}[10m]))
                        / sum by (instance, index, name) (rate(synapse_util_caches_cache{job="synapse"}[10m])) < 0.9
                        """,
                        "30m",
                        "The cache {{ $labels.name }} of Synapse ({{ $labels.index }}) is too small for what is asked of it."),
                new AlertRule(
                        "StreamLag",
                        Job.SYNAPSE,
                        WARNING,
                        "sum by (instance, index, stream_key)"
                                + " (increase(synapse_notifier_wait_for_stream_token_timeouts_total{job=\"synapse\"}[10m])) > 0",
                        "5m",
                        "Synapse ({{ $labels.index }}) lags behind the others on {{ $labels.stream_key }}."));
    }

    private static List<AlertRule> database() {
        return List.of(
                new AlertRule(
                        "DbConnectionsHigh",
                        Job.POSTGRES,
                        WARNING,
                        "sum by (instance) (pg_stat_database_numbackends{job=\"postgres\"})"
                                + " / max by (instance) (pg_settings_max_connections{job=\"postgres\"}) > 0.8",
                        "10m",
                        "Four of five connections of the database on {{ $labels.instance }} are taken."),
                new AlertRule(
                        "DeadTuples",
                        Job.POSTGRES,
                        WARNING,
                        """
                        pg_stat_user_tables_n_dead_tup{job="postgres"} > 10000
                        and
                        pg_stat_user_tables_n_dead_tup{job="postgres"} > 0.2 * pg_stat_user_tables_n_live_tup{job="postgres"}
                        """,
                        "1h",
                        "The table {{ $labels.relname }} is full of dead rows: autovacuum does not keep up."));
    }

    private static List<AlertRule> hosts() {
        return List.of(new AlertRule(
                "DiskWillFill",
                Job.NODE,
                CRITICAL,
                """
                predict_linear(node_filesystem_avail_bytes{job="node",fstype!~"tmpfs|ramfs|squashfs|overlay"}[6h], 4 * 86400) < 0
                and
                node_filesystem_avail_bytes{job="node"} < 0.4 * node_filesystem_size_bytes{job="node"}
                """,
                "1h",
                "The disk {{ $labels.mountpoint }} of {{ $labels.instance }} will be full within four days."));
    }

    private static List<AlertRule> calls() {
        return List.of(new AlertRule(
                "SfuDown",
                Job.LIVEKIT,
                CRITICAL,
                "up{job=\"livekit\"} == 0",
                "2m",
                "LiveKit does not answer: no calls."));
    }

    private static List<AlertRule> lotus() {
        return List.of(
                new AlertRule(
                        "LotusDown", Job.LOTUS, CRITICAL, "up{job=\"lotus\"} == 0", "2m", "Lotus does not answer."),
                new AlertRule(
                        "LotusSendQueueOld",
                        Job.LOTUS,
                        WARNING,
                        """
                        min_over_time(lotus_matrix_send_waiting{job="lotus"}[10m]) > 0
                        and on (instance)
                        sum by (instance) (increase(lotus_matrix_send_total{job="lotus",outcome="sent"}[10m])) == 0
                        """,
                        "5m",
                        "Messages of Lotus wait and none has gone out for ten minutes."),
                new AlertRule(
                        "WebhookDeliveriesFailing",
                        Job.LOTUS,
                        WARNING,
                        "sum by (instance) (increase(lotus_webhook_deliveries_total{job=\"lotus\",outcome=\"dead\"}[15m])) > 0"
                                + " or max by (instance) (lotus_webhook_oldest_pending_seconds{job=\"lotus\"}) > 900",
                        "5m",
                        "Webhook messages do not reach their rooms."),
                new AlertRule(
                        "UndecryptableRate",
                        Job.LOTUS,
                        WARNING,
                        "sum by (instance)"
                                + " (increase(lotus_crypto_ignored_total{job=\"lotus\",what=~\"wedged|given_up\"}[15m])) > 20",
                        "15m",
                        "Lotus cannot read many of the messages it gets."));
    }

    private static List<AlertRule> probes() {
        return List.of(
                new AlertRule(
                        "TurnUnreachable",
                        Job.LOTUS,
                        CRITICAL,
                        "lotus_probe_up{job=\"lotus\",kind=~\"turn|turn-homeserver\"} == 0",
                        "3m",
                        "The TURN server grants no relay ({{ $labels.check }}): calls fail behind strict networks."),
                new AlertRule(
                        "StunRtt",
                        Job.LOTUS,
                        WARNING,
                        "max by (instance, check) (lotus_probe_seconds{job=\"lotus\"}) > 0.3"
                                + " and on (instance, check) lotus_probe_up{job=\"lotus\",kind=\"stun\"} == 1",
                        "10m",
                        "STUN answers late ({{ $labels.check }})."),
                new AlertRule(
                        "CertificateExpires",
                        Job.LOTUS,
                        WARNING,
                        "lotus_probe_cert_days{job=\"lotus\"} < 21",
                        "1h",
                        "The certificate of {{ $labels.check }} ends in less than three weeks: its renewal does not work."),
                new AlertRule(
                        "CertificateExpiresSoon",
                        Job.LOTUS,
                        CRITICAL,
                        "lotus_probe_cert_days{job=\"lotus\"} < 7",
                        "1h",
                        "The certificate of {{ $labels.check }} ends within a week."));
    }

    private static List<AlertRule> upkeep() {
        return List.of(
                new AlertRule(
                        "BackupOld",
                        Job.LOTUS,
                        CRITICAL,
                        "time() - lotus_backup_last_success_timestamp_seconds{job=\"lotus\"} > 26 * 3600",
                        "10m",
                        "No backup has succeeded for 26 hours."),
                new AlertRule(
                        "RestoreUnproven",
                        Job.LOTUS,
                        WARNING,
                        "time() - lotus_backup_last_verified_timestamp_seconds{job=\"lotus\"} > 35 * 86400",
                        "1h",
                        "No backup has been restored for a trial for 35 days."),
                new AlertRule(
                        "AuditCritical",
                        Job.LOTUS,
                        CRITICAL,
                        "max by (instance) (lotus_audit_findings{job=\"lotus\",severity=\"critical\"}) > 0",
                        "5m",
                        "`lotus audit` finds something critical."));
    }
}
