package org.lotusguild.lotus.stack.certs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** A certificate with its chain, and the key that belongs to it, read from PEM files. */
final class Pair {
    private static final int DNS = 2;

    private final Path chainFile;
    private final byte[] chainBytes;
    private final byte[] keyBytes;
    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private Pair(Path chainFile, byte[] chainBytes, byte[] keyBytes) throws GeneralSecurityException {
        this.chainFile = chainFile;
        this.chainBytes = chainBytes;
        this.keyBytes = keyBytes;
        this.chain = chain(chainBytes);
        this.key = PemKey.read(keyBytes, chain.getFirst().getPublicKey());
    }

    /** @throws CertificateTrouble if a file cannot be read, or is not what it should be */
    static Pair read(Path chainFile, Path keyFile) {
        try {
            return new Pair(chainFile, Files.readAllBytes(chainFile), Files.readAllBytes(keyFile));
        } catch (IOException e) {
            throw new CertificateTrouble(
                    "the certificate cannot be read: " + e, "Is it there, and may this user read it?", e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new CertificateTrouble(
                    chainFile + " and " + keyFile + " are no pair in PEM: " + e.getMessage(),
                    "Renew the certificate, then run it again",
                    e);
        }
    }

    private static List<X509Certificate> chain(byte[] pem) throws CertificateException {
        List<X509Certificate> chain =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                        .map(X509Certificate.class::cast)
                        .toList();
        if (chain.isEmpty()) {
            throw new CertificateException("there is no certificate in it");
        }
        return chain;
    }

    /**
     * Refuses what must not replace anything.
     *
     * @throws CertificateTrouble with the first reason
     */
    void check(String name, Instant now) {
        if (!signs()) {
            throw trouble("its key is that of another certificate", "Copy chain and key of one renewal");
        }
        for (int i = 0; i + 1 < chain.size(); i++) {
            if (!signedBy(chain.get(i), chain.get(i + 1))) {
                throw trouble(
                        "certificate " + (i + 1) + " of its chain is not signed by the next one",
                        "Use the file with the whole chain, leaf first (fullchain.pem)");
            }
        }
        for (X509Certificate one : chain) {
            dates(one, now);
        }
        if (!names().stream().anyMatch(pattern -> fits(pattern, name))) {
            throw trouble("it is for " + String.join(", ", names()) + ", not for " + name, "Get one with that name");
        }
    }

    private void dates(X509Certificate one, Instant now) {
        if (now.isBefore(one.getNotBefore().toInstant())) {
            throw trouble("it is not valid before " + one.getNotBefore().toInstant(), "Is the clock right?");
        }
        if (!now.isBefore(one.getNotAfter().toInstant())) {
            throw trouble("it ended at " + one.getNotAfter().toInstant(), "Renew it");
        }
    }

    private CertificateTrouble trouble(String what, String remedy) {
        return new CertificateTrouble(chainFile + " cannot be used: " + what, remedy);
    }

    private boolean signs() {
        byte[] words = "lotus certs sync".getBytes(StandardCharsets.US_ASCII);
        PublicKey theirs = chain.getFirst().getPublicKey();
        Optional<String> algorithm = switch (theirs.getAlgorithm()) {
            case "RSA" -> Optional.of("SHA256withRSA");
            case "EC" -> Optional.of("SHA256withECDSA");
            case "EdDSA", "Ed25519", "Ed448" -> Optional.of("EdDSA");
            default -> Optional.empty();
        };
        if (algorithm.isEmpty()) {
            return false;
        }
        try {
            Signature signing = Signature.getInstance(algorithm.get());
            signing.initSign(key);
            signing.update(words);
            byte[] signature = signing.sign();
            Signature checking = Signature.getInstance(algorithm.get());
            checking.initVerify(theirs);
            checking.update(words);
            return checking.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean signedBy(X509Certificate one, X509Certificate issuer) {
        try {
            one.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private List<String> names() {
        try {
            Collection<List<?>> all =
                    Objects.requireNonNullElse(chain.getFirst().getSubjectAlternativeNames(), List.of());
            return all.stream()
                    .filter(entry -> Integer.valueOf(DNS).equals(entry.getFirst()))
                    .map(entry -> String.valueOf(entry.get(1)))
                    .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** A star stands for one label (RFC 9525). */
    private static boolean fits(String pattern, String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        String has = pattern.toLowerCase(Locale.ROOT);
        int dot = wanted.indexOf('.');
        return has.equals(wanted)
                || has.startsWith("*.") && dot > 0 && has.substring(1).equals(wanted.substring(dot));
    }

    Fingerprint leaf() {
        try {
            return Fingerprint.of(chain.getFirst().getEncoded());
        } catch (CertificateException e) {
            throw new IllegalStateException("it was read from its encoding", e);
        }
    }

    /** Of the public key, which stays when a certificate is renewed with the same key. */
    Fingerprint keyFingerprint() {
        return Fingerprint.of(chain.getFirst().getPublicKey().getEncoded());
    }

    Instant ends() {
        return chain.getFirst().getNotAfter().toInstant();
    }

    Duration left(Instant now) {
        return Duration.between(now, ends());
    }

    byte[] chainBytes() {
        return chainBytes;
    }

    byte[] keyBytes() {
        return keyBytes;
    }
}
