package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.FACTS;
import static org.lotusguild.lotus.stack.check.Sample.HS;
import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

final class SignInSamples {
    private static final String PROVIDER =
            "oidc_providers:\n  - idp_id: a\n    client_id: synapse\n    issuer: https://auth.example.org\n"
                    + "    scopes: [openid, profile]\n    user_profile_method: userinfo_endpoint\n    client_secret_path: /x/y";
    private static final String BASE = "public_baseurl: https://matrix.example.org/";
    private static final String AUTHELIA =
            "=== authelia.yml\nidentity_providers:\n  oidc:\n    clients:\n      - client_id: synapse\n"
                    + "        client_secret: $pbkdf2-sha512$310000$x\n        scopes: [openid, profile]\n"
                    + "        redirect_uris: ['https://matrix.example.org/_synapse/client/oidc/callback']";
    private static final String LLDAP =
            "=== lldap_config.toml\nldap_base_dn = \"dc=example,dc=org\"\nldap_host = \"10.0.0.1\"\njwt_secret = \"0123456789abcdef0123456789abcdef\"";

    static final List<Sample> ALL = List.of(
            fails("SSO-001", "homeserver.yaml:9", HS, PROVIDER, "    allow_existing_users: true"),
            passes("SSO-001", HS, PROVIDER, "    allow_existing_users: false"),
            passes(
                    "SSO-001",
                    HS,
                    PROVIDER,
                    "    allow_existing_users: true",
                    FACTS,
                    "sso-migration: {from: 2026-11-01, until: 2026-11-30}"),
            fails("SSO-002", "homeserver.yaml:0", HS, PROVIDER),
            fails("SSO-002", "homeserver.yaml:6", HS, BASE, PROVIDER.replace("https://auth", "http://auth")),
            fails(
                    "SSO-002",
                    "authelia.yml:7",
                    HS,
                    BASE,
                    PROVIDER,
                    AUTHELIA.replace("/oidc/callback", "/oidc/callback/")),
            passes("SSO-002", HS, BASE, PROVIDER, AUTHELIA),
            fails("SSO-003", "homeserver.yaml:9", HS, PROVIDER, "    client_secret: fake-oidc-secret"),
            fails(
                    "SSO-003",
                    "authelia.yml:5",
                    HS,
                    PROVIDER,
                    AUTHELIA.replace("$pbkdf2-sha512$310000$x", "fake-oidc-secret")),
            passes("SSO-003", HS, PROVIDER, AUTHELIA),
            fails("SSO-004", "authelia.yml:6", HS, PROVIDER, AUTHELIA.replace("[openid, profile]", "[openid]")),
            fails("SSO-004", "homeserver.yaml:7", HS, PROVIDER.replace("userinfo_endpoint", "auto"), AUTHELIA),
            passes("SSO-004", HS, PROVIDER, AUTHELIA),
            fails(
                    "SSO-006",
                    "lldap_config.toml:3",
                    LLDAP.replace("0123456789abcdef0123456789abcdef", "REPLACE_WITH_RANDOM")),
            fails(
                    "SSO-006",
                    "facts.yaml:1",
                    LLDAP,
                    FACTS,
                    "forwarded-ports: [{to: auth, ports: \"3890\", proto: [tcp]}]"),
            passes("SSO-006", LLDAP),
            fails("SSO-007", "homeserver.yaml:2", HS, BASE.replace("https", "http"), PROVIDER),
            passes("SSO-007", HS, BASE, PROVIDER),
            passes("SSO-007", HS, "public_baseurl: http://127.0.0.1:8008/", PROVIDER),
            fails("SSO-008", "homeserver.yaml:0", HS, PROVIDER),
            fails("SSO-008", "homeserver.yaml:9", HS, PROVIDER, "password_config: {enabled: true}"),
            passes("SSO-008", HS, PROVIDER, "password_config: {enabled: only_for_reauth}"),
            passes("SSO-008", HS, PROVIDER, FACTS, "acknowledged: [password-login]"));

    private SignInSamples() {}
}
