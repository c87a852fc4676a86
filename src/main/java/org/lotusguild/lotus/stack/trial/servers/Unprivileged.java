package org.lotusguild.lotus.stack.trial.servers;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.trial.TrialException;

/** Who runs PostgreSQL, which refuses to run as root: whoever runs Lotus, but for root, in whose place it is a user without rights. */
final class Unprivileged {
    private static final List<String> USERS = List.of("postgres", "nobody");
    private static final String DROP =
            "import os, pwd, sys; u = pwd.getpwnam(sys.argv[1]); os.setgroups([]); os.setgid(u.pw_gid); "
                    + "os.setuid(u.pw_uid); os.execv(sys.argv[2], sys.argv[2:])";

    private final Optional<UserPrincipal> user;

    /** @param user empty for whoever runs Lotus */
    Unprivileged(Optional<UserPrincipal> user) {
        this.user = user;
    }

    static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    static Unprivileged here() {
        return new Unprivileged(
                root()
                        ? Optional.of(USERS.stream()
                                .flatMap(name -> known(name).stream())
                                .findFirst()
                                .orElseThrow(() -> new TrialException(
                                        "PostgreSQL does not run as root, and there is no user postgres or nobody",
                                        "Run lotus up as an ordinary user")))
                        : Optional.empty());
    }

    private static Optional<UserPrincipal> known(String name) {
        try {
            return Optional.of(
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name));
        } catch (IOException e) {
            return Optional.empty(); // there is none of this name
        }
    }

    /** The command as that user. */
    List<String> command(Path python, List<String> command) {
        return user.map(who -> Stream.concat(
                                Stream.of(python.toString(), "-I", "-c", DROP, who.getName()), command.stream())
                        .toList())
                .orElse(command);
    }

    void own(Path file) {
        try {
            if (user.isPresent()) {
                Files.setOwner(file, user.get());
            }
        } catch (IOException e) {
            throw TrialException.ofFile(file, e);
        }
    }

    /** @throws TrialException if that user may not pass through the folders above */
    void needWay(Path folder) {
        if (user.isEmpty()) {
            return;
        }
        for (Path above = folder; above != null; above = above.getParent()) {
            if (Files.exists(above) && !passable(above)) {
                throw new TrialException(
                        "PostgreSQL does not run as root, and the user "
                                + user.get().getName() + " may not pass through " + above,
                        "Run lotus up as an ordinary user, or with a --home below a folder that others may enter");
            }
        }
    }

    private static boolean passable(Path folder) {
        try {
            return Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE);
        } catch (IOException e) {
            throw TrialException.ofFile(folder, e);
        }
    }
}
