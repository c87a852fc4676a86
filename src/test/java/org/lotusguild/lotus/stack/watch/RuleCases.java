package org.lotusguild.lotus.stack.watch;

import java.util.List;
import java.util.Map;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One firing and one silent case for every rule. */
public final class RuleCases {
    private static final Map<String, String> MAIN = Map.of("instance", "example.org", "index", "main");
    private static final Map<String, String> MAIN_JOB =
            Map.of("job", "synapse", "instance", "example.org", "index", "main");
    private static final String SYNAPSE = "{job=\"synapse\",instance=\"example.org\",index=\"main\"}";
    private static final Map<String, String> MATRIX = Map.of("instance", "matrix");
    private static final Map<String, String> LOTUS = Map.of("job", "lotus", "instance", "matrix");

    static final List<RuleCase> ALL = List.of(
            new RuleCase(
                    "SynapseDown",
                    "5m",
                    MAIN_JOB,
                    List.of("up" + SYNAPSE + " 0+0x10"),
                    List.of("up" + SYNAPSE + " 1+0x10")),
            new RuleCase("ReactorSlow", "30m", MAIN, ticks(90), ticks(100)),
            new RuleCase(
                    "MainProcessBusy",
                    "40m",
                    MAIN_JOB,
                    List.of("process_cpu_seconds_total" + SYNAPSE + " 0+54x60"),
                    List.of("process_cpu_seconds_total" + SYNAPSE + " 0+42x60")),
            new RuleCase(
                    "FederationQueueGrowing",
                    "90m",
                    MAIN_JOB,
                    List.of("synapse_federation_transaction_queue_pending_pdus" + SYNAPSE + " 200+10x120"),
                    List.of("synapse_federation_transaction_queue_pending_pdus" + SYNAPSE + " 500-2x120")),
            new RuleCase("CacheEvicting", "90m", label("name", "get_users"), cache(500), cache(950)),
            new RuleCase(
                    "StreamLag",
                    "30m",
                    label("stream_key", "receipt_key"),
                    List.of(synapse(
                                    "synapse_notifier_wait_for_stream_token_timeouts_total",
                                    "stream_key=\"receipt_key\"")
                            + " 0+1x60"),
                    List.of(synapse(
                                    "synapse_notifier_wait_for_stream_token_timeouts_total",
                                    "stream_key=\"receipt_key\"")
                            + " 5+0x60")),
            new RuleCase("DbConnectionsHigh", "30m", Map.of("instance", "database"), connections(70), connections(60)),
            new RuleCase(
                    "DeadTuples",
                    "90m",
                    Map.of("job", "postgres", "instance", "database", "relname", "events"),
                    rows(100_000),
                    rows(1_000_000)),
            new RuleCase(
                    "DiskWillFill",
                    "8h",
                    Map.of("job", "node", "instance", "matrix", "mountpoint", "/", "fstype", "ext4"),
                    disk("30000000000-50000000x600"),
                    disk("30000000000+0x600")),
            new RuleCase(
                    "SfuDown",
                    "5m",
                    Map.of("job", "livekit", "instance", "matrix"),
                    List.of("up{job=\"livekit\",instance=\"matrix\"} 0+0x10"),
                    List.of("up{job=\"livekit\",instance=\"matrix\"} 1+0x10")),
            new RuleCase(
                    "LotusDown",
                    "5m",
                    LOTUS,
                    List.of(lotus("up", "") + " 0+0x10"),
                    List.of(lotus("up", "") + " 1+0x10")),
            new RuleCase("LotusSendQueueOld", "30m", LOTUS, queue("100+0x60"), queue("100+5x60")),
            new RuleCase("WebhookDeliveriesFailing", "30m", MATRIX, webhooks("0+1x60"), webhooks("3+0x60")),
            new RuleCase(
                    "UndecryptableRate",
                    "50m",
                    MATRIX,
                    List.of(lotus("lotus_crypto_ignored_total", "what=\"wedged\"") + " 0+5x60"),
                    List.of(
                            lotus("lotus_crypto_ignored_total", "what=\"wedged\"") + " 0+1x60",
                            lotus("lotus_crypto_ignored_total", "what=\"key_request\"") + " 0+50x60")),
            new RuleCase(
                    "TurnUnreachable",
                    "10m",
                    Map.of("job", "lotus", "instance", "matrix", "check", "turn-udp", "kind", "turn"),
                    List.of(lotus("lotus_probe_up", "check=\"turn-udp\",kind=\"turn\"") + " 0+0x20"),
                    List.of(
                            lotus("lotus_probe_up", "check=\"turn-udp\",kind=\"turn\"") + " 1+0x20",
                            lotus("lotus_probe_up", "check=\"web\",kind=\"http\"") + " 0+0x20")),
            new RuleCase("StunRtt", "20m", Map.of("instance", "matrix", "check", "stun"), stun("0.5"), stun("0.02")),
            new RuleCase("CertificateExpires", "90m", certificate(), days(15), days(30)),
            new RuleCase("CertificateExpiresSoon", "90m", certificate(), days(3), days(15)),
            new RuleCase(
                    "BackupOld",
                    "30m",
                    LOTUS,
                    List.of(lotus("lotus_backup_last_success_timestamp_seconds", "") + " -100000+0x60"),
                    List.of(lotus("lotus_backup_last_success_timestamp_seconds", "") + " -80000+0x60")),
            new RuleCase(
                    "RestoreUnproven",
                    "2h",
                    LOTUS,
                    List.of(lotus("lotus_backup_last_verified_timestamp_seconds", "") + " -3100000+0x180"),
                    List.of(lotus("lotus_backup_last_verified_timestamp_seconds", "") + " -2900000+0x180")),
            new RuleCase(
                    "AuditCritical",
                    "10m",
                    MATRIX,
                    List.of(lotus("lotus_audit_findings", "severity=\"critical\"") + " 2+0x20"),
                    List.of(
                            lotus("lotus_audit_findings", "severity=\"critical\"") + " 0+0x20",
                            lotus("lotus_audit_findings", "severity=\"high\"") + " 2+0x20")));

