package org.lotusguild.lotus.stack.certs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.config.HostPort;
import org.lotusguild.lotus.stack.tool.Tool;

/**
 * Brings a renewed certificate to a server: compares by fingerprint, refuses a bad pair, replaces both files by rename, tells the
 * server, and looks what it shows.
 */
public final class CertificateSync {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(200);

    private final ShownCertificate shown;
    private final Clock clock;
    private final Pause pause;

    public CertificateSync(Clock clock, SecureRandom random, Pause pause) {
        this.shown = new ShownCertificate(random);
        this.clock = clock;
        this.pause = pause;
    }

    /** Where renewed pairs appear. */
    public record Source(Path chain, Path key) {}

    /**
     * How it ended.
     *
     * @param replaced whether the server's files were written
     * @param told whether the server was told to read them
     * @param leaf of the certificate that the source has
     * @param key of its public key
     */
    public record Outcome(
            boolean replaced, boolean told, Fingerprint leaf, Fingerprint key, Instant ends, Duration left) {}

    /** @throws CertificateTrouble if the new pair is bad, or the server shows another one in the end */
    public Outcome run(Source source, Destination to) {
        Pair pair = Pair.read(source.chain(), source.key());
        pair.check(to.name(), clock.instant());
        boolean differs = to.files().isPresent() && differs(pair, to.files().get());
        if (differs) {
            replace(pair, to.files().get());
        }
        boolean tell = differs || !shows(pair, to);
        if (tell) {
            tell(to.hears());
            confirm(pair, to);
        }
        return new Outcome(differs, tell, pair.leaf(), pair.keyFingerprint(), pair.ends(), pair.left(clock.instant()));
    }

    private static boolean differs(Pair pair, Destination.Files files) {
        try {
            return !Arrays.equals(Files.readAllBytes(files.chain()), pair.chainBytes())
                    || !Arrays.equals(Files.readAllBytes(files.key()), pair.keyBytes())
                    || !PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key()))
                            .endsWith("---");
        } catch (IOException e) {
            return true; // not there yet
        }
    }

    /** The key first: a server that reads between the two finds no pair and keeps what it has. */
    private static void replace(Pair pair, Destination.Files files) {
        try {
            Path key = written(files.key(), pair.keyBytes());
            Path chain = written(files.chain(), pair.chainBytes());
            Files.move(key, files.key(), StandardCopyOption.ATOMIC_MOVE);
            Files.move(chain, files.chain(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CertificateTrouble(
                    "the certificate could not be written: " + e, "Is there room, and may this user write there?", e);
        }
    }

    private static Path written(Path target, byte[] content) throws IOException {
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel out =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        belongs(fresh, target);
        return fresh;
    }

    /** To whom the old file belongs, or the folder where there is none: the service's user. */
    private static void belongs(Path fresh, Path target) throws IOException {
        Path like = Files.exists(target)
                ? target
                : java.util.Objects.requireNonNull(target.toAbsolutePath().getParent());
        PosixFileAttributeView wanted = Files.getFileAttributeView(like, PosixFileAttributeView.class);
        PosixFileAttributeView mine = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
        if (!mine.getOwner().equals(wanted.getOwner())) {
            mine.setOwner(wanted.getOwner());
            mine.setGroup(wanted.readAttributes().group());
        }
    }

    // ---- the server

    private static void tell(Destination.Hears hears) {
        switch (hears) {
            case Destination.Hears.Coturn coturn -> CoturnProcess.of(coturn).reread();
            case Destination.Hears.ByCommand command -> {
                Tool.Outcome outcome =
                        Tool.of(command.command().toArray(String[]::new)).run();
                if (!outcome.ok()) {
                    throw new CertificateTrouble(
                            String.join(" ", command.command()) + " failed (exit code " + outcome.exit() + "): "
                                    + outcome.words(),
                            "The files are in place; reload the server by hand");
                }
            }
            case Destination.Hears.Alone alone -> {}
        }
    }

    private boolean shows(Pair pair, Destination to) {
        return to.shown().map(server -> shows(pair, to.name(), server)).orElse(true);
    }

    private boolean shows(Pair pair, String name, HostPort server) {
        try {
            return shown.at(server, name).equals(pair.leaf());
        } catch (IOException e) {
            return false;
        }
    }

    private void confirm(Pair pair, Destination to) {
        if (to.shown().isEmpty()) {
            return;
        }
        Instant end = clock.instant().plus(SOON);
        while (!shows(pair, to)) {
            if (clock.instant().isAfter(end)) {
                throw new CertificateTrouble(
                        to.shown().get() + " " + seen(to) + " instead of the certificate " + pair.leaf(),
                        "Look into the server's log; does it read "
                                + to.files().map(f -> f.chain().toString()).orElse("these files") + "?");
            }
            rest();
        }
    }

    private String seen(Destination to) {
        try {
            return "shows " + shown.at(to.shown().orElseThrow(), to.name());
        } catch (IOException e) {
            return "does not answer (" + e.getMessage() + ")";
        }
    }

    private void rest() {
        try {
            pause.take(STEP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CertificateTrouble("interrupted while the server was asked", "Run it again", e);
        }
    }
}
