package org.lotusguild.lotus.stack.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.base.OwnFiles;

/** The file {@code VERIFIED} of a backup: when it was proven last. A damage that is found takes it away. */
final class Proof {
    private Proof() {}

    static Optional<Instant> last(Path backup) {
        try {
            return Optional.of(Instant.parse(
                    Files.readString(backup.resolve(Shelf.VERIFIED)).strip()));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    static void given(Path backup, Instant now) {
        Path file = backup.resolve(Shelf.VERIFIED);
        try {
            OwnFiles.write(file, now + "\n");
        } catch (IOException e) {
            throw BackupException.ofFile(file, e);
        }
    }

    static void taken(Path backup) {
        Path file = backup.resolve(Shelf.VERIFIED);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw BackupException.ofFile(file, e);
        }
    }
}
