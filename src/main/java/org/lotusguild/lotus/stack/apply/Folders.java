package org.lotusguild.lotus.stack.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;
import org.lotusguild.lotus.stack.plan.StackTrouble;

/** Folders of our own: for their owner only. */
final class Folders {
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private Folders() {}

    /** Makes it and those above it that are missing, each closed to others. */
    static void closed(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /**
     * A folder whose files are believed and written over without another look: nobody else may ever have put one there.
     *
     * @param user who runs this
     * @throws StackTrouble if it is a link, another user's, or open for others to write
     */
    static void own(Path folder, String user) throws IOException {
        open(folder.resolveSibling(""));
        closed(folder);
        PosixFileAttributes is = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!is.isDirectory()) {
            throw foreign(folder + " is a link", user);
        }
        if (!is.owner().getName().equals(user)) {
            throw foreign(folder + " belongs to " + is.owner().getName(), user);
        }
        if (!Collections.disjoint(is.permissions(), OTHERS)) {
            throw foreign("others than its owner may write in " + folder, user);
        }
    }

    private static StackTrouble foreign(String what, String user) {
        return new StackTrouble(
                what + ": what apply remembers there cannot be trusted",
                "Nothing was changed. Look at who made it, then move it away: apply makes a new one, closed, for "
                        + user + ".");
    }

    /** Makes it and those above it that are missing, as the system's are: everybody may look. */
    static void open(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            if (folder.getParent() != null) {
                open(folder.getParent());
            }
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