    private RuleCases() {}

    private static String synapse(String name, String more) {
        return name + "{job=\"synapse\",instance=\"example.org\",index=\"main\"," + more + "}";
    }

    private static String lotus(String name, String more) {
        return name + "{job=\"lotus\",instance=\"matrix\"" + (more.isEmpty() ? "" : "," + more) + "}";
    }

    private static Map<String, String> label(String name, String value) {
        return Map.of("instance", "example.org", "index", "main", name, value);
    }

    /** Of a hundred turns a minute so many took less than half a second. */
    private static List<String> ticks(int quick) {
        return List.of(
                synapse("python_twisted_reactor_tick_time_bucket", "le=\"0.5\"") + " 0+" + quick + "x60",
                synapse("python_twisted_reactor_tick_time_bucket", "le=\"1.0\"") + " 0+100x60",
                synapse("python_twisted_reactor_tick_time_bucket", "le=\"+Inf\"") + " 0+100x60");
    }

    private static List<String> cache(int hits) {
        String name = "name=\"get_users\"";
        return List.of(
                synapse("synapse_util_caches_cache_evicted_size", name + ",reason=\"size\"") + " 0+120x120",
                synapse("synapse_util_caches_cache_hits", name) + " 0+" + hits + "x120",
                synapse("synapse_util_caches_cache", name) + " 0+1000x120");
    }

    private static List<String> connections(int synapse) {
        String database = "job=\"postgres\",instance=\"database\"";
        return List.of(
                "pg_stat_database_numbackends{" + database + ",datname=\"synapse\"} " + synapse + "+0x60",
                "pg_stat_database_numbackends{" + database + ",datname=\"lotus\"} 15+0x60",
                "pg_settings_max_connections{" + database + "} 100+0x60");
    }

