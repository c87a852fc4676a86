package org.lotusguild.lotus.stack.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.stack.check.SaidAnswers.FILES;
import static org.lotusguild.lotus.stack.check.SaidAnswers.GOOD;
import static org.lotusguild.lotus.stack.check.SaidAnswers.certificate;
import static org.lotusguild.lotus.stack.check.SaidAnswers.certificates;
import static org.lotusguild.lotus.stack.check.SaidAnswers.found;
import static org.lotusguild.lotus.stack.check.SaidAnswers.live;
import static org.lotusguild.lotus.stack.check.SaidAnswers.program;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.facts.Answers;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.LiveAnswers;
import org.lotusguild.lotus.stack.facts.ProgramRun.Judge;
import org.lotusguild.lotus.stack.facts.Reads;

/** What the TURN server shows and writes, and what certificates hold. Each check once with a fault and once without. */
class TurnAnswersTest {
    @Test
    void judgesTheCertificateOfTheTurnServer() {
        assertThat(found("TRN-005", certificates(GOOD))).isEmpty();
        assertThat(found("TRN-005", certificates(certificate(20, false, "other.example.org"))))
                .containsExactly(
                        "cert: 20 days are left, does not name turn.example.org, the key belongs to another one");
        assertThat(certificate(90, true, "*.example.org").isFor("turn.example.org"))
                .isTrue();
        assertThat(certificate(90, true, "*.example.org").isFor("a.turn.example.org"))
                .isFalse();
    }

    @Test
    void readsTheLogOfTheTurnServer() {
        String well = "0: : Black listing: 10.0.0.0-10.255.255.255\n0: : Black listing: 192.168.0.0-192.168.255.255\n";
        assertThat(found("TRN-016", program(Judge.COTURN, "turnserver.conf", 0, well)))
                .isEmpty();
        assertThat(found("TRN-007", program(Judge.COTURN, "turnserver.conf", 0, well)))
                .isEmpty();
        String bad = "0: : WARNING: cannot start TLS and DTLS listeners because certificate file is not set properly\n";
        assertThat(found("TRN-016", program(Judge.COTURN, "turnserver.conf", 0, bad)))
                .containsExactly("run: 0 of 2 denied-peer-ip lines were taken");
        assertThat(found("TRN-007", program(Judge.COTURN, "turnserver.conf", 0, bad)))
                .hasSize(1);
    }

    @Test
    void wantsHandshakesAndBindingsOfTheTurnServer() {
        LiveAnswers well = new LiveAnswers(
                List.of(),
                List.of(new LiveAnswers.Handshake(
                        "turn.example.org", 5349, List.of("TLSv1.2"), Optional.of(GOOD), true, "")),
                List.of(new LiveAnswers.Binding("turn.example.org", 3478, "203.0.113.5:1", Duration.ofMillis(9), "")),
                List.of());
        assertThat(found("TRN-008", live(well))).isEmpty();
        assertThat(found("TRN-009", live(well))).isEmpty();
        LiveAnswers bad = new LiveAnswers(
                List.of(),
                List.of(new LiveAnswers.Handshake(
                        "turn.example.org", 5349, List.of(), Optional.empty(), false, "refused")),
                List.of(new LiveAnswers.Binding("turn.example.org", 3478, "", Duration.ZERO, "no answer")),
                List.of());
        assertThat(found("TRN-008", live(bad))).containsExactly("turns:turn.example.org:5349: refused");
        assertThat(found("TRN-009", live(bad))).containsExactly("stun:turn.example.org:3478: no answer");
    }

    /** The public name was asked, and no turns address is there to be asked. */
    @Test
    void takesNoOtherHandshakeForOneOfTheTurnServer() {
        LiveAnswers web = new LiveAnswers(
                List.of(),
                List.of(new LiveAnswers.Handshake(
                        "matrix.example.org", 443, List.of("TLSv1.3"), Optional.of(GOOD), true, "")),
                List.of(),
                List.of());
        Facts facts = SampleFacts.of("=== homeserver.yaml\nserver_name: example.org\nlisteners: []\n"
                        + "turn_uris: ['turn:turn.example.org?transport=udp']\n")
                .with(EnumSet.of(Reads.LIVE), live(web));
        Report report = Audit.run(facts, new Selection(List.of("TRN-008"), List.of()), List.of(), 0);
        assertThat(report.passed()).isEmpty();
        assertThat(report.skipped())
                .containsExactly(new Report.Skipped(new CheckId("TRN-008"), "no turns address known"));
    }

