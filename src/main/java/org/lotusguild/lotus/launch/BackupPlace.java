package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import java.util.Optional;
import org.lotusguild.lotus.stack.backup.Keep;
import org.lotusguild.lotus.stack.plan.Backups;
import org.lotusguild.lotus.stack.plan.StackBlock;

/** Where a home's backups are, and how many stay: {@code stack.backups}, or the folder {@code backups} of the home. */
record BackupPlace(Path folder, Keep keep) {

    /** Of a home that may have no configuration any more. */
    static BackupPlace of(Home home) {
        return of(home, home.configured() ? home.config().stack() : Optional.empty());
    }

    static BackupPlace of(Home home, Optional<StackBlock> stack) {
        return stack.map(StackBlock::backups)
                .map(backups -> new BackupPlace(Path.of(backups.path()), keep(backups.keep())))
                .orElseGet(() -> new BackupPlace(home.folder().resolve("backups"), Keep.USUAL));
    }

    private static Keep keep(Backups.Rule rule) {
        return new Keep(rule.daily(), rule.weekly(), rule.monthly());
    }
}
