package org.lotusguild.lotus.stack.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether there is room. */
public record DiskCheckup(List<Path> folders) implements Checkup {
    private static final long LOW = 1L << 30;
    private static final long LITTLE = 5L << 30;
    private static final int MIB = 20;

    @Override
    public List<Line> lines() {
        return folders.stream()
                .filter(Files::isDirectory)
                .map(DiskCheckup::line)
                .toList();
    }

    private static Line line(Path folder) {
        try {
            FileStore disk = Files.getFileStore(folder);
            return line(folder, disk.getUsableSpace(), disk.getTotalSpace());
        } catch (IOException e) {
            return Line.bad("disk", folder + " cannot be looked at: " + e, "Is its disk mounted?");
        }
    }

    static Line line(Path folder, long free, long all) {
        String text = (free >> MIB) + " MiB of " + (all >> MIB) + " MiB are free under " + folder;
        String next = "Free some space on the disk of " + folder;
        if (free < LOW) {
            return Line.bad("disk", text, next);
        }
        return free < LITTLE ? Line.note("disk", text, next) : Line.well("disk", text);
    }
}
