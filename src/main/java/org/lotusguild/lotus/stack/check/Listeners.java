package org.lotusguild.lotus.stack.check;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlList;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.SynapseConfig.Written;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** What Synapse listens on. */
final class Listeners {
    private static final Set<String> ANYWHERE = Set.of("0.0.0.0", "::", "");
    private static final String ADDRESSES = "bind_addresses";

    private Listeners() {}

    /** One entry of {@code listeners} or {@code worker_listeners}. */
    record Listener(YamlNode node) {
        /** 0 if it has none: a socket of the file system. */
        int port() {
            return node.scalar("port")
                    .map(YamlScalar::whole)
                    .map(port -> (int) port.orElse(0))
                    .orElse(0);
        }

        Set<String> names() {
            return node.items("resources").stream()
                    .flatMap(resource -> resource.items("names").stream())
                    .flatMap(name -> name.text().stream())
                    .collect(Collectors.toSet());
        }

        boolean http() {
            return node.text("type").orElse("").equals("http");
        }

        /** Whether clients speak to it. */
        boolean client() {
            return http() && names().contains("client");
        }

        boolean metrics() {
            return node.text("type").orElse("").equals("metrics") || names().contains("metrics");
        }

        boolean replication() {
            return names().contains("replication");
        }

        /** Where it binds, each with its line; the listener itself if it does not say, which means everywhere. */
        List<YamlNode> binds() {
            if (node.at("path").isPresent() && port() == 0) {
                return List.of();
            }
            List<YamlNode> written = Stream.concat(node.items(ADDRESSES).stream(), node.scalar("bind_address").stream())
                    .toList();
            return written.isEmpty() ? List.of(node.at(ADDRESSES).orElse(node)) : written;
        }

        /** {@code 127.0.0.1}; empty for everywhere. */
        static String address(YamlNode bind) {
            return bind instanceof YamlScalar scalar ? scalar.text() : "";
        }

        boolean anywhere() {
            return binds().stream().map(Listener::address).anyMatch(ANYWHERE::contains);
        }

        static boolean anywhere(YamlNode bind) {
            return ANYWHERE.contains(address(bind));
        }
    }

    static List<Listener> ofBlock(YamlNode list) {
        return list instanceof YamlList items
                ? items.items().stream().map(Listener::new).toList()
                : List.of();
    }

    /** A listener of the main process, where it is written. */
    record Placed(Written written, Listener listener) {}

    /** Those of the main process, shadowed ones too. */
    static Stream<Placed> written(Facts facts) {
        return facts.synapse().stream()
                .flatMap(synapse -> synapse.written("listeners"))
                .flatMap(one -> ofBlock(one.value()).stream().map(listener -> new Placed(one, listener)));
    }

    /** Those of the main process that count. */
    static Stream<Placed> effective(Facts facts) {
        return written(facts).filter(placed -> placed.written().shadowedBy().isEmpty());
    }

    /** A listener of a worker. */
    record OfWorker(YamlFile file, Listener listener) {}

    static Stream<OfWorker> workers(Facts facts) {
        return facts.yaml(Kind.WORKER).stream()
                .flatMap(file -> file.items("worker_listeners").stream()
                        .map(Listener::new)
                        .map(listener -> new OfWorker(file, listener)));
    }
}
