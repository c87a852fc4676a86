package org.lotusguild.lotus.stack.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
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
