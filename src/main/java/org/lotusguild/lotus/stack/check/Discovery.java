package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Finding.unknown;
import static org.lotusguild.lotus.stack.check.Severity.LOW;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Page;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Question;
import org.lotusguild.lotus.stack.facts.SynapseConfig.Written;

/** Where a provider of single sign-on says who it is, and what it says there. */
public final class Discovery {
    private static final String DOCUMENT = "/.well-known/openid-configuration";
    private static final int OK = 200;

    private Discovery() {}

    /** An issuer where it is written, of a provider that Synapse asks. */
    private record Issuer(Written written, YamlScalar value) {
        /** OpenID Connect Discovery, section 4.1: a slash at the end is left out before the path is added. */
        String document() {
            return value.text().replaceFirst("/+$", "") + DOCUMENT;
        }
    }

    /** The documents that Synapse reads. */
    public static List<String> documents(Facts facts) {
        return issuers(facts).map(Issuer::document).distinct().toList();
    }

    private static Stream<Issuer> issuers(Facts facts) {
        return facts.synapse().stream()
                .flatMap(synapse -> synapse.effective("oidc_providers").stream())
                .flatMap(one -> one.value().items().stream()
                        .filter(provider -> !provider.isFalse("discover"))
                        .flatMap(provider -> provider.scalar("issuer").stream())
                        .map(issuer -> new Issuer(one, issuer)));
    }

    /** What is wrong with the answers; none if nobody was asked. */
    static Stream<Finding> findings(Facts facts) {
        return facts.answers().live().stream()
                .flatMap(live -> live.pages(Question.OIDC_DISCOVERY))
                .flatMap(page -> issuers(facts)
                        .filter(issuer -> issuer.document().equals(page.url()))
                        .flatMap(issuer -> judged(issuer, page).stream()));
    }

    private static Optional<Finding> judged(Issuer issuer, Page page) {
        if (page.status() == 0) {
            return Optional.of(unknown(issuer.written().at(issuer.value()), page.url() + ": " + page.failure()));
        }
        Optional<String> says = page.status() == OK ? named(page) : Optional.empty();
        if (says.isEmpty()) {
            return Optional.of(failed(
                            issuer.written().at(issuer.value()),
                            "issuer: " + issuer.value().text() + ", and " + page.url() + " answers with status "
                                    + page.status() + ": " + page.glance(),
                            "the issuer under which the provider answers with its discovery document")
                    .so("Synapse starts, and whoever wants to sign in gets an error page"));
        }
        return says.get().equals(issuer.value().text())
                ? Optional.empty()
                : Optional.of(failed(
                                issuer.written().at(issuer.value()),
                                "issuer: " + issuer.value().text() + ", and the provider calls itself " + says.get(),
                                "issuer: " + says.get())
                        .so("Synapse takes the provider's word for it; with discover: false it refuses every sign-in")
                        .as(LOW));
    }

    private static Optional<String> named(Page page) {
        YamlNode document = WellKnown.read(page.start());
        return document.text("issuer")
                .filter(issuer -> document.text("token_endpoint").isPresent());
    }
}
