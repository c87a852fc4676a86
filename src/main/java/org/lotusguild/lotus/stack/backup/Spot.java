package org.lotusguild.lotus.stack.backup;

import java.nio.file.Path;

/**
 * Where a file belongs, wherever the home lies: {@code guild/lotus.yaml} below the home, {@code machine/etc/…} on the machine.
 */
record Spot(String text) {
    private static final String HOME = "guild/";
    private static final String ROOT = "machine/";

    Spot {
        boolean known = text.startsWith(HOME) || text.startsWith(ROOT);
        if (!known || java.util.Arrays.asList(text.split("/")).contains("..") || text.endsWith("/")) {
            throw new IllegalArgumentException("not a place of a file: " + text);
        }
    }

    static Spot of(Path file, Path home) {
        Path whole = file.toAbsolutePath().normalize();
        Path base = home.toAbsolutePath().normalize();
        return whole.startsWith(base)
                ? new Spot(HOME + base.relativize(whole))
                : new Spot(ROOT + Path.of("/").relativize(whole));
    }

    /** @param root {@code /}, or another folder for a rehearsal */
    Path on(Path home, Path root) {
        return text.startsWith(HOME)
                ? home.resolve(text.substring(HOME.length()))
                : root.resolve(text.substring(ROOT.length()));
    }
}
