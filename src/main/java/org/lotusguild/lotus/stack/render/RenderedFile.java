package org.lotusguild.lotus.stack.render;

import java.util.Comparator;
import java.util.Optional;
import org.lotusguild.lotus.stack.plan.Host;

/**
 * One file of one host.
 *
 * @param host the host's name
 * @param path absolute, on the host
 * @param mode four octal digits
 * @param owner {@code user:group}
 * @param secret whether it holds a secret: its lines are masked wherever it is shown, and nobody else may read it
 * @param unit the systemd unit that must hear of a change; empty if none must
 * @param text ends with a line break
 */
public record RenderedFile(
        String host, String path, String mode, String owner, boolean secret, Optional<String> unit, String text) {

    static final String ROOT = "root:root";
    private static final String READABLE = "0644";
    private static final String GROUP_ONLY = "0640";

    public static final Comparator<RenderedFile> ORDER =
            Comparator.comparing(RenderedFile::host).thenComparing(RenderedFile::path);

    public RenderedFile {
        if (!path.startsWith("/")
                || path.contains("/../")
                || !mode.matches("0[0-7]{3}")
                || !owner.matches("[a-z_-]+:[a-z_-]+")) {
            throw new IllegalArgumentException("not a file of a host: " + path + " " + mode + " " + owner);
        }
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException(path + " does not end with a line break");
        }
        if (secret && !mode.endsWith("0")) {
            throw new IllegalArgumentException(path + " holds a secret that others may read");
        }
    }

    /** A file that everybody on the host may read, owned by root. */
    static RenderedFile open(Host host, String path, String text) {
        return new RenderedFile(host.name(), path, READABLE, ROOT, false, Optional.empty(), text);
    }

    /** A file with a secret, owned by root, that the program's group may read. */
    static RenderedFile closed(Host host, String path, String group, String text) {
        return new RenderedFile(host.name(), path, GROUP_ONLY, "root:" + group, true, Optional.empty(), text);
    }

    /** The same, with the unit that must hear of a change ({@code nginx.service}). */
    RenderedFile of(String changedUnit) {
        return new RenderedFile(host, path, mode, owner, secret, Optional.of(changedUnit), text);
    }

    /** The same, with another mode and owner. */
    RenderedFile owned(String otherMode, String otherOwner) {
        return new RenderedFile(host, path, otherMode, otherOwner, secret, unit, text);
    }
}
