package org.lotusguild.lotus.stack.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;

class CoturnTest {
    private static final String PATH = "/etc/turnserver.conf";
    private static final String RULE =
            "nft add rule inet filter output ip daddr %s udp sport 52000-57999 udp dport != 50000-51999 drop";

    @Test
    void leavesLiveKitsAddressOpenInTheMiddleOfARangeAndNamesTheRule() {
        List<String> lines = lines("one-host", "203.0.113.139");
        int gap = lines.indexOf(
                "# lotus: allowed peer 203.0.113.139 (sfu), firewall rule: " + RULE.formatted("203.0.113.139"));
        assertThat(lines.get(gap - 1)).isEqualTo("denied-peer-ip=203.0.113.0-203.0.113.138");
        assertThat(lines.get(gap + 1)).isEqualTo("denied-peer-ip=203.0.113.140-203.0.113.255");
        assertThat(lines).doesNotContain("denied-peer-ip=203.0.113.139");
        assertThat(lines.stream().filter(line -> line.startsWith("denied-peer-ip=")))
                .hasSize(25);
    }

    @Test
    void writesTheGapWhereTheAddressWouldBeDenied() {
        List<String> lines = lines("one-host", "11.22.33.44");
        assertThat(lines.getLast())
                .isEqualTo("# lotus: allowed peer 11.22.33.44 (sfu), firewall rule: " + RULE.formatted("11.22.33.44"));
        assertThat(lines.stream().filter(line -> line.startsWith("denied-peer-ip=")))
                .hasSize(24);
    }

    @Test
    void deniesOurOwnAddressesWhenNobodyCalls() {
        String quiet =
                Samples.text("one-host").replace("203.0.113.139", "11.22.33.44").replace("calls: true", "calls: false");
        assertThat(text(Samples.planOf(quiet)).lines())
                .endsWith("denied-peer-ip=11.22.33.44")
                .noneMatch(l -> l.startsWith("# lotus: allowed"));
    }

    @Test
    void neverWritesACidrOrAKeyThatCoturnDoesNotKnow() {
        List<String> lines = lines("five-hosts", "203.0.113.139");
        assertThat(lines.stream().filter(line -> !line.startsWith("#")))
                .noneMatch(line -> line.contains("/8") || line.contains("_") && !line.startsWith("no-tlsv1_1"))
                .contains(
                        "no-cli",
                        "no-tlsv1",
                        "no-tlsv1_1",
                        "max-bps=375000",
                        "total-quota=1200",
                        "external-ip=203.0.113.139/10.20.0.29",
                        "stale-nonce=600");
    }

    @Test
    void leavesOutWhatNewerReleasesDoNotKnow() {
        String newer = Samples.text("five-hosts").replace("coturn: \"4.6\"", "coturn: \"4.18\"");
        assertThat(text(Samples.planOf(newer)).lines()).doesNotContain("no-cli", "no-tlsv1", "no-tlsv1_1");
    }

    @Test
    void takesTheOldSecretTooWhileItIsRotated() {
        SecretValues fake = Samples.secrets();
        SecretValues rotated = new SecretValues() {
            @Override
            public Secret value(SecretName name) {
                return fake.value(name);
            }

            @Override
            public Optional<Secret> former(SecretName name) {
                return Optional.of(new Secret("fake-the-old-one")).filter(old -> name == SecretName.TURN);
            }

            @Override
            public Optional<Secret> registration() {
                return fake.registration();
            }
        };
        RenderedFile file =
                new Coturn().files(Samples.plan("one-host"), rotated).getFirst();
        assertThat(file.text()).contains("\nstatic-auth-secret=fake-dHVybn", "\nstatic-auth-secret=fake-the-old-one\n");
        assertThat(file.secret()).isTrue();
    }

    private static List<String> lines(String sample, String outside) {
        return text(Samples.planOf(Samples.text(sample).replace("203.0.113.139", outside)))
                .lines()
                .toList();
    }

    private static String text(Plan plan) {
        return Samples.file(plan, plan.the(Role.TURN), PATH);
    }
}
