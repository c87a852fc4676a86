package org.lotusguild.lotus.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.ByteSize;
import org.lotusguild.lotus.stack.backup.LastResults;
import org.lotusguild.lotus.stack.backup.Shelf;
import org.lotusguild.lotus.stack.facts.Told;

/** When the last backup was made and proven, and how large it is: what the folder of the backups tells an audit on its machine. */
final class LastBackup {
    private LastBackup() {}

    /**
     * The same, with the last backup where people did not tell of it and their folder is here.
     *
     * @param home has a copy of the last results, for users to whom the folder is closed
     */
    static Told in(Told told, Path home) {
        return told.backups()
                .filter(backups -> backups.newest().isEmpty() && backups.where().startsWith("/"))
                .filter(backups -> Files.isDirectory(Path.of(backups.where())))
                .map(backups -> known(backups, home))
                .map(told::with)
                .orElse(told);
    }

    private static Told.Backups known(Told.Backups told, Path home) {
        Path folder = Path.of(told.where());
        LastResults last = LastResults.read(folder, home);
        return last.success() == 0
                ? told
                : new Told.Backups(
                        told.line(),
                        told.where(),
                        time(last.success()),
                        Optional.of(new ByteSize(last.bytes())),
                        median(folder),
                        time(last.verified()),
                        told.holds(),
                        told.without());
    }

    private static Optional<Instant> time(long seconds) {
        return seconds == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
    }

    /** Of those before the last one. */
    private static Optional<ByteSize> median(Path folder) {
        if (!Files.isReadable(folder)) {
            return Optional.empty();
        }
        List<Long> sizes = new Shelf(folder)
                .list().stream().skip(1).map(Shelf.Kept::bytes).sorted().toList();
        return sizes.isEmpty() ? Optional.empty() : Optional.of(new ByteSize(sizes.get(sizes.size() / 2)));
    }
}
