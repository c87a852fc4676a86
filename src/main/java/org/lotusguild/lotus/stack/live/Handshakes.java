package org.lotusguild.lotus.stack.live;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.stack.facts.Certificate;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Handshake;
import org.lotusguild.lotus.stack.read.Certificates;

/** One TLS handshake per version; no data is sent. What a server shows is looked at, not believed. */
final class Handshakes {
    private static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");
    private static final int LIMIT_MS = 2400;

    private final SecureRandom random;
    private final List<X509TrustManager> authorities;

    /** Which believes whom this machine believes. */
    Handshakes(SecureRandom random) {
        this(random, authorities(null));
    }

    Handshakes(SecureRandom random, List<X509TrustManager> authorities) {
        this.random = random;
        this.authorities = authorities;
    }

    /** @param store nothing for the machine's own */
    static List<X509TrustManager> authorities(@Nullable KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .toList();
        } catch (GeneralSecurityException e) {
            return List.of();
        }
    }

    Handshake ask(String host, int port) {
        List<String> versions = new ArrayList<>();
        Optional<Certificate> leaf = Optional.empty();
        boolean trusted = false;
        String failure = "";
        for (String version : VERSIONS) {
            Looking looking = new Looking(authorities);
            try {
                ask(host, port, version, looking);
                versions.add(version);
                trusted = looking.trusted;
                leaf = looking.leaf.flatMap(shown -> Certificates.of(host + ":" + port, shown, Optional.empty()));
            } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
                failure =
                        version + ": " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
            }
        }
        return new Handshake(host, port, versions, leaf, trusted, versions.isEmpty() ? failure : "");
    }

    private void ask(String host, int port, String version, Looking looking)
            throws IOException, GeneralSecurityException {
        List<SNIServerName> names = names(host);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {looking}, random);
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), LIMIT_MS);
            plain.setSoTimeout(LIMIT_MS);
            try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
                SSLParameters parameters = tls.getSSLParameters();
                parameters.setProtocols(new String[] {version});
                if (!names.isEmpty()) {
                    parameters.setServerNames(names);
                }
                tls.setSSLParameters(parameters);
                tls.startHandshake();
            }
        }
    }

    /**
     * An address is no name.
     *
     * @throws IllegalArgumentException for one that no host can have
     */
    private static List<SNIServerName> names(String host) {
        boolean name = host.matches(".*[A-Za-z].*") && !host.contains(":");
        return name ? List.of(new SNIHostName(host)) : List.of();
    }

    /** Takes every chain, and notes whether this machine would have. */
    private static final class Looking implements X509TrustManager {
        private final List<X509TrustManager> authorities;
        private Optional<X509Certificate> leaf = Optional.empty();
        private boolean trusted;

        Looking(List<X509TrustManager> authorities) {
            this.authorities = authorities;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {
            leaf = Stream.of(chain).findFirst();
            trusted = authorities.stream().anyMatch(manager -> believes(manager, chain, kind));
        }

        private static boolean believes(X509TrustManager manager, X509Certificate[] chain, String kind) {
            try {
                manager.checkServerTrusted(chain, kind);
                return true;
            } catch (CertificateException e) {
                return false;
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