    @Test
    void missesCertificatesThatAreNamedAndNotThere() {
        String place = "/etc/coturn/certs/fullchain.pem";
        String site =
                "=== nginx.conf\nserver {\nlisten 443 ssl;\nadd_header Strict-Transport-Security x;\nssl_certificate %s;\n}\n"
                        .formatted(place);
        String gone = "=== " + place + " missing\n";
        String closed = "=== " + place + " 0600\n";
        assertThat(found("TRN-005", FILES + gone, certificates())).containsExactly("cert: " + place + ": no such file");
        assertThat(found("NGX-006", site + gone, certificates()))
                .containsExactly("ssl_certificate: " + place + ": no such file");
        assertThat(found("TRN-005", FILES + closed, certificates()))
                .containsExactly("unknown cert: " + place + ": it cannot be read here; root may");
        assertThat(found("NGX-006", site + closed, certificates()))
                .containsExactly("unknown ssl_certificate: " + place + ": it cannot be read here; root may");
        assertThat(found("TRN-005", FILES + closed, certificates(GOOD))).isEmpty();
        assertThat(found("NGX-006", site, certificates())).isEmpty();
        Facts facts = SampleFacts.of(FILES + gone).with(EnumSet.of(Reads.CERTIFICATES), Answers.none());
        Report report = Audit.run(facts, new Selection(List.of("TRN-005"), List.of()), List.of(), 0);
        assertThat(report.failedIds()).containsExactly(new CheckId("TRN-005"));
    }

    @Test
    void missesKeysThatAreNamedAndNotThere() {
        String key = "/etc/coturn/certs/privkey.pem";
        String turn = FILES + "pkey=" + key + "\n";
        String site =
                "=== nginx.conf\nserver {\nlisten 443 ssl;\nadd_header Strict-Transport-Security x;\nssl_certificate_key %s;\n}\n"
                        .formatted(key);
        String gone = "=== " + key + " missing\n";
        String closed = "=== " + key + " 0600\n";
        assertThat(found("TRN-005", turn + gone, certificates(GOOD)))
                .containsExactly("pkey: " + key + ": no such file");
        assertThat(found("NGX-006", site + gone, certificates()))
                .containsExactly("ssl_certificate_key: " + key + ": no such file");
        assertThat(found("TRN-005", turn + closed, certificates(GOOD))).isEmpty();
        assertThat(found("NGX-006", site + closed, certificates())).isEmpty();
    }

    @Test
    void countsTheDaysOfTheProxysCertificates() {
        String site =
                "=== nginx.conf\nserver {\nlisten 443 ssl;\nadd_header Strict-Transport-Security x;\nssl_certificate /etc/coturn/certs/fullchain.pem;\n}";
        assertThat(found("NGX-006", site, certificates(GOOD))).isEmpty();
        assertThat(found("NGX-006", site, certificates(certificate(-2, true, "a"))))
                .containsExactly("ssl_certificate: /etc/coturn/certs/fullchain.pem: ended 2 days ago");
    }

    @Test
    void asksForSuitesOfTheCertificateThatIsThere() {
        String list =
                "=== turnserver.conf\nuse-auth-secret\ncert=/etc/coturn/certs/fullchain.pem\ncipher-list=\"ECDHE-%s-AES256-GCM-SHA384\"\n";
        assertThat(found("TRN-015", list.formatted("ECDSA"), certificates(GOOD)))
                .isEmpty();
        assertThat(found("TRN-015", list.formatted("RSA"), certificates(GOOD)))
                .containsExactly("cipher-list: no suite for ECDSA certificates");
        assertThat(found("TRN-015", list.formatted("ECDSA"), certificates()))
                .containsExactly("cipher-list: no suite for RSA certificates");
    }
}
