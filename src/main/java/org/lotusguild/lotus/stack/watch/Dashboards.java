package org.lotusguild.lotus.stack.watch;

import static org.lotusguild.lotus.stack.watch.Panel.graph;
import static org.lotusguild.lotus.stack.watch.Panel.number;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The pages that Lotus brings. */
public final class Dashboards {
    private Dashboards() {}

    /** Those that have something to show. */
    public static List<Dashboard> of(Set<Job> scraped) {
        return Stream.of(
                        guild(),
                        HomeserverPages.synapse(),
                        HomeserverPages.workers(),
                        HomeserverPages.database(),
                        calls(),
                        lotus())
                .map(page -> page.showing(scraped))
                .filter(page -> !page.panels().isEmpty())
                .toList();
    }

    private static Dashboard guild() {
        return new Dashboard(
                "guild",
                "Guild at a glance",
                List.of(
                        number("Synapse up", "short", Job.SYNAPSE, "min(up{job=\"synapse\"})"),
                        number("Lotus up", "short", Job.LOTUS, "min(up{job=\"lotus\"})"),
                        number("Members today", "short", Job.SYNAPSE, "max(synapse_admin_daily_active_users)"),
                        number("People in calls", "short", Job.LIVEKIT, "sum(livekit_participant_total)"),
                        number(
                                "Hours since the last backup",
                                "h",
                                Job.LOTUS,
                                "(time() - max(lotus_backup_last_success_timestamp_seconds)) / 3600"),
                        number(
                                "Critical findings",
                                "short",
                                Job.LOTUS,
                                "sum(lotus_audit_findings{severity=\"critical\"})"),
                        graph(
                                "Messages a second",
                                "ops",
                                Job.SYNAPSE,
                                "sum(rate(synapse_storage_events_persisted_events_total[5m]))",
                                "events"),
                        graph(
                                "Free disk",
                                "percentunit",
                                Job.NODE,
                                "node_filesystem_avail_bytes{fstype!~\"tmpfs|ramfs|squashfs|overlay\"}"
                                        + " / node_filesystem_size_bytes{fstype!~\"tmpfs|ramfs|squashfs|overlay\"}",
                                "{{instance}} {{mountpoint}}"),
                        graph(
                                "Free memory",
                                "percentunit",
                                Job.NODE,
                                "node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes",
                                "{{instance}}"),
                        graph(
                                "Busy processors",
                                "percentunit",
                                Job.NODE,
                                "1 - avg by (instance) (rate(node_cpu_seconds_total{mode=\"idle\"}[5m]))",
                                "{{instance}}")));
    }

    private static Dashboard calls() {
        return new Dashboard(
                "calls",
                "Calls",
                List.of(
                        number("Calls", "short", Job.LIVEKIT, "sum(livekit_room_total)"),
                        number("People in them", "short", Job.LIVEKIT, "sum(livekit_participant_total)"),
                        graph("People", "short", Job.LIVEKIT, "sum(livekit_participant_total)", "in calls"),
                        graph(
                                "Traffic",
                                "Bps",
                                Job.LIVEKIT,
                                "sum by (direction) (rate(livekit_packet_bytes[5m]))",
                                "{{direction}}"),
                        graph(
                                "Sent again",
                                "percentunit",
                                Job.LIVEKIT,
                                "sum by (direction) (rate(livekit_packet_total{transmission=\"retransmit\"}[5m]))"
                                        + " / sum by (direction) (rate(livekit_packet_total[5m]))",
                                "{{direction}}"),
                        graph(
                                "Arrivals",
                                "short",
                                Job.LIVEKIT,
                                "sum by (state) (increase(livekit_participant_join_total[10m]))",
                                "{{state}}"),
                        graph(
                                "TURN grants a relay",
                                "short",
                                Job.LOTUS,
                                "lotus_probe_up{kind=~\"turn.*\"}",
                                "{{check}}"),
                        graph("Time of probes", "s", Job.LOTUS, "max by (check) (lotus_probe_seconds)", "{{check}}")));
    }

    private static Dashboard lotus() {
        return new Dashboard(
                "lotus",
                "Lotus",
                List.of(
                        graph(
                                "Since the last news of the homeserver",
                                "s",
                                Job.LOTUS,
                                "lotus_matrix_sync_silence_seconds",
                                "{{instance}}"),
                        graph("Messages that wait", "short", Job.LOTUS, "lotus_matrix_send_waiting", "{{instance}}"),
                        graph(
                                "Messages",
                                "ops",
                                Job.LOTUS,
                                "sum by (outcome) (rate(lotus_matrix_send_total[5m]))",
                                "{{outcome}}"),
                        graph(
                                "Commands",
                                "ops",
                                Job.LOTUS,
                                "sum by (outcome) (rate(lotus_bot_commands_total[5m]))",
                                "{{outcome}}"),
                        graph(
                                "Webhooks taken in",
                                "ops",
                                Job.LOTUS,
                                "sum by (service) (rate(lotus_webhook_requests_total{outcome=\"accepted\"}[5m]))",
                                "{{service}}"),
                        graph(
                                "Webhook messages",
                                "ops",
                                Job.LOTUS,
                                "sum by (outcome) (rate(lotus_webhook_deliveries_total[5m]))",
                                "{{outcome}}"),
                        graph(
                                "Oldest webhook that waits",
                                "s",
                                Job.LOTUS,
                                "max(lotus_webhook_oldest_pending_seconds)",
                                "age"),
                        graph(
                                "Time to a webhook's message (95 %)",
                                "s",
                                Job.LOTUS,
                                "histogram_quantile(0.95, sum by (le) (rate(lotus_webhook_delivery_seconds_bucket[5m])))",
                                "95 %"),
                        graph(
                                "Not decrypted",
                                "ops",
                                Job.LOTUS,
                                "sum by (what) (rate(lotus_crypto_ignored_total[5m])) > 0",
                                "{{what}}"),
                        graph(
                                "Dropped",
                                "ops",
                                Job.LOTUS,
                                "rate(lotus_matrix_skipped_total[5m])",
                                "from the homeserver")));
    }
}
