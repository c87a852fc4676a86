package org.lotusguild.lotus.stack.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import org.lotusguild.lotus.base.FileItself;

/**
 * Whose a file is, and who may read it: {@code matrix-synapse:matrix-synapse rw-r-----}. Only root can give files away; for
 * everybody else they stay their own.
 */
final class Ownership {
    private static final int MODE = "rwxrwxrwx".length();

    private static final String CLOSED_FOLDER = "rwx------";

    private Ownership() {}

    static String of(Path file) throws IOException {
        PosixFileAttributes is = Files.readAttributes(file, PosixFileAttributes.class);
        return is.owner().getName() + ":" + is.group().getName() + " "
                + PosixFilePermissions.toString(is.permissions());
    }

    /** Of a folder with a file of that ownership in it: who may read the file may enter the folder. */
    static String ofFolder(String file) {
        StringBuilder folder = new StringBuilder(file);
        for (int i = file.length() - MODE; i >= 0 && i < file.length(); i += 3) {
            folder.setCharAt(i + 2, file.charAt(i) == 'r' ? 'x' : '-');
        }
        return folder.toString();
    }

    /** Of a file in a folder of that ownership. */
    static String ofFile(String folder) {
        int mode = Math.max(0, folder.length() - MODE);
        return folder.substring(0, mode) + folder.substring(mode).replace('x', '-');
    }

    /** For people: as {@code install} takes it. */
    static String options(String ownership) {
        String[] parts = ownership.split("[: ]");
        return parts.length == 3 && parts[2].length() == MODE
                ? "-o " + parts[0] + " -g " + parts[1] + " -m " + octal(parts[2])
                : "-m 600";
    }

    private static String octal(String letters) {
        int mode = 0;
        for (char letter : letters.toCharArray()) {
            mode = mode << 1 | (letter == '-' ? 0 : 1);
        }
        return Integer.toOctalString(mode);
    }

    /** The same owner, and nobody else may read. */
    static String closed(String file) {
        return file.substring(0, Math.max(0, file.length() - MODE)) + "rw-------";
    }

    /**
     * A link is given to nobody, nor what it leads to: as soon as a folder is another user's, that user may put one in there.
     *
     * @throws IOException if it is a link
     */
    static void give(Path file, String ownership) throws IOException {
        String[] parts = ownership.split("[: ]");
        if (parts.length != 3) {
            return;
        }
        String closed = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) ? CLOSED_FOLDER : "rw-------";
        UserPrincipalLookupService users = file.getFileSystem().getUserPrincipalLookupService();
        FileItself.change(file, view -> give(view, users, parts, closed));
    }

    private static void give(
            PosixFileAttributeView view, UserPrincipalLookupService users, String[] parts, String closed)
            throws IOException {
        if ("root".equals(System.getProperty("user.name"))) {
            try {
                view.setOwner(users.lookupPrincipalByName(parts[0]));
                view.setGroup(users.lookupPrincipalByGroupName(parts[1]));
            } catch (UserPrincipalNotFoundException e) {
                view.setPermissions(PosixFilePermissions.fromString(closed));
                return; // that user is not made yet: nobody else may read it meanwhile
            }
        }
        view.setPermissions(PosixFilePermissions.fromString(parts[2]));
    }

    /** A folder is root's alone from now on, if root asks. */
    static void take(Path folder) throws IOException {
        give(folder, "root:root " + CLOSED_FOLDER);
    }
}
