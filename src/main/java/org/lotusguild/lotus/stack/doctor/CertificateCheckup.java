package org.lotusguild.lotus.stack.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** How long the certificates on this machine are good; the limits are those of the rules for monitoring. */
public record CertificateCheckup(List<Path> chains, InstantSource clock) implements Checkup {
    private static final Duration SOON = Duration.ofDays(21);
    private static final Duration NOW = Duration.ofDays(7);

    @Override
    public List<Line> lines() {
        return chains.stream().filter(Files::isReadable).map(this::line).toList();
    }

    private Line line(Path chain) {
        Instant end;
        try (InputStream in = Files.newInputStream(chain)) {
            X509Certificate leaf =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            end = leaf.getNotAfter().toInstant();
        } catch (IOException | CertificateException e) {
            return Line.bad("certificate", chain + " cannot be read: " + e.getMessage(), "Renew it");
        }
        Duration left = Duration.between(clock.instant(), end);
        String text = chain + " is good for " + Math.max(0, left.toDays()) + " days";
        if (left.compareTo(NOW) < 0) {
            return Line.bad("certificate", text, "Renew it, then: lotus certs sync");
        }
        return left.compareTo(SOON) < 0
                ? Line.note("certificate", text, "Does its renewal run? certbot renew --dry-run")
                : Line.well("certificate", text);
    }
}
