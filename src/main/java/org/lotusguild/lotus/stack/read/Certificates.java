package org.lotusguild.lotus.stack.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Certificate;
import org.lotusguild.lotus.stack.facts.CoturnFile;
import org.lotusguild.lotus.stack.facts.Document;
import org.lotusguild.lotus.stack.facts.NginxFile;
import org.lotusguild.lotus.stack.facts.NginxFile.Nested;
import org.lotusguild.lotus.stack.facts.Setting;

/** Certificates that configurations name, as far as they may be read. */
public final class Certificates {
    private static final int MOST_BYTES = 1 << 20;
    private static final String KEY_BEGINS = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_ENDS = "-----END PRIVATE KEY-----";
    private static final int DNS_NAME = 2;

    private Certificates() {}

    private record Named(String certificate, String key) {}

    public static List<Certificate> named(List<Document> documents) {
        return documents.stream()
                .flatMap(Certificates::names)
                .filter(named -> named.certificate().startsWith("/"))
                .distinct()
                .flatMap(named -> read(named).stream())
                .toList();
    }

    private static Stream<Named> names(Document document) {
        if (document instanceof CoturnFile coturn) {
            String key = coturn.last("pkey").map(Setting::value).orElse("");
            return coturn.last("cert").stream().map(setting -> new Named(setting.value(), key));
        }
        return document instanceof NginxFile nginx
                ? nginx.all("ssl_certificate").stream().map(nested -> named(nginx, nested))
                : Stream.of();
    }

    private static Named named(NginxFile file, Nested nested) {
        Stream<NginxFile.Directive> keys = nested.above().isEmpty()
                ? file.directives().stream()
                        .filter(directive -> directive.name().equals("ssl_certificate_key"))
                : nested.above().getLast().all("ssl_certificate_key").stream();
        return new Named(
                nested.directive().text(),
                keys.map(NginxFile.Directive::text).findFirst().orElse(""));
    }

    private static Optional<Certificate> read(Named named) {
        return bytes(named.certificate())
                .flatMap(Certificates::leaf)
                .flatMap(leaf -> of(
                        named.certificate(),
                        leaf,
                        bytes(named.key()).flatMap(Certificates::key).flatMap(key -> fits(leaf, key))));
    }

    private static Optional<byte[]> bytes(String path) {
        try {
            Path file = Path.of(path);
            return path.startsWith("/") && Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES
                    ? Optional.of(Files.readAllBytes(file))
                    : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The first of a chain. */
    private static Optional<X509Certificate> leaf(byte[] pem) {
        try {
            return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                    .map(X509Certificate.class::cast)
                    .findFirst();
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** As values that checks judge. */
    public static Optional<Certificate> of(String place, X509Certificate leaf, Optional<Boolean> keyFits) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded());
            List<String> names = Optional.ofNullable(leaf.getSubjectAlternativeNames()).stream()
                    .flatMap(all -> all.stream())
                    .filter(name -> Integer.valueOf(DNS_NAME).equals(name.getFirst()))
                    .map(name -> String.valueOf(name.getLast()).toLowerCase(Locale.ROOT))
                    .toList();
            return Optional.of(new Certificate(
                    place,
                    leaf.getPublicKey().getAlgorithm(),
                    leaf.getNotAfter().toInstant(),
                    names,
                    HexFormat.of().formatHex(digest),
                    keyFits));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** Of the form that certbot writes; of others nothing can be told. */
    private static Optional<PrivateKey> key(byte[] pem) {
        String text = new String(pem, StandardCharsets.US_ASCII);
        int begin = text.indexOf(KEY_BEGINS);
        int end = text.indexOf(KEY_ENDS);
        if (begin < 0 || end < begin) {
            return Optional.empty();
        }
        byte[] content = Base64.getMimeDecoder().decode(text.substring(begin + KEY_BEGINS.length(), end));
        return Stream.of("RSA", "EC")
                .flatMap(kind -> key(kind, content).stream())
                .findFirst();
    }

    private static Optional<PrivateKey> key(String kind, byte[] content) {
        try {
            return Optional.of(KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(content)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** What the one signs, the other must know. */
    private static Optional<Boolean> fits(X509Certificate leaf, PrivateKey key) {
        if (!leaf.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
            return Optional.of(false);
        }
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            byte[] text = leaf.getEncoded();
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(leaf.getPublicKey());
            signature.update(text);
            return Optional.of(signature.verify(signed));
        } catch (GeneralSecurityException e) {
            return Optional.of(false);
        }
    }
}
