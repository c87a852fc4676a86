package org.lotusguild.lotus.stack.check;

import java.util.ArrayList;
import java.util.List;
import org.lotusguild.lotus.stack.facts.Certificate;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Handshake;

/** Whether clients and servers take the certificate that a port shows. */
final class ShownCertificate {
    private ShownCertificate() {}

    /** Why not; empty if they do. */
    static List<String> faults(Facts facts, Handshake shake) {
        if (!shake.failure().isEmpty()) {
            return List.of(shake.failure());
        }
        return shake.certificate()
                .map(leaf -> faults(facts, shake, leaf))
                .orElseGet(() -> List.of("it shows no certificate"));
    }

    private static List<String> faults(Facts facts, Handshake shake, Certificate leaf) {
        List<String> faults = new ArrayList<>();
        boolean ended = leaf.notAfter().isBefore(facts.now());
        if (ended) {
            faults.add("its certificate ended at " + leaf.notAfter());
        }
        if (!leaf.isFor(shake.host())) {
            faults.add("its certificate is for " + String.join(", ", leaf.names()) + ", not for " + shake.host());
        }
        if (!shake.trusted() && !ended) {
            faults.add("its certificate is signed by nobody whom servers trust");
        }
        return faults;
    }
}
