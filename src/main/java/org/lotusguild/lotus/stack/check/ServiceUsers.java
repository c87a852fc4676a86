package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.List;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Program;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** The users of Lotus' own application service: the bot, and one for each service that posts. */
final class ServiceUsers {
    private static final String DEVICES = "1.141";

    static final List<Check> CHECKS = List.of(Check.of("SYN-061", MEDIUM, "Synapse gives the users of Lotus no devices")
            .on(Kind.REGISTRATION)
            .needs("no registration of Lotus", facts -> ours(facts).findAny().isPresent())
            .needs(
                    "version of Synapse not known",
                    facts -> facts.version(Program.SYNAPSE).isPresent())
            .passes("Synapse is 1.141 or newer where Lotus has a registration")
            .because("whoever has no device says nothing in an encrypted room: the bot speaks in the services' place,"
                    + " with their names in front, or does not start itself")
            .source("Synapse, changes of 1.141.0: MSC4190 without a flag, MSC4326")
            .run(ServiceUsers::withoutDevices));

    private ServiceUsers() {}

    private static Stream<YamlFile> ours(Facts facts) {
        return facts.yaml(Kind.REGISTRATION).stream()
                .filter(file -> file.text("id").orElse("").startsWith("lotus"));
    }

    private static Stream<Finding> withoutDevices(Facts facts) {
        return facts.atLeast(Program.SYNAPSE, DEVICES)
                ? Stream.of()
                : ours(facts)
                        .map(file -> Finding.failed(
                                file.node("id")
                                        .map((YamlNode id) -> file.at(id))
                                        .orElseGet(() -> file.missing("id")),
                                "Synapse " + facts.version(Program.SYNAPSE).orElseThrow(),
                                "Synapse " + DEVICES + " or newer, or an ordinary account under homeserver.login"));
    }
}
