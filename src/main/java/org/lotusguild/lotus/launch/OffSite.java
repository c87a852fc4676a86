package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The program that takes backups to another machine. A rendered home belongs to the user of the bot, and the backup is made by root:
 * a bot that was taken over must not name what root runs.
 *
 * @param refused whether {@code lotus.yaml} names one that root does not believe
 */
record OffSite(Optional<String> program, boolean refused) {
    private static final String ROOT = "root";

    /**
     * @param given by the command itself, which goes first
     * @param user who runs it
     */
    static OffSite of(Optional<String> given, Home home, String user) {
        Optional<String> named = given.or(() -> BackupPlace.of(home).offSite());
        boolean refused =
                given.isEmpty() && named.isPresent() && user.equals(ROOT) && !onlyChangedBy(ROOT, home.configuration());
        return refused ? new OffSite(Optional.empty(), true) : new OffSite(named, false);
    }

    /** Whether the file and the folders in which it lies are that user's, and nobody else may write to them. */
    static boolean onlyChangedBy(String user, Path file) {
        try {
            Path real = file.toRealPath();
            for (Path one : List.of(real, folder(real), folder(file))) {
                PosixFileAttributes is =
                        Files.readAttributes(one, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (!is.owner().getName().equals(user)
                        || is.permissions().contains(PosixFilePermission.GROUP_WRITE)
                        || is.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw Failure.ofFile(file, e);
        }
    }

    private static Path folder(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
    }
}