    private static List<String> rows(int live) {
        String table = "{job=\"postgres\",instance=\"database\",relname=\"events\"}";
        return List.of(
                "pg_stat_user_tables_n_dead_tup" + table + " 50000+0x120",
                "pg_stat_user_tables_n_live_tup" + table + " " + live + "+0x120");
    }

    private static List<String> disk(String free) {
        String disk = "{job=\"node\",instance=\"matrix\",mountpoint=\"/\",fstype=\"ext4\"}";
        return List.of(
                "node_filesystem_avail_bytes" + disk + " " + free,
                "node_filesystem_size_bytes" + disk + " 100000000000+0x600");
    }

    private static List<String> queue(String sent) {
        return List.of(
                lotus("lotus_matrix_send_waiting", "") + " 3+0x60",
                lotus("lotus_matrix_send_total", "outcome=\"sent\"") + " " + sent,
                lotus("lotus_matrix_send_total", "outcome=\"retried\"") + " 0+9x60");
    }

    private static List<String> webhooks(String dead) {
        return List.of(
                lotus("lotus_webhook_deliveries_total", "outcome=\"dead\"") + " " + dead,
                lotus("lotus_webhook_oldest_pending_seconds", "") + " 20+0x60");
    }

    private static List<String> stun(String seconds) {
        return List.of(
                lotus("lotus_probe_seconds", "check=\"stun\",step=\"binding\"") + " " + seconds + "+0x40",
                lotus("lotus_probe_seconds", "check=\"web\",step=\"get\"") + " 2+0x40",
                lotus("lotus_probe_up", "check=\"stun\",kind=\"stun\"") + " 1+0x40",
                lotus("lotus_probe_up", "check=\"web\",kind=\"http\"") + " 1+0x40");
    }

    private static Map<String, String> certificate() {
        return Map.of("job", "lotus", "instance", "matrix", "check", "turn-cert");
    }

    private static List<String> days(int left) {
        return List.of(lotus("lotus_probe_cert_days", "check=\"turn-cert\"") + " " + left + "+0x120");
    }

    /** All cases as a file of {@code promtool test rules}; JSON is YAML too. */
    public static String file(String rules, List<AlertRule> of) {
        ObjectNode file = Json.object().put("evaluation_interval", "1m");
        file.putArray("rule_files").add(rules);
        ArrayNode tests = file.putArray("tests");
        for (AlertRule rule : of) {
            RuleCase one = ALL.stream()
                    .filter(c -> c.rule().equals(rule.name()))
                    .findFirst()
                    .orElseThrow();
            tests.add(test(rule, one, one.firing(), true));
            tests.add(test(rule, one, one.silent(), false));
        }
        return Json.text(file);
    }

    private static ObjectNode test(AlertRule rule, RuleCase one, List<String> series, boolean fires) {
        ObjectNode test =
                Json.object().put("interval", "1m").put("name", rule.name() + (fires ? " fires" : " is silent"));
        ArrayNode input = test.putArray("input_series");
        for (String line : series) {
            int blank = line.lastIndexOf(' ');
            input.addObject().put("series", line.substring(0, blank)).put("values", line.substring(blank + 1));
        }
        ObjectNode expected = test.putArray("alert_rule_test")
                .addObject()
                .put("eval_time", one.at())
                .put("alertname", rule.name());
        ArrayNode alerts = expected.putArray("exp_alerts");
        if (fires) {
            ObjectNode alert = alerts.addObject();
            ObjectNode labels = alert.putObject("exp_labels")
                    .put("severity", rule.severity().toString());
            one.labels().forEach(labels::put);
            alert.putObject("exp_annotations")
                    .put("summary", summary(rule, one))
                    .put("runbook", rule.runbook());
        }
        return test;
    }

    private static String summary(AlertRule rule, RuleCase one) {
        String summary = rule.summary();
        for (Map.Entry<String, String> label : one.labels().entrySet()) {
            summary = summary.replace("{{ $labels." + label.getKey() + " }}", label.getValue());
        }
        return summary;
    }
}
