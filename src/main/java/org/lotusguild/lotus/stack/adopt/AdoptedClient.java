package org.lotusguild.lotus.stack.adopt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.NginxFile.Directive;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** The web client: its name, and its own settings. */
final class AdoptedClient {
    private static final String NAME = "[a-z0-9-]+(?:\\.[a-z0-9-]+)+";

    private final Installation it;
    private final Gathering found = new Gathering();

    private AdoptedClient(Installation it) {
        this.it = it;
    }

    static Adopted of(Installation it) {
        return new AdoptedClient(it).adopt();
    }

    /** The server of nginx that shows pages and passes nothing on; empty without a client. */
    static Optional<Directive> server(Installation it) {
        String server = it.synapse().text("server_name").orElse("");
        String own = it.synapse()
                .text("public_baseurl")
                .flatMap(AdoptedSynapse::host)
                .orElse("");
        boolean client = !it.facts().yaml(Kind.CINNY).isEmpty();
        return AdoptedProxy.servers(it).stream()
                .filter(any -> client)
                .filter(candidate -> !candidate.all("root").isEmpty())
                .filter(candidate -> AdoptedProxy.name(candidate).matches(NAME))
                .filter(candidate -> !List.of(server, own).contains(AdoptedProxy.name(candidate)))
                .findFirst();
    }

    static Optional<String> name(Installation it) {
        return server(it).map(AdoptedProxy::name);
    }

    private Adopted adopt() {
        server(it).ifPresent(server -> found.take("names.client", AdoptedProxy.name(server), server.where()));
        it.facts().yaml(Kind.CINNY).stream()
                .findFirst()
                .filter(any -> server(it).isPresent())
                .ifPresent(this::settings);
        return found.done();
    }

    private void settings(YamlFile file) {
        homeservers(file);
        flag(file, "custom-homeservers", "allowCustomHomeservers");
        flag(file, "hash-router", "hashRouter", "enabled");
        Map<String, Object> featured = new LinkedHashMap<>();
        featured.put("open-as-default", file.root().isTrue("featuredCommunities", "openAsDefault"));
        for (String key : List.of("spaces", "rooms", "servers")) {
            featured.put(key, texts(file, "featuredCommunities", key));
        }
        if (!featured.values().stream().allMatch(value -> value.equals(false) || value.equals(List.of()))) {
            found.silently("client.featured", featured);
        }
    }

    private static List<String> texts(YamlFile file, String... keys) {
        return file.items(keys).stream().flatMap(item -> item.text().stream()).toList();
    }

    /** People choose a server name there, not the host that it delegates to. */
    private void homeservers(YamlFile file) {
        String server = it.synapse().text("server_name").orElse("");
        String own = it.synapse()
                .text("public_baseurl")
                .flatMap(AdoptedSynapse::host)
                .orElse("");
        List<String> names = new ArrayList<>(texts(file, "homeserverList"));
        names.replaceAll(name -> name.equals(own) ? server : name);
        List<String> distinct = names.stream().distinct().toList();
        found.silently("client.homeservers", distinct.isEmpty() ? List.of(server) : distinct);
        file.root()
                .scalar("defaultHomeserver")
                .map(YamlScalar::whole)
                .filter(place -> place.isPresent() && place.getAsLong() > 0 && place.getAsLong() < distinct.size())
                .ifPresent(place -> found.silently("client.default-homeserver", place.getAsLong()));
    }

    private void flag(YamlFile file, String key, String... theirs) {
        if (file.root().isTrue(theirs)) {
            found.silently("client." + key, true);
        }
    }
}
