package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Mask;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.SynapseConfig;
import org.lotusguild.lotus.stack.facts.SynapseConfig.Written;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.Where;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** Single sign-on: Synapse, its provider and the directory behind it. */
final class SignIn {
    private static final String CALLBACK = "_synapse/client/oidc/callback";
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final String NO_OIDC = "no oidc_providers";

    static final List<Check> CHECKS = List.of(
            Check.of("SSO-001", HIGH, "Whoever has a name at the provider gets the local account of that name")
                    .on(Kind.SYNAPSE)
                    .passes("allow_existing_users is true only in a declared time of migration")
                    .because("it links any local name to the provider's user of that name, without a password")
                    .source("configuration manual, oidc_providers")
                    .run(SignIn::existingUsers),
            Check.of("SSO-002", HIGH, "The addresses of sign-in do not fit together")
                    .on(Kind.SYNAPSE)
                    .reads(Reads.LIVE)
                    .needs(NO_OIDC, SignIn::uses)
                    .passes(
                            "public_baseurl is set, the issuer is https and spelled as the provider spells it, the provider answers there and knows the callback")
                    .because("sign-in ends in an error page")
                    .source(
                            "OpenID Connect Discovery, section 4.3; configuration manual, oidc_providers; measured with 1.163.2")
                    .run(SignIn::addresses),
            Check.of("SSO-003", MEDIUM, "The secret between Synapse and its provider lies open")
                    .on(Kind.SYNAPSE, Kind.AUTHELIA)
                    .passes("Synapse reads it by client_secret_path, Authelia holds a digest")
                    .because("whoever reads the file, or a backup of it, can pose as Synapse at the provider")
                    .source("configuration manual; measured with 1.163.2: a newline at the end of the file is fine")
                    .run(facts -> Stream.concat(plainSecrets(facts), plainClients(facts))),
            Check.of("SSO-004", MEDIUM, "Synapse and Authelia want different things")
                    .on(Kind.AUTHELIA)
                    .needs(NO_OIDC, SignIn::uses)
                    .passes("token_endpoint_auth_method and scopes agree, user_profile_method is userinfo_endpoint")
                    .because("Authelia refuses the exchange, or names and addresses are missing in accounts")
                    .source("Authelia's documentation of clients")
                    .run(SignIn::agreement),
            Check.of("SSO-007", HIGH, "Sign-in cannot work without TLS")
                    .on(Kind.SYNAPSE)
                    .needs(NO_OIDC, SignIn::uses)
                    .passes("public_baseurl is https, unless it is loopback")
                    .because("the cookies of the session are Secure: over http the callback answers 400")
                    .source("measured with 1.163.2")
                    .run(SignIn::tls),
            Check.of("SSO-008", MEDIUM, "Passwords work beside single sign-on")
                    .on(Kind.SYNAPSE)
                    .needs(NO_OIDC, SignIn::uses)
                    .passes("password_config.enabled is false or only_for_reauth, or was chosen with open eyes")
                    .because("it goes around the provider's second factor and its rules for passwords")
                    .source("configuration manual, password_config")
                    .run(SignIn::passwords));

    private SignIn() {}

    private static boolean uses(Facts facts) {
        return facts.synapse()
                .filter(synapse -> !synapse.items("oidc_providers").isEmpty())
                .isPresent();
    }

    /** A provider where it is written. */
    private record Provider(Written written, YamlNode node) {
        Optional<YamlScalar> scalar(String key) {
            return node.scalar(key);
        }
    }

    private static Stream<Provider> providers(Facts facts) {
        return facts.synapse().stream()
                .flatMap(synapse -> synapse.written("oidc_providers"))
                .flatMap(one -> one.value().items().stream().map(item -> new Provider(one, item)));
    }

    private static Stream<Finding> existingUsers(Facts facts) {
        LocalDate today = LocalDate.ofInstant(facts.now(), ZoneOffset.UTC);
        boolean migrates = facts.told()
                .migration()
                .filter(time -> !today.isBefore(time.from()) && !today.isAfter(time.until()))
                .isPresent();
        return providers(facts)
                .filter(provider -> !migrates && provider.node().isTrue("allow_existing_users"))
                .flatMap(provider -> provider.scalar("allow_existing_users").stream()
                        .map(value -> Finding.failed(
                                provider.written().at(value),
                                "allow_existing_users: true"
                                        + provider.written().shadow(),
                                "allow_existing_users: false, or sso-migration with from and until in the facts")));
    }

    private static Stream<Finding> addresses(Facts facts) {
        Stream<Finding> base = facts.synapse().stream()
                .filter(synapse -> synapse.text("public_baseurl").isEmpty())
                .map(synapse -> Finding.failed(
                        synapse.missing("public_baseurl"), "not set", "public_baseurl: https://matrix.example.org/"));
        Stream<Finding> issuers = providers(facts)
                .flatMap(provider -> provider.scalar("issuer").stream()
                        .filter(issuer -> !issuer.text().startsWith("https://")
                                && !LOCAL.contains(ServerNames.host(issuer.text())))
                        .map(issuer -> Finding.failed(
                                provider.written().at(issuer),
                                "issuer: " + issuer.text(),
                                "issuer: https://" + ServerNames.bare(issuer.text()))));
        return Stream.of(base, issuers, callbacks(facts), Discovery.findings(facts))
                .flatMap(all -> all);
    }

