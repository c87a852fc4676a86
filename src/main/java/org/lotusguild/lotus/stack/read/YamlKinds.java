package org.lotusguild.lotus.stack.read;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.yaml.YamlEntry;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Origin;

/** What a file of YAML or JSON is, told by its keys on the top level. */
final class YamlKinds {
    private static final List<Rule> RULES = List.of(
            new Rule(Kind.WORKER, "worker_app"),
            new Rule(Kind.WORKER, "worker_name"),
            new Rule(Kind.WORKER, "worker_listeners"),
            new Rule(Kind.SYNAPSE, "server_name", "listeners"),
            new Rule(Kind.REGISTRATION, "as_token", "hs_token"),
            new Rule(Kind.HOOKSHOT, "bridge", "listeners"),
            new Rule(Kind.HOOKSHOT, "bridge", "passFile"),
            new Rule(Kind.LIVEKIT, "rtc"),
            new Rule(Kind.LIVEKIT, "keys", "port"),
            new Rule(Kind.LIVEKIT, "key_file", "port"),
            new Rule(Kind.AUTHELIA, "authentication_backend"),
            new Rule(Kind.AUTHELIA, "identity_providers"),
            new Rule(Kind.PROMETHEUS, "scrape_configs"),
            new Rule(Kind.CINNY, "homeserverList"),
            new Rule(Kind.CINNY, "defaultHomeserver"),
            new Rule(Kind.SYNAPSE_LOG, "version", "handlers"),
            new Rule(Kind.SYNAPSE_LOG, "version", "root"),
            new Rule(Kind.SYNAPSE_LOG, "version", "loggers"),
            new Rule(Kind.TOLD, "hosts", "versions"),
            new Rule(Kind.TOLD, "hosts", "where"));

    private record Rule(Kind kind, Set<String> keys) {
        Rule(Kind kind, String... keys) {
            this(kind, Arrays.stream(keys).collect(Collectors.toSet()));
        }
    }

    private YamlKinds() {}

    static Optional<Kind> kind(Origin origin, YamlNode root, KeyLists names) {
        Set<String> keys = root.entries().stream().map(YamlEntry::key).collect(Collectors.toSet());
        return RULES.stream()
                .filter(rule -> keys.containsAll(rule.keys()))
                .map(Rule::kind)
                .findFirst()
                .or(() -> byList(root, keys))
                .or(() -> byShare(keys, names.of("synapse")))
                .or(() -> byName("/" + origin.path()));
    }

    /** Keys that other programs use too, so that what lies below them must decide. */
    private static Optional<Kind> byList(YamlNode root, Set<String> keys) {
        if (root.items("groups").stream().anyMatch(group -> group.at("rules").isPresent())) {
            return Optional.of(Kind.PROMETHEUS_RULES);
        }
        boolean pusher = root.entries("apps").stream()
                .anyMatch(app -> app.value().text("type").isPresent());
        return pusher && !keys.contains("server_name") ? Optional.of(Kind.SYGNAL) : Optional.empty();
    }

    /** A file of conf.d may hold one key only: if Synapse knows half of the keys, it is Synapse's. */
    private static Optional<Kind> byShare(Set<String> keys, KeyLists.KeyList synapse) {
        long known = keys.stream().filter(synapse::knows).count();
        // "listeners", "database" or "log_config" alone could be anybody's.
        boolean telling = keys.stream().anyMatch(key -> synapse.knows(key) && key.contains("_"));
        return telling && known * 2 >= keys.size() ? Optional.of(Kind.SYNAPSE) : Optional.empty();
    }

    private static Optional<Kind> byName(String path) {
        if (path.matches(".*/homeserver\\.ya?ml|.*/(matrix-)?synapse/conf\\.d/[^/]*\\.yaml")) {
            return Optional.of(Kind.SYNAPSE);
        }
        if (path.matches(".*/livekit[^/]*/(config|livekit)\\.ya?ml|.*/livekit\\.ya?ml")) {
            return Optional.of(Kind.LIVEKIT);
        }
        if (path.matches(".*/sygnal\\.ya?ml")) {
            return Optional.of(Kind.SYGNAL);
        }
        return path.matches(".*/hookshot/config\\.ya?ml") ? Optional.of(Kind.HOOKSHOT) : Optional.empty();
    }
}
