package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlReader;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code src/it/oidc/provider.mjs}: oidc-provider from npm, in the place of the rendered Authelia. It has the one client of
 * Authelia's rendered configuration, with the digest of its secret, and signs with Authelia's rendered key.
 */
final class OpenIdProvider implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Who may sign in: the provider's own name of her, and what it tells of her. */
    static final String ALICE = "7f3a91";

    private final Child child;

    /**
     * Starts it.
     *
     * @param issuer as it calls itself
     * @param digest of the client's secret; that of the file unless a test wants another
     */
    OpenIdProvider(RenderedTree tree, Path folder, String issuer, int port, String digest) {
        ObjectNode settings = Json.object().put("issuer", issuer).put("port", port);
        settings.put("key", read(tree.at("/etc/authelia/secrets/oidc-key")));
        settings.set("client", client(tree).put("client_secret", digest));
        ObjectNode alice = settings.putObject("people").putObject(ALICE);
        alice.put("preferred_username", "Alice.Smith").put("name", "Alice Smith").put("email", "alice@example.org");
        alice.put("email_verified", true).putArray("groups").add("matrix");
        Path file = folder.resolve("provider.json");
        tree.write(file, Json.text(settings));
        Path modules = Toolbox.real().providerModules(Tools.repository());
        this.child = Child.start(
                "the OpenID provider",
                folder,
                List.of(
                        modules.resolve("node/bin/node").toString(),
                        Tools.repository().resolve("src/it/oidc/provider.mjs").toString(),
                        modules.toString(),
                        file.toString()));
        Await.until(LIMIT, "the provider", () -> {
            if (!child.alive()) {
                throw new AssertionError(child.output());
            }
            return child.output().contains("listening");
        });
    }

    /** Synapse's entry in Authelia's file. */
    static ObjectNode client(RenderedTree tree) {
        YamlNode root = YamlReader.read(read(tree.at("/etc/authelia/configuration.yml")));
        YamlNode entry = root.items("identity_providers", "oidc", "clients").getFirst();
        ObjectNode client = Json.object();
        for (String key : List.of("client_id", "client_name", "client_secret", "token_endpoint_auth_method")) {
            client.put(key, entry.text(key).orElseThrow());
        }
        for (String key : List.of("redirect_uris", "scopes", "grant_types", "response_types")) {
            ArrayNode values = client.putArray(key);
            entry.items(key).forEach(value -> values.add(value.text().orElseThrow()));
        }
        return client;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String output() {
        return child.output();
    }

    @Override
    public void close() {
        child.close();
    }
}