    private static Stream<Finding> callbacks(Facts facts) {
        Optional<String> base = facts.synapse().flatMap(synapse -> synapse.text("public_baseurl"));
        if (base.isEmpty()) {
            return Stream.of();
        }
        String callback = base.get() + (base.get().endsWith("/") ? "" : "/") + CALLBACK;
        Set<String> ids = providers(facts)
                .flatMap(provider -> provider.node().text("client_id").stream())
                .collect(Collectors.toSet());
        return clients(facts)
                .filter(client ->
                        client.node().text("client_id").filter(ids::contains).isPresent())
                .filter(client -> client.node().items("redirect_uris").stream()
                        .flatMap(uri -> uri.text().stream())
                        .noneMatch(callback::equals))
                .map(client -> Finding.failed(
                        client.file().at(client.node().at("redirect_uris").orElse(client.node())),
                        "redirect_uris: "
                                + client.node()
                                        .at("redirect_uris")
                                        .map(uris -> Shown.value("", uris))
                                        .orElse("none"),
                        callback));
    }

    /** A client of Authelia. */
    private record Client(YamlFile file, YamlNode node) {}

    private static Stream<Client> clients(Facts facts) {
        return facts.yaml(Kind.AUTHELIA).stream()
                .flatMap(file -> file.items("identity_providers", "oidc", "clients").stream()
                        .map(node -> new Client(file, node)));
    }

    private static Stream<Finding> plainSecrets(Facts facts) {
        return providers(facts)
                .flatMap(provider -> provider.scalar("client_secret").stream()
                        .map(secret -> Finding.failed(
                                provider.written().at(secret),
                                "client_secret: " + Mask.of(secret.text())
                                        + provider.written().shadow(),
                                "client_secret_path, a file with mode 0640")));
    }

    private static Stream<Finding> plainClients(Facts facts) {
        return clients(facts)
                .flatMap(client -> client.node().scalar("client_secret").stream()
                        .filter(secret ->
                                !secret.text().startsWith("$") && !secret.text().startsWith("{{"))
                        .map(secret -> Finding.failed(
                                client.file().at(secret),
                                "client_secret: " + Mask.of(secret.text()),
                                "the digest that authelia crypto hash generate pbkdf2 prints")));
    }

    private static Stream<Finding> agreement(Facts facts) {
        return providers(facts)
                .flatMap(provider -> clients(facts)
                        .filter(client -> client.node()
                                .text("client_id")
                                .equals(provider.node().text("client_id")))
                        .flatMap(client -> Stream.concat(methods(provider, client), scopes(provider, client))));
    }

    private static Stream<Finding> methods(Provider provider, Client client) {
        String ours = provider.node().text("client_auth_method").orElse("client_secret_basic");
        String theirs = client.node().text("token_endpoint_auth_method").orElse("client_secret_basic");
        Stream<Finding> method = ours.equals(theirs)
                ? Stream.of()
                : Stream.of(Finding.failed(
                        client.file()
                                .at(client.node()
                                        .at("token_endpoint_auth_method")
                                        .orElse(client.node())),
                        "token_endpoint_auth_method: " + theirs + ", and Synapse uses " + ours,
                        "token_endpoint_auth_method: " + ours));
        String profile = provider.node().text("user_profile_method").orElse("auto");
        Stream<Finding> profiles = profile.equals("userinfo_endpoint")
                ? Stream.of()
                : Stream.of(Finding.failed(
                                provider.written()
                                        .at(provider.node()
                                                .at("user_profile_method")
                                                .orElse(provider.node())),
                                "user_profile_method: " + profile,
                                "user_profile_method: userinfo_endpoint")
                        .so("Authelia puts names and addresses behind the userinfo endpoint, not into the id token"));
        return Stream.concat(method, profiles);
    }

    private static Stream<Finding> scopes(Provider provider, Client client) {
        Set<String> theirs = client.node().items("scopes").stream()
                .flatMap(scope -> scope.text().stream())
                .collect(Collectors.toSet());
        String lacking = provider.node().items("scopes").stream()
                .flatMap(scope -> scope.text().stream())
                .filter(scope -> !theirs.contains(scope))
                .collect(Collectors.joining(", "));
        return lacking.isEmpty() || theirs.isEmpty()
                ? Stream.of()
                : Stream.of(Finding.failed(
                        client.file().at(client.node().at("scopes").orElse(client.node())),
                        "Synapse asks for scopes that the client has not: " + lacking,
                        "add " + lacking));
    }

    private static Stream<Finding> tls(Facts facts) {
        return facts.synapse().stream()
                .flatMap(synapse -> synapse.written("public_baseurl"))
                .filter(one -> one.value()
                        .text()
                        .filter(url -> !url.startsWith("https://"))
                        .isPresent())
                .filter(one ->
                        !LOCAL.contains(ServerNames.host(one.value().text().orElse(""))))
                .map(one -> Finding.failed(
                        one.where(),
                        Shown.of(one.entry()) + one.shadow(),
                        "public_baseurl: https://"
                                + ServerNames.bare(one.value().text().orElse("")) + "/"));
    }

    private static Stream<Finding> passwords(Facts facts) {
        if (facts.told().chosen().contains(Told.Choice.PASSWORD_LOGIN)) {
            return Stream.of();
        }
        return facts.synapse().stream().flatMap((SynapseConfig synapse) -> {
            Optional<YamlScalar> enabled = synapse.effective("password_config")
                    .flatMap(one -> one.value().scalar("enabled"));
            boolean off = enabled.filter(value -> value.text().equals("only_for_reauth")
                            || value.flag().filter(flag -> !flag).isPresent())
                    .isPresent();
            if (off) {
                return Stream.of();
            }
            Where where = enabled.flatMap(
                            value -> synapse.effective("password_config").map(one -> one.at(value)))
                    .orElse(synapse.missing("password_config.enabled"));
            return Stream.of(Finding.failed(
                    where,
                    enabled.map(value -> "password_config.enabled: " + value.text())
                            .orElse("password_config.enabled is not set, which means true"),
                    "enabled: only_for_reauth, or acknowledged: [password-login] in the facts"));
        });
    }
}
