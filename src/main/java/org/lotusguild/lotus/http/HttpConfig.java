package org.lotusguild.lotus.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.config.Default;
import org.lotusguild.lotus.base.config.HostPort;

/**
 * The block {@code http}.
 *
 * @param bind the public listener
 * @param internal the listener for metrics, health and control; never to be reachable from outside
 * @param publicUrl under which people reach {@code bind}
 * @param trustedProxies addresses or networks ({@code 10.0.0.0/8}) whose {@code X-Forwarded-For} is believed
 */
public record HttpConfig(
        @Default("127.0.0.1:8090") HostPort bind,
        @Default("127.0.0.1:9095") HostPort internal,
        Optional<URI> publicUrl,
        List<String> trustedProxies) {

    public HttpConfig {
        trustedProxies = List.copyOf(trustedProxies);
        if (bind.port() != 0 && bind.equals(internal)) {
            throw new IllegalArgumentException("internal: must differ from bind");
        }
        publicUrl.ifPresent(HttpConfig::checkWeb);
        trustedProxies.forEach(HttpConfig::checkNetwork);
    }

    private static void checkWeb(URI url) {
        if (url.getHost() == null || !("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
            throw new IllegalArgumentException("public-url: must begin with https:// (or http://)");
        }
    }

    private static void checkNetwork(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        String bits = slash < 0 ? "0" : text.substring(slash + 1);
        try {
            int most = InetAddress.ofLiteral(address).getAddress().length * 8;
            if (Integer.parseInt(bits) >= 0 && Integer.parseInt(bits) <= most) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(notNetwork(text), e);
        }
        throw new IllegalArgumentException(notNetwork(text));
    }

    private static String notNetwork(String text) {
        return "trusted-proxies: \"" + text + "\" is no address and no network, write 10.0.0.1 or 10.0.0.0/8";
    }
}
