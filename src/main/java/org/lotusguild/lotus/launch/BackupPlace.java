package org.lotusguild.lotus.launch;

import java.nio.file.Path;
import org.lotusguild.lotus.stack.backup.Keep;

/** Where a home's backups are, and how many stay. */
record BackupPlace(Path folder, Keep keep) {

    static BackupPlace of(Home home) {
        return new BackupPlace(home.folder().resolve("backups"), Keep.USUAL);
    }
}
