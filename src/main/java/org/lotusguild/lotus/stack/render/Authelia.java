package org.lotusguild.lotus.stack.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;

/**
 * Authelia, the provider of single sign-on, with Synapse as its one client. It reads its secrets from files; only the digest of
 * the client's secret stands in its configuration.
 *
 * <p>Source: Authelia 4.39, configuration manual.
 */
final class Authelia implements Writer {
    static final String DATABASE = "/var/lib/authelia/db.sqlite3";
    private static final String UNIT = "authelia.service";
    private static final String SECRETS = "/etc/authelia/secrets/";

    /** A file with a secret, and the variable by which Authelia is told of it. */
    private record Told(SecretName secret, String variable) {
        String path() {
            return SECRETS + secret;
        }
    }

    private static final List<Told> TOLD = List.of(
            new Told(SecretName.AUTHELIA_RESET, "AUTHELIA_IDENTITY_VALIDATION_RESET_PASSWORD_JWT_SECRET_FILE"),
            new Told(SecretName.AUTHELIA_SESSION, "AUTHELIA_SESSION_SECRET_FILE"),
            new Told(SecretName.AUTHELIA_STORAGE, "AUTHELIA_STORAGE_ENCRYPTION_KEY_FILE"),
            new Told(SecretName.LLDAP_ADMIN, "AUTHELIA_AUTHENTICATION_BACKEND_LDAP_PASSWORD_FILE"),
            new Told(SecretName.OIDC_HMAC, "AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET_FILE"),
            new Told(SecretName.OIDC_KEY, "AUTHELIA_IDENTITY_PROVIDERS_OIDC_ISSUER_PRIVATE_KEY_FILE"));

    @Override
    public List<RenderedFile> files(Plan plan, SecretValues secrets) {
        if (!plan.has(Role.SSO)) {
            return List.of();
        }
        Host host = plan.the(Role.SSO);
        List<RenderedFile> files = new ArrayList<>();
        String digest = secrets.value(SecretName.OIDC_CLIENT_DIGEST).value();
        files.add(RenderedFile.closed(
                        host,
                        "/etc/authelia/configuration.yml",
                        "authelia",
                        Yaml.text(plan.header(), settings(plan, host, digest)))
                .of(UNIT));
        for (Told told : TOLD) {
            String value = secrets.value(told.secret()).value().strip() + "\n";
            files.add(RenderedFile.closed(host, told.path(), "authelia", value).of(UNIT));
        }
        files.add(RenderedFile.open(host, "/etc/systemd/system/" + UNIT, unit(plan))
                .of(UNIT));
        return files;
    }

    private static Map<String, Object> settings(Plan plan, Host host, String digest) {
        String name = plan.stack().names().auth().orElseThrow();
        Map<String, Object> settings = new TreeMap<>();
        settings.put("theme", "auto");
        settings.put(
                "server",
                Map.of("address", "tcp://" + plan.bind(host, Service.AUTHELIA) + ":" + plan.port(Service.AUTHELIA)));
        settings.put("log", Map.of("level", "info", "format", "json"));
        settings.put("authentication_backend", Map.of("ldap", directory(plan)));
        settings.put("password_policy", Map.of("standard", Map.of("enabled", true, "min_length", 12)));
        settings.put("regulation", Map.of("max_retries", 5, "find_time", "2m", "ban_time", "10m"));
        settings.put("access_control", Map.of("default_policy", "two_factor"));
        settings.put(
                "session",
                Map.of("cookies", List.of(Map.of("domain", parent(name), "authelia_url", "https://" + name))));
        settings.put("storage", Map.of("local", Map.of("path", DATABASE)));
        settings.put("notifier", Map.of("filesystem", Map.of("filename", "/var/lib/authelia/notifications.txt")));
        settings.put("identity_providers", Map.of("oidc", provider(plan, digest)));
        return settings;
    }

    private static Map<String, Object> directory(Plan plan) {
        String base = Lldap.base(plan);
        return Map.of(
                "implementation",
                "lldap",
                "address",
                "ldap://127.0.0.1:" + plan.port(Service.LLDAP),
                "base_dn",
                base,
                "user",
                "uid=" + Lldap.ADMIN + ",ou=people," + base);
    }

    /** Who is not in the group is told so by the provider, and never comes to Synapse. */
    private static Map<String, Object> provider(Plan plan, String digest) {
        Map<String, Object> policy = Map.of(
                "default_policy",
                "deny",
                "rules",
                List.of(Map.of(
                        "policy",
                        "one_factor",
                        "subject",
                        "group:" + plan.stack().sso().group())));
        return Map.of(
                "authorization_policies", Map.of("matrix", policy),
                "clients", List.of(client(plan, digest)));
    }

    private static Map<String, Object> client(Plan plan, String digest) {
        return Map.ofEntries(
                Map.entry("client_id", "synapse"),
                Map.entry("client_name", plan.stack().serverName()),
                Map.entry("client_secret", digest),
                Map.entry("public", false),
                Map.entry("authorization_policy", "matrix"),
                Map.entry("consent_mode", "explicit"),
                Map.entry("redirect_uris", List.of(plan.publicUrl() + "_synapse/client/oidc/callback")),
                Map.entry("scopes", List.of("openid", "profile", "email", "groups")),
                Map.entry("grant_types", List.of("authorization_code")),
                Map.entry("response_types", List.of("code")),
                Map.entry("userinfo_signed_response_alg", "none"),
                Map.entry("token_endpoint_auth_method", "client_secret_basic"));
    }

    /** The cookie's domain: {@code auth.example.org} → {@code example.org}. */
    private static String parent(String name) {
        String above = name.substring(name.indexOf('.') + 1);
        return above.contains(".") ? above : name;
    }

    private static String unit(Plan plan) {
        Stream<String> variables = TOLD.stream().map(told -> "Environment=" + told.variable() + "=" + told.path());
        return Lines.under(plan.header())
                .block("""
                [Unit]
                Description=Authelia, single sign-on
                Wants=network-online.target
                After=network-online.target lldap.service

                [Service]
                User=authelia
                Group=authelia
                StateDirectory=authelia
                """)
                .addAll(variables.toList())
                .block("""
                ExecStart=/usr/bin/authelia --config /etc/authelia/configuration.yml
                Restart=always
                RestartSec=2
                CapabilityBoundingSet=
                """)
                .block(Units.CLOSED)
                .block("""

                [Install]
                WantedBy=multi-user.target
                """)
                .text();
    }
}
