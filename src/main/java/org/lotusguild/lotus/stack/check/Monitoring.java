package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Told.Role;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** Whether somebody is told when something breaks. */
final class Monitoring {
    static final List<Check> CHECKS =
            List.of(Check.of("MON-002", MEDIUM, "A part of the guild may break without a word")
                    .on(Kind.PROMETHEUS)
                    .reads(Reads.FACTS)
                    .passes("each part is scraped, TURN is probed over UDP, and rules watch the certificates")
                    .because(
                            "that TCP 3478 answers proves nothing for UDP, and certificates end on a day that nobody has in mind")
                    .source("the probes of a running Lotus; rules of lotus render")
                    .run(Monitoring::gaps));

    private Monitoring() {}

    private static Stream<Finding> gaps(Facts facts) {
        return facts.yaml(Kind.PROMETHEUS).stream().flatMap(file -> {
            List<String> lacks = new ArrayList<>(unscraped(facts, file));
            String rules = rules(facts);
            boolean told = !rules.isEmpty() || file.items("rule_files").isEmpty();
            boolean turn = has(facts, Role.TURN, !facts.coturn().isEmpty());
            if (told && turn && !rules.contains("turn") && !rules.contains("stun")) {
                lacks.add("a rule about TURN over UDP");
            }
            if (told && !rules.contains("certificate") && !rules.contains("cert_")) {
                lacks.add("a rule about certificates");
            }
            return lacks.isEmpty()
                    ? Stream.<Finding>of()
                    : Stream.<Finding>of(failed(
                            file.missing("scrape_configs"),
                            "without " + String.join(", ", lacks),
                            "the jobs and rules that lotus render writes"));
        });
    }

    private static List<String> unscraped(Facts facts, YamlFile file) {
        String jobs = file.items("scrape_configs").stream()
                .flatMap(job -> job.walk())
                .filter(YamlScalar.class::isInstance)
                .map(value -> ((YamlScalar) value).text().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("\n"));
        Map<String, Boolean> parts = new LinkedHashMap<>();
        parts.put("synapse", has(facts, Role.SYNAPSE, facts.synapse().isPresent()));
        parts.put(
                "postgres",
                has(facts, Role.POSTGRES, !facts.settings(Kind.POSTGRES).isEmpty()));
        parts.put("livekit", has(facts, Role.SFU, !facts.yaml(Kind.LIVEKIT).isEmpty()));
        parts.put("lotus", has(facts, Role.LOTUS, false));
        return parts.entrySet().stream()
                .filter(part -> part.getValue() && !jobs.contains(part.getKey()))
                .map(part -> "a job for " + part.getKey())
                .toList();
    }

    private static boolean has(Facts facts, Role role, boolean written) {
        return written || facts.told().with(role).isPresent();
    }

    /** All that the rules say, in small letters. */
    private static String rules(Facts facts) {
        return facts.yaml(Kind.PROMETHEUS_RULES).stream()
                .flatMap(file -> file.origin().lines().stream())
                .map(line -> line.toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("\n"));
    }
}
