package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.LOW;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlList;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.SynapseConfig;
import org.lotusguild.lotus.stack.facts.SynapseConfig.Written;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.Where;

/** Whom the server speaks with: what was wished against what the file does. */
final class Federation {
    private static final String WHITELIST = "federation_domain_whitelist";

    static final List<Check> CHECKS = List.of(
            Check.of("SYN-003", HIGH, "The server is federated although it was meant to be closed")
                    .on(Kind.SYNAPSE)
                    .passes("who wants a closed server has federation_domain_whitelist: []")
                    .because("no list means everybody, and a list means those on it")
                    .source("configuration manual, federation_domain_whitelist")
                    .run(Federation::closed),
            Check.of("SYN-004", HIGH, "The list of servers does not name servers")
                    .on(Kind.SYNAPSE)
                    .passes("federation_domain_whitelist is a list of server names")
                    .because("a text becomes single letters, and the host that a name is delegated to matches nobody")
                    .source("measured with 1.163.2: {'m': True, 'a': True, …}")
                    .run(Federation::names),
            Check.of("SYN-005", LOW, "Facts and file disagree about federation")
                    .on(Kind.SYNAPSE)
                    .needs(
                            "federation not told",
                            facts -> facts.told().federation().isPresent())
                    .passes("open means no list, list means one with names, closed means an empty one")
                    .because("one of them describes another server than the one that runs")
                    .source("configuration manual, federation_domain_whitelist")
                    .run(Federation::wish));

    private Federation() {}

    /** Told, or believed to be said by a key that does nothing. */
    private static boolean wishedClosed(Facts facts, SynapseConfig synapse) {
        boolean told =
                facts.told().federation().filter(Told.Federation.CLOSED::equals).isPresent();
        return told || synapse.isFalse("federation_enabled");
    }

    private static boolean empty(Written list) {
        return list.value() instanceof YamlList items && items.items().isEmpty();
    }

    private static Where place(SynapseConfig synapse) {
        return synapse.effective(WHITELIST).map(Written::where).orElse(synapse.missing(WHITELIST));
    }

    private static String saw(SynapseConfig synapse) {
        return synapse.effective(WHITELIST)
                .map(list -> Shown.of(list.entry()))
                .orElse("no " + WHITELIST + ", which means everybody");
    }

    private static Stream<Finding> closed(Facts facts) {
        return facts.synapse().stream()
                .filter(synapse -> wishedClosed(facts, synapse))
                .filter(synapse ->
                        synapse.effective(WHITELIST).filter(Federation::empty).isEmpty())
                .map(synapse -> Finding.failed(
                        place(synapse),
                        saw(synapse),
                        WHITELIST + ": [], no federation among the listeners' resources, port 8448 closed"));
    }

    private static Stream<Finding> wish(Facts facts) {
        return facts.synapse().stream().flatMap(synapse -> {
            Optional<Written> list = synapse.effective(WHITELIST);
            boolean named = list.isPresent() && !empty(list.get());
            boolean agree = switch (facts.told().federation().orElseThrow()) {
                case OPEN -> list.isEmpty();
                case LIST -> named;
                // That a closed one is not closed is said by SYN-003, and louder.
                case CLOSED -> true;
            };
            String wish = facts.told().federation().orElseThrow().name().toLowerCase(Locale.ROOT);
            return agree
                    ? Stream.of()
                    : Stream.of(Finding.failed(
                            place(synapse),
                            saw(synapse) + "; told: " + wish,
                            "change the one that is wrong: the list, or federation in "
                                    + facts.told().file()));
        });
    }

    private static Stream<Finding> names(Facts facts) {
        return facts.synapse().stream()
                .flatMap(synapse -> synapse.written(WHITELIST).flatMap(one -> names(synapse, one)));
    }

    private static Stream<Finding> names(SynapseConfig synapse, Written one) {
        if (one.value() instanceof YamlList list) {
            String own = synapse.text("server_name").orElse("");
            String host = ServerNames.host(synapse.text("public_baseurl").orElse(""));
            return list.items().stream().flatMap(item -> name(one, item, own, host));
        }
        return one.value().scalar().isEmpty() && one.value().entries().isEmpty()
                ? Stream.of()
                : Stream.of(Finding.failed(
                        one.where(),
                        Shown.of(one.entry()) + one.shadow(),
                        WHITELIST + ": [example.org], a list of server names"));
    }

    /** @param host of the address of the client API */
    private static Stream<Finding> name(Written one, YamlNode item, String own, String host) {
        String name = item.text().orElse("");
        boolean delegated = !host.isEmpty() && name.equals(host) && !host.equals(own);
        if (ServerNames.good(name) && !delegated) {
            return Stream.of();
        }
        Finding.Failed failed = Finding.failed(
                one.at(item),
                name + one.shadow(),
                delegated ? "remove it; the own name is not needed" : "a server name, like example.org");
        return Stream.of(
                delegated
                        ? failed.so("it is the host of public_baseurl, not a server's name (" + own
                                + "): it matches nobody")
                        : failed);
    }
}
