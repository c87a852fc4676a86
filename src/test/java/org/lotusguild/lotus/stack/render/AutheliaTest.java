package org.lotusguild.lotus.stack.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;

/** Authelia comes in no package that a test could install: its file is read as YAML, and each key is one that it knows. */
class AutheliaTest {
    /** Of Authelia 4.38 and 4.39, by its reference; the keys of OpenID clients have these names since 4.38. */
    private static final Set<String> KNOWN = Set.of(
            "access_control.default_policy",
            "authentication_backend.ldap.address",
            "authentication_backend.ldap.base_dn",
            "authentication_backend.ldap.implementation",
            "authentication_backend.ldap.user",
            "identity_providers.oidc.authorization_policies.matrix.default_policy",
            "identity_providers.oidc.authorization_policies.matrix.rules[].policy",
            "identity_providers.oidc.authorization_policies.matrix.rules[].subject",
            "identity_providers.oidc.clients[].authorization_policy",
            "identity_providers.oidc.clients[].client_id",
            "identity_providers.oidc.clients[].client_name",
            "identity_providers.oidc.clients[].client_secret",
            "identity_providers.oidc.clients[].consent_mode",
            "identity_providers.oidc.clients[].grant_types[]",
            "identity_providers.oidc.clients[].public",
            "identity_providers.oidc.clients[].redirect_uris[]",
            "identity_providers.oidc.clients[].response_types[]",
            "identity_providers.oidc.clients[].scopes[]",
            "identity_providers.oidc.clients[].token_endpoint_auth_method",
            "identity_providers.oidc.clients[].userinfo_signed_response_alg",
            "log.format",
            "log.level",
            "notifier.filesystem.filename",
            "password_policy.standard.enabled",
            "password_policy.standard.min_length",
            "regulation.ban_time",
            "regulation.find_time",
            "regulation.max_retries",
            "server.address",
            "session.cookies[].authelia_url",
            "session.cookies[].domain",
            "storage.local.path",
            "theme");

    private static JsonNode written() {
        Plan plan = Samples.plan("five-hosts");
        String text = Samples.file(plan, plan.the(Role.SSO), "/etc/authelia/configuration.yml");
        return Json.tree(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    private static void keys(String path, JsonNode node, Set<String> keys) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> keys(
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue(), keys));
        } else if (node.isArray()) {
            node.forEach(item -> keys(path + "[]", item, keys));
        } else {
            keys.add(path);
        }
    }

    @Test
    void hasOnlyKeysThatAutheliaReads() {
        Set<String> keys = new TreeSet<>();
        keys("", written(), keys);
        assertThat(keys).hasSizeGreaterThan(20).isSubsetOf(KNOWN);
    }

    @Test
    void letsTheGuildsGroupInAndNobodyElse() {
        JsonNode oidc = written().at("/identity_providers/oidc");
        JsonNode client = oidc.at("/clients/0");
        assertThat(client.at("/redirect_uris/0").asString())
                .isEqualTo("https://matrix.example.org/_synapse/client/oidc/callback");
        assertThat(client.path("client_secret").asString()).startsWith("$pbkdf2-sha512$310000$");
        JsonNode policy = oidc.path("authorization_policies")
                .path(client.path("authorization_policy").asString());
        assertThat(policy.path("default_policy").asString()).isEqualTo("deny");
        assertThat(policy.at("/rules/0/subject").asString()).isEqualTo("group:matrix");
    }

    @Test
    void saysOnAHostOfItsOwnThatNoBackupReachesItsDatabases() {
        Plan five = Samples.plan("five-hosts");
        assertThat(InstallPage.text(five, five.the(Role.SSO)))
                .contains(
                        "in no backup",
                        "sqlite3 /var/lib/lldap/users.db \".backup",
                        "sqlite3 /var/lib/authelia/db.sqlite3 \".backup");
        Plan one = Samples.plan("one-host");
        assertThat(InstallPage.text(one, one.the(Role.SSO))).doesNotContain("in no backup");
    }
}
