package org.lotusguild.lotus.stack.backup;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file {@code MEDIA}: a line each, {@code BYTES SHA256 PATH}, in the order of the paths below {@code media/}. */
final class MediaIndex {
    static final String NAME = "MEDIA";
    static final String FOLDER = "media";
    private static final Pattern LINE = Pattern.compile("(\\d{1,18}) ([0-9a-f]{64}) (.+)");

    private MediaIndex() {}

    /** Whether it leads out of the folder that it is to be in: a restore writes as root. */
    private static boolean leaves(String path) {
        return path.startsWith("/") || List.of(path.split("/")).contains("..");
    }

    /** @param path below {@code media/} */
    record Line(long bytes, String sha256, String path) {
        String text() {
            return bytes + " " + sha256 + " " + path + "\n";
        }
    }

    /** @throws BackupException if it cannot be read, or a line is damaged */
    static void each(Path backup, Consumer<Line> take) {
        Path file = backup.resolve(NAME);
        if (!Files.exists(file)) {
            return;
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher parts = LINE.matcher(line);
                if (!parts.matches() || leaves(parts.group(3))) {
                    throw BackupException.damaged(file + " is damaged");
                }
                take.accept(new Line(Long.parseLong(parts.group(1)), parts.group(2), parts.group(3)));
            }
        } catch (IOException e) {
            throw BackupException.ofStored(file, e);
        }
    }
}
