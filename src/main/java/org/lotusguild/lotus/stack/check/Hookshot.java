package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.LOW;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Access;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Question;
import org.lotusguild.lotus.stack.facts.NamedPath;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Where;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** The webhook bridge hookshot. */
final class Hookshot {
    private static final int OK = 200;
    private static final int OWNER_ONLY = 0077;

    static final List<Check> CHECKS = List.of(
            Check.of("HOOK-001", LOW, "hookshot does not say how it is")
                    .on(Kind.HOOKSHOT)
                    .reads(Reads.LIVE)
                    .passes("metrics.enabled, and a listener with the resource metrics")
                    .because("nobody sees failing webhooks; a 404 at /metrics is configuration, not a defect")
                    .source("hookshot, metrics and listeners")
                    .run(Hookshot::metrics),
            Check.of("HOOK-002", MEDIUM, "Secrets of hookshot are open, or differ from those that Synapse has")
                    .on(Kind.HOOKSHOT)
                    .passes(
                            "the passkey is 0600, tokens are the same in all copies of the registration, webhooks come in over TLS")
                    .because(
                            "the address of a webhook is its password, and the passkey opens the tokens of all services")
                    .source("hookshot, passFile and generic.urlPrefix")
                    .run(Hookshot::secrets));

    private Hookshot() {}

    private static Stream<Finding> metrics(Facts facts) {
        Stream<Finding> silent = facts.answers().live().stream()
                .flatMap(live -> live.pages(Question.BRIDGE_METRICS))
                .filter(page -> page.status() != 0 && page.status() != OK)
                .map(page -> failed(
                        new Where("", 0, page.url()),
                        "status " + page.status(),
                        "a listener with the resource metrics"));
        return Stream.concat(withoutMetrics(facts), silent);
    }

    private static Stream<Finding> withoutMetrics(Facts facts) {
        return facts.yaml(Kind.HOOKSHOT).stream().flatMap(file -> {
            List<String> lacks = new ArrayList<>();
            if (!file.root().isTrue("metrics", "enabled")) {
                lacks.add("metrics.enabled");
            }
            boolean listens = file.items("listeners").stream()
                    .flatMap(listener -> listener.items("resources").stream())
                    .flatMap(resource -> resource.text().stream())
                    .anyMatch("metrics"::equals);
            if (!listens) {
                lacks.add("a listener with the resource metrics");
            }
            return lacks.isEmpty()
                    ? Stream.<Finding>of()
                    : Stream.<Finding>of(failed(
                            file.missing("metrics"),
                            "without " + String.join(" and ", lacks),
                            "metrics: {enabled: true} and a listener on the LAN with resources: [metrics]"));
        });
    }

    private static Stream<Finding> secrets(Facts facts) {
        return facts.yaml(Kind.HOOKSHOT).stream()
                .flatMap(file -> Stream.of(passkey(facts, file), plain(file), tokens(facts))
                        .flatMap(Optional::stream));
    }

    private static Optional<Finding> passkey(Facts facts, YamlFile file) {
        Optional<YamlScalar> named =
                file.root().scalar("passFile").or(() -> file.root().scalar("bridge", "passFile"));
        return named.flatMap(path -> Optional.ofNullable(facts.paths().get(path.text()))
                .flatMap(NamedPath::access)
                .filter(access -> (access.mode() & OWNER_ONLY) != 0)
                .map((Access access) ->
                        failed(file.at(path), path.text() + " has mode " + access.shown(), "chmod 0600")));
    }

    private static Optional<Finding> plain(YamlFile file) {
        return file.root()
                .scalar("generic", "urlPrefix")
                .filter(prefix ->
                        !prefix.text().startsWith("https://") && file.root().isTrue("generic", "enabled"))
                .map(prefix -> failed(
                        file.at(prefix), "urlPrefix: " + prefix.text(), "an address with https, behind the proxy"));
    }

    /** Two copies of one registration with other tokens. */
    private static Optional<Finding> tokens(Facts facts) {
        List<YamlFile> copies = facts.yaml(Kind.REGISTRATION).stream()
                .filter(copy -> copy.text("sender_localpart").orElse("").contains("hookshot")
                        || copy.text("id").orElse("").contains("hookshot"))
                .toList();
        return copies.stream()
                .skip(1)
                .flatMap(copy -> Stream.of("as_token", "hs_token")
                        .flatMap(key -> differs(copies.getFirst(), copy, key).stream()))
                .findFirst();
    }

    private static Optional<Finding> differs(YamlFile first, YamlFile other, String key) {
        Optional<YamlNode> one = first.node(key);
        Optional<YamlNode> two = other.node(key);
        boolean same = one.flatMap(YamlNode::text).equals(two.flatMap(YamlNode::text));
        return same
                ? Optional.empty()
                : Optional.of(failed(
                        two.map(other::at).orElseGet(() -> other.missing(key)),
                        key + " differs from that in " + first.file(),
                        "one registration file for Synapse and hookshot"));
    }
}
