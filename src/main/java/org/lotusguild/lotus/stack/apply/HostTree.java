package org.lotusguild.lotus.stack.apply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.render.Manifest;

/**
 * A host's files.
 *
 * @param root {@code /}, or a folder that stands for it: then owners are left as they are, and services are not spoken to
 */
public record HostTree(Path root) {

    /** Whether this is the host itself. */
    boolean real() {
        return root.toAbsolutePath().normalize().getNameCount() == 0;
    }

    Path at(String path) {
        return root.resolve(path.substring(1));
    }

    /**
     * What apply keeps of this host. No service and no user has it but root: whoever may write there, writes as root, and what lies
     * there holds secrets.
     */
    Path state() {
        return at("/var/lib/lotus-apply");
    }

    /** The file's text; empty if there is none. Bytes that are no UTF-8 become question marks: they differ from ours anyway. */
    Optional<String> text(String path) {
        try {
            return Files.exists(at(path))
                    ? Optional.of(new String(Files.readAllBytes(at(path)), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException e) {
            throw new StackTrouble("cannot read " + at(path) + ": " + e, "Run this as root.", e);
        }
    }

    /** Whether mode and owner are as wanted; a tree that stands for a host has no owners. */
    boolean dressed(Manifest.Entry entry) {
        try {
            PosixFileAttributes is = Files.readAttributes(at(entry.path()), PosixFileAttributes.class);
            boolean mode = PosixFilePermissions.toString(is.permissions()).equals(Modes.letters(entry.mode()));
            return mode && (!real() || (is.owner().getName() + ":" + is.group().getName()).equals(entry.owner()));
        } catch (IOException e) {
            return false; // not there, or not ours to look at
        }
    }
}
