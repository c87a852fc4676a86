package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.stack.backup.LastResults;

/** What came of the last backups, for monitoring: read from their folder whenever somebody looks. */
final class BackupFigures {
    private BackupFigures() {}

    static void register(Metrics metrics, Path shelf, Path home) {
        metrics.gauge(
                "lotus_backup_last_success_timestamp_seconds",
                "When the last backup was whole, 0 for never",
                () -> LastResults.read(shelf, home).success());
        metrics.gauge(
                "lotus_backup_last_verified_timestamp_seconds",
                "When a backup was last proven by restoring it, 0 for never",
                () -> LastResults.read(shelf, home).verified());
        metrics.gauge(
                "lotus_backup_last_failure_timestamp_seconds",
                "When a backup or its proof failed, 0 if the last went well",
                () -> LastResults.read(shelf, home).failure());
    }
}
