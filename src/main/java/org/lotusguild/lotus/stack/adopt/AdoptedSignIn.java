package org.lotusguild.lotus.stack.adopt;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.IniFile;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.SynapseConfig.Written;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.YamlFile;
import org.lotusguild.lotus.stack.plan.SecretName;

/** Single sign-on, where Authelia is the provider: another one stays as it stands. */
final class AdoptedSignIn {
    private static final Pattern GROUP = Pattern.compile("group:([A-Za-z0-9_-]{1,64})");

    /** A secret and the keys to it, from the root. */
    private record Held(SecretName name, List<String> keys) {}

    private static final List<Held> AUTHELIA = List.of(
            new Held(SecretName.AUTHELIA_SESSION, List.of("session", "secret")),
            new Held(SecretName.AUTHELIA_STORAGE, List.of("storage", "encryption_key")),
            new Held(SecretName.AUTHELIA_RESET, List.of("identity_validation", "reset_password", "jwt_secret")),
            new Held(SecretName.OIDC_HMAC, List.of("identity_providers", "oidc", "hmac_secret")));

    private static final List<Held> LLDAP = List.of(
            new Held(SecretName.LLDAP_JWT, List.of("jwt_secret")),
            new Held(SecretName.LLDAP_SEED, List.of("key_seed")),
            new Held(SecretName.LLDAP_ADMIN, List.of("ldap_user_pass")));

    private final Installation it;
    private final Gathering found = new Gathering();

    private AdoptedSignIn(Installation it) {
        this.it = it;
    }

    static Adopted of(Installation it) {
        return new AdoptedSignIn(it).adopt();
    }

    /** Whether the provider is one that Lotus renders: told, or Authelia by its file or by its name. */
    static boolean ours(Installation it) {
        boolean named = it.synapse().items("oidc_providers").stream()
                .anyMatch(provider -> (provider.text("idp_id").orElse("")
                                + provider.text("idp_name").orElse(""))
                        .toLowerCase(Locale.ROOT)
                        .contains("authelia"));
        boolean there = !it.facts().yaml(Kind.AUTHELIA).isEmpty();
        return it.told().with(Told.Role.SSO).isPresent() && (named || there);
    }

    /** The provider's name. */
    static Optional<String> name(Installation it) {
        return ours(it) ? issuer(it).map(YamlScalar::text).flatMap(AdoptedSynapse::host) : Optional.empty();
    }

    private static Optional<YamlScalar> issuer(Installation it) {
        return it.synapse().items("oidc_providers").stream()
                .flatMap(provider -> provider.scalar("issuer").stream())
                .findFirst();
    }

    private Adopted adopt() {
        Optional<Written> providers = it.synapse().effective("oidc_providers");
        if (providers.isPresent() && name(it).isPresent()) {
            found.take(
                    "names.auth", name(it).get(), providers.get().at(issuer(it).orElseThrow()));
            providers.get().value().items().forEach(provider -> client(provider, providers.get()));
            it.facts().yaml(Kind.AUTHELIA).forEach(this::authelia);
            it.facts().ini(Kind.LLDAP).forEach(this::lldap);
        }
        it.told().migration().ifPresent(window -> {
            found.silently("stack.sso.migrate-from", window.from().toString());
            found.silently("stack.sso.migrate-until", window.until().toString());
        });
        return found.done();
    }

    private void client(YamlNode provider, Written providers) {
        provider.scalar("client_secret")
                .ifPresent(secret -> found.secret(SecretName.OIDC_CLIENT, secret.text(), providers.at(secret)));
    }

    private void authelia(YamlFile file) {
        AUTHELIA.forEach(held -> file.root()
                .scalar(held.keys().toArray(String[]::new))
                .ifPresent(secret -> found.secret(held.name(), secret.text(), file.at(secret))));
        file.root()
                .walk()
                .filter(YamlScalar.class::isInstance)
                .map(YamlScalar.class::cast)
                .forEach(value -> {
                    Matcher group = GROUP.matcher(value.text());
                    if (group.matches()) {
                        found.take("sso.group", group.group(1), "matrix", file.at(value));
                    }
                });
    }

    private void lldap(IniFile file) {
        LLDAP.forEach(held -> file.sections().stream()
                .flatMap(section -> section.last(held.keys().getFirst()).stream())
                .findFirst()
                .ifPresent(entry -> found.secret(held.name(), entry.value().replace("\"", ""), file.at(entry))));
    }
}
