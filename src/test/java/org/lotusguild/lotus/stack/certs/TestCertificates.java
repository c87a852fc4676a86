package org.lotusguild.lotus.stack.certs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.lotusguild.lotus.stack.tool.Tool;

/** Certificates for tests, made by the JDK's own keytool. */
public final class TestCertificates {
    private static final String PASSWORD = "changeit";

    private final Path folder;

    public TestCertificates(Path folder) {
        this.folder = folder;
    }

    /**
     * A folder with {@code fullchain.pem} and {@code privkey.pem}, signed by itself.
     *
     * @param more words of keytool: {@code -startdate -10d}, {@code -validity 5}, {@code -keyalg RSA}
     */
    public Path pair(String name, String host, String... more) {
        Path to = folder.resolve(name);
        try {
            Files.createDirectories(to);
            Path store = to.resolve("store.p12");
            Files.deleteIfExists(store);
            List<String> words = new ArrayList<>(List.of("-genkeypair", "-alias", "it", "-dname", "CN=" + host));
            words.addAll(List.of("-ext", "SAN=dns:" + host));
            words.addAll(List.of(more));
            if (!words.contains("-keyalg")) {
                words.addAll(List.of("-keyalg", "EC"));
            }
            keytool(store, words);
            KeyStore made = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            write(to, made.getKey("it", PASSWORD.toCharArray()), made.getCertificateChain("it"));
            return to;
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The authority that signs {@link #signed}. */
    public X509Certificate authority() {
        try {
            Path store = folder.resolve("authority.p12");
            if (!Files.exists(store)) {
                keytool(
                        store,
                        List.of(
                                "-genkeypair",
                                "-alias",
                                "ca",
                                "-dname",
                                "CN=Test authority",
                                "-keyalg",
                                "EC",
                                "-ext",
                                "bc:c",
                                "-startdate",
                                "-30d",
                                "-validity",
                                "60"));
            }
            return (X509Certificate)
                    KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()).getCertificate("ca");
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** As {@link #pair}, signed by {@link #authority}. */
    public Path signed(String name, String host, String... more) {
        X509Certificate authority = authority();
        Path to = folder.resolve(name);
        try {
            Files.createDirectories(to);
            Path store = folder.resolve("authority.p12");
            List<String> words =
                    new ArrayList<>(List.of("-genkeypair", "-alias", name, "-signer", "ca", "-keyalg", "EC"));
            words.addAll(List.of("-dname", "CN=" + host, "-ext", "SAN=dns:" + host));
            words.addAll(List.of(more));
            keytool(store, words);
            Key key =
                    KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()).getKey(name, PASSWORD.toCharArray());
            Certificate leaf =
                    KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()).getCertificate(name);
            Certificate[] chain = {leaf, authority};
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry("it", key, PASSWORD.toCharArray(), chain);
            try (OutputStream out = Files.newOutputStream(to.resolve("store.p12"))) {
                own.store(out, PASSWORD.toCharArray());
            }
            write(to, key, chain);
            return to;
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void keytool(Path store, List<String> words) {
        List<String> line = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/keytool"));
        line.addAll(words);
        line.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Tool.Outcome outcome = Tool.of(line.toArray(String[]::new)).run();
        if (!outcome.ok()) {
            throw new AssertionError(outcome);
        }
    }

    private static void write(Path to, Key key, Certificate[] chain) throws IOException, GeneralSecurityException {
        StringBuilder text = new StringBuilder();
        for (Certificate one : Arrays.asList(chain)) {
            text.append(pem("CERTIFICATE", one.getEncoded()));
        }
        Files.writeString(to.resolve("fullchain.pem"), text);
        Files.writeString(to.resolve("privkey.pem"), pem("PRIVATE KEY", key.getEncoded()));
    }

    static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + kind + "-----\n";
    }
}
