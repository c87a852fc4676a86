package org.lotusguild.lotus.webhooks.service;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Addresses from strangers, those that may be linked. */
public final class Links {
    private static final int LONGEST = 2_000;
    private static final String PLAIN = "-._~:/?#@!$&'()*+,;=%";

    private Links() {}

    /** Http and https only, with a host, without user info. A Matrix link would be read as a mention: there is none. */
    public static Optional<URI> to(String raw) {
        String address = raw.strip();
        if (address.length() > LONGEST) {
            return Optional.empty();
        }
        return parsed(address).or(() -> parsed(encoded(address))).flatMap(Links::harmless);
    }

    /** Without what stands behind the path: it may hold a key. */
    static URI withoutQuery(URI link) {
        return rebuilt(link, Optional.empty());
    }

    private static Optional<URI> harmless(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https")) || matrix(uri.getHost())) {
            return Optional.empty();
        }
        return Optional.of(uri.getRawUserInfo() == null ? uri : rebuilt(uri, Optional.of(rest(uri))));
    }

    private static boolean matrix(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
        return name.equals("matrix.to") || name.endsWith(".matrix.to");
    }

    private static String rest(URI uri) {
        return (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
                + (uri.getRawFragment() == null ? "" : "#" + uri.getRawFragment());
    }

    private static URI rebuilt(URI uri, Optional<String> rest) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return URI.create(uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath() + rest.orElse(""));
    }

    private static Optional<URI> parsed(String address) {
        try {
            return Optional.of(new URI(new URI(address).toASCIIString()));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static String encoded(String address) {
        StringBuilder out = new StringBuilder();
        address.codePoints().forEach(c -> {
            if (c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
                out.appendCodePoint(c);
            } else {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    out.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
                }
            }
        });
        return out.toString();
    }
}
