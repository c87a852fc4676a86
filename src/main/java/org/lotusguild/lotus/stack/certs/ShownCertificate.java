package org.lotusguild.lotus.stack.certs;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.lotusguild.lotus.base.config.HostPort;

/** What a server shows who connects: asked by a TLS handshake that believes everything and sends nothing. */
final class ShownCertificate {
    private static final int LIMIT_MS = 3000;

    private final SSLContext context;

    ShownCertificate(SecureRandom random) {
        try {
            context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Curious()}, random);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is missing in this Java", e);
        }
    }

    /** @throws IOException if nobody answers, or not in TLS */
    Fingerprint at(HostPort server, String name) throws IOException {
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(server.host(), server.port()), LIMIT_MS);
            plain.setSoTimeout(LIMIT_MS);
            try (SSLSocket tls =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, name, server.port(), true)) {
                SSLParameters parameters = tls.getSSLParameters();
                parameters.setServerNames(List.of(asked(name)));
                tls.setSSLParameters(parameters);
                tls.startHandshake();
                Certificate[] shown = tls.getSession().getPeerCertificates();
                return Fingerprint.of(shown[0].getEncoded());
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("the server shows no certificate", e);
        }
    }

    private static SNIHostName asked(String name) throws IOException {
        try {
            return new SNIHostName(name);
        } catch (IllegalArgumentException e) {
            throw new IOException("nobody can be asked for the certificate of " + name + ": no host has that name", e);
        }
    }

    /** Whether the certificate is good is not the question here, only which one it is. */
    private static final class Curious implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
