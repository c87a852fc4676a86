package org.lotusguild.lotus.stack.backup;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.OwnFiles;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What came of the last runs: {@code last.json} beside the backups, for status, metrics and monitoring. Times are seconds since
 * the epoch; 0 means never.
 *
 * @param success when the last backup was whole
 * @param verified when one was last proven
 * @param failure when a backup or a proof last failed; 0 once the next one went well
 * @param name of the last whole backup
 * @param bytes of it
 * @param problem the sentence of the failure
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LastResults(
        long success,
        long verified,
        long failure,
        @Nullable String name,
        long bytes,
        @Nullable String problem) {
    private static final String FILE = "last.json";
    private static final String IN_HOME = "last-backup.json";
    private static final LastResults NONE = new LastResults(0, 0, 0, null, 0, null);

    /** All zeros where nothing was ever backed up, or the file cannot be read. */
    public static LastResults read(Path shelf) {
        return of(shelf.resolve(FILE)).orElse(NONE);
    }

    /** As {@link #read}; from the copy in the home where the folder of the backups is closed to this user. */
    public static LastResults read(Path shelf, Path home) {
        return of(shelf.resolve(FILE)).or(() -> of(home.resolve(IN_HOME))).orElse(NONE);
    }

    private static Optional<LastResults> of(Path file) {
        try {
            return Optional.of(Json.read(Json.parseObject(Files.readString(file)), LastResults.class));
        } catch (IOException | MalformedJson e) {
            return Optional.empty();
        }
    }

    LastResults succeeded(long at, String which, long size) {
        return new LastResults(at, verified, 0, which, size, null);
    }

    LastResults proven(long at) {
        return new LastResults(success, at, 0, name, bytes, null);
    }

    LastResults failed(long at, String why) {
        return new LastResults(success, verified, at, name, bytes, why);
    }

    void write(Path shelf) {
        write(shelf, FILE);
    }

    /** For the program that runs on the home: as its owner's file, whoever makes the backups. */
    void writeInto(Path home) {
        write(home, IN_HOME);
    }

    private void write(Path folder, String name) {
        Path file = folder.resolve(name);
        Path fresh = folder.resolve(name + ".new");
        try {
            OwnFiles.write(fresh, Json.text(this) + "\n");
            Ownership.give(fresh, Ownership.of(folder).replaceFirst(" .*", " rw-------"));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw BackupException.ofFile(file, e);
        }
    }
}
