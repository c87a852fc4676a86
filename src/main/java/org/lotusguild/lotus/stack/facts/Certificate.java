package org.lotusguild.lotus.stack.facts;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The leaf of a certificate chain.
 *
 * @param place the path of its file, or {@code host:port}
 * @param keyType {@code RSA} or {@code EC}
 * @param names that it is for, lower case; {@code *.example.org} for all of one level
 * @param fingerprint SHA-256, hexadecimal, lower case
 * @param keyFits whether the private key beside it belongs to it; empty if that could not be told
 */
public record Certificate(
        String place,
        String keyType,
        Instant notAfter,
        List<String> names,
        String fingerprint,
        Optional<Boolean> keyFits) {
    public Certificate {
        names = List.copyOf(names);
    }

    public boolean isFor(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        return names.contains(name) || (dot > 0 && names.contains("*" + name.substring(dot)));
    }
}
