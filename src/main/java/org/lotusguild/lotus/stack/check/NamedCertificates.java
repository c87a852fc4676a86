package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Finding.unknown;

import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Certificate;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.NamedPath;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Where;

/** Certificates by the paths that files name. */
final class NamedCertificates {
    private NamedCertificates() {}

    /** Whether anything can be said of it: it could be read, or looked for on the host itself. */
    static boolean told(Facts facts, String path) {
        return facts.paths().containsKey(path) || atHand(facts, path).findAny().isPresent();
    }

    static Stream<Certificate> atHand(Facts facts, String path) {
        return facts.answers().certificates().stream()
                .filter(certificate -> certificate.place().equals(path));
    }

    /** What follows if it is named and not at hand; in a copy of a host's files nothing does. */
    static Optional<Finding> absent(Facts facts, Where where, String path, String want) {
        if (!facts.asked().contains(Reads.CERTIFICATES)
                || atHand(facts, path).findAny().isPresent()) {
            return Optional.empty();
        }
        return Optional.ofNullable(facts.paths().get(path))
                .map(found -> missing(found)
                        ? failed(where, path + ": no such file", want)
                        : unknown(where, path + ": it cannot be read here; root may"));
    }

    /** A private key that is named and not there; whether one may be read is the program's concern. */
    static Optional<Finding> noKey(Facts facts, Where where, String path, String want) {
        return Optional.ofNullable(facts.paths().get(path))
                .filter(found -> facts.asked().contains(Reads.CERTIFICATES) && missing(found))
                .map(found -> failed(where, path + ": no such file", want));
    }

    private static boolean missing(NamedPath found) {
        return found.known() && !found.exists();
    }
}
