package org.lotusguild.lotus.stack.check;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;

/** Where Synapse listens for clients and servers. */
final class SynapseBackends {
    private static final int USUAL = 8008;

    private SynapseBackends() {}

    /** Ports of the main process and of workers; those too that a later file takes away. The usual one if none is known. */
    static Set<Integer> ports(Facts facts) {
        Stream<YamlNode> main = facts.synapse().stream()
                .flatMap(synapse -> synapse.written("listeners"))
                .flatMap(written -> written.value().items().stream());
        Stream<YamlNode> workers =
                facts.yaml(Kind.WORKER).stream().flatMap(worker -> worker.items("worker_listeners").stream());
        Set<Integer> ports = Stream.concat(main, workers)
                .filter(SynapseBackends::answersClients)
                .flatMap(listener -> port(listener).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return ports.isEmpty() ? Set.of(USUAL) : ports;
    }

    private static boolean answersClients(YamlNode listener) {
        return listener.items("resources").stream()
                .flatMap(resource -> resource.items("names").stream())
                .flatMap(name -> name.text().stream())
                .anyMatch(name -> Set.of("client", "federation", "media", "health", "openid")
                        .contains(name));
    }

    private static Optional<Integer> port(YamlNode listener) {
        return listener.scalar("port")
                .map(YamlScalar::whole)
                .filter(OptionalLong::isPresent)
                .map(port -> (int) port.getAsLong());
    }
}
