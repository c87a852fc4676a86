package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import java.util.Optional;
import org.lotusguild.lotus.stack.backup.Keep;
import org.lotusguild.lotus.stack.plan.Backups;
import org.lotusguild.lotus.stack.plan.StackBlock;

/** Where a home's backups are, how many stay and who takes them away: {@code stack.backups}, or the folder {@code backups} of the home. */
record BackupPlace(Path folder, Keep keep, Optional<String> offSite) {

    /** Of a home that may have no configuration any more. */
    static BackupPlace of(Home home) {
        return of(home, home.configured() ? home.config().stack() : Optional.empty());
    }

    static BackupPlace of(Home home, Optional<StackBlock> stack) {
        return stack.map(StackBlock::backups)
                .map(backups -> new BackupPlace(Path.of(backups.path()), keep(backups.keep()), backups.offSite()))
                .orElseGet(() -> new BackupPlace(home.folder().resolve("backups"), Keep.USUAL, Optional.empty()));
    }

    private static Keep keep(Backups.Rule rule) {
        return new Keep(rule.daily(), rule.weekly(), rule.monthly());
    }
}
