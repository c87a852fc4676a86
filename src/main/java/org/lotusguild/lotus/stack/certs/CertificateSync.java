package org.lotusguild.lotus.stack.certs;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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
        Optional<ServerFiles> old = to.files().map(ServerFiles::new).filter(files -> files.differ(pair));
        old.ifPresent(files -> files.replace(pair));
        boolean differs = old.isPresent();
        boolean tell = differs || !shows(pair, to);
        if (tell) {
            tell(to.hears());
            confirm(pair, to);
        }
        return new Outcome(differs, tell, pair.leaf(), pair.keyFingerprint(), pair.ends(), pair.left(clock.instant()));
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
                        to.shown().get() + " " + seen(to) + " instead of the certificate " + pair.leaf(), remedy(to));
            }
            rest();
        }
    }

    private String remedy(Destination to) {
        String files = to.files().map(f -> f.chain().toString()).orElse("these files");
        String look = "Look into the server's log; does it read " + files + "?";
        return to.hears() instanceof Destination.Hears.Coturn && !answers(to)
                ? "coturn that began without a certificate opens no TLS port: restart it once. If it was restarted: "
                        + look
                : look;
    }

    private boolean answers(Destination to) {
        try {
            shown.at(to.shown().orElseThrow(), to.name());
            return true;
        } catch (IOException e) {
            return false;
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
