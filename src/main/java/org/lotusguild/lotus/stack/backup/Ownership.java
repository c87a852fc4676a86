package org.lotusguild.lotus.stack.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/**
 * Whose a file is, and who may read it: {@code matrix-synapse:matrix-synapse rw-r-----}. Only root can give files away; for
 * everybody else they stay their own.
 */
final class Ownership {
    private Ownership() {}

    static String of(Path file) throws IOException {
        PosixFileAttributes is = Files.readAttributes(file, PosixFileAttributes.class);
        return is.owner().getName() + ":" + is.group().getName() + " "
                + PosixFilePermissions.toString(is.permissions());
    }

    static void give(Path file, String ownership) throws IOException {
        String[] parts = ownership.split("[: ]");
        if (parts.length != 3) {
            return;
        }
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if ("root".equals(System.getProperty("user.name"))) {
            UserPrincipalLookupService users = file.getFileSystem().getUserPrincipalLookupService();
            try {
                view.setOwner(users.lookupPrincipalByName(parts[0]));
                view.setGroup(users.lookupPrincipalByGroupName(parts[1]));
            } catch (UserPrincipalNotFoundException e) {
                view.setPermissions(PosixFilePermissions.fromString("rw-------"));
                return; // that user is not made yet: nobody else may read it meanwhile
            }
        }
        view.setPermissions(PosixFilePermissions.fromString(parts[2]));
    }
}
