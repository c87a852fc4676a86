package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.LOW;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Mask;
import org.lotusguild.lotus.stack.facts.SynapseConfig;
import org.lotusguild.lotus.stack.facts.SynapseConfig.Written;

/** Who gets an account, what others may learn about it, and the secrets that accounts hang on. */
final class SynapseAccounts {
    private static final int SHORTEST = 32;
    private static final List<String> SECRETS =
            List.of("macaroon_secret_key", "form_secret", "registration_shared_secret");
    private static final List<String> SAMPLES = List.of("<private string>", "<private_string>", "changeme", "secret");
    private static final List<String> PROOFS =
            List.of("registration_requires_token", "registrations_require_3pid", "enable_registration_captcha");
    private static final List<String> PROFILE_LIMITS =
            List.of("require_auth_for_profile_requests", "limit_profile_requests_to_users_who_share_rooms");
    private static final double NO_LIMIT = 100;

    static final List<Check> CHECKS = List.of(
            Check.of("SYN-010", CRITICAL, "Anybody may make accounts, without token, mail or captcha")
                    .on(Kind.SYNAPSE)
                    .passes("enable_registration comes with a token, an e-mail address or a captcha")
                    .because("Synapse refuses to start, since such servers are filled with spam within hours")
                    .source("configuration manual, enable_registration; measured with 1.163.2")
                    .run(SynapseAccounts::openRegistration),
            Check.of("SYN-011", HIGH, "Registration without any proof was switched on")
                    .on(Kind.SYNAPSE)
                    .passes("enable_registration_without_verification is false or absent")
                    .because("it silences the only warning before a server that spammers fill with accounts")
                    .source("configuration manual, enable_registration_without_verification")
                    .run(facts -> switchedOn(facts, "enable_registration_without_verification")),
            Check.of("SYN-019", MEDIUM, "Guests may use the TURN server")
                    .on(Kind.SYNAPSE)
                    .passes("turn_allow_guests is false where turn_uris are set")
                    .because("its default is true: whoever gets a guest account gets a relay into the network")
                    .source("configuration manual, turn_allow_guests")
                    .run(SynapseAccounts::turnGuests),
            Check.of("SYN-031", CRITICAL, "A secret of Synapse is missing, weak or used twice")
                    .on(Kind.SYNAPSE)
                    .passes(
                            "macaroon_secret_key, form_secret and registration_shared_secret are texts of 32 signs or more, all different")
                    .because("whoever guesses one of them signs in as anybody, or makes an administrator")
                    .source("configuration manual; measured with 1.163.2: numbers are accepted")
                    .run(SynapseAccounts::secrets),
            Check.of("SYN-033", MEDIUM, "Guests may come in without an account")
                    .on(Kind.SYNAPSE)
                    .passes("allow_guest_access is false or absent")
                    .because("a guest account costs nothing, so banning one costs its owner nothing")
                    .source("configuration manual, allow_guest_access")
                    .run(facts -> switchedOn(facts, "allow_guest_access")),
            Check.of("SYN-034", MEDIUM, "The list of rooms is shown to strangers")
                    .on(Kind.SYNAPSE)
                    .passes(
                            "allow_public_rooms_without_auth and allow_public_rooms_over_federation are false or absent")
                    .because("strangers and scrapers see the guild's rooms, their topics and how many are in them")
                    .source("configuration manual, both keys")
                    .run(facts -> Stream.concat(
                            switchedOn(facts, "allow_public_rooms_without_auth"),
                            switchedOn(facts, "allow_public_rooms_over_federation"))),
            Check.of("SYN-035", LOW, "Strangers may read members' profiles")
                    .on(Kind.SYNAPSE)
                    .passes("both profile limits are true")
                    .because("anybody can ask the server for names and pictures, account by account")
                    .source("configuration manual, require_auth_for_profile_requests")
                    .run(SynapseAccounts::profiles),
            Check.of("SYN-036", MEDIUM, "The user directory shows people who share no room")
                    .on(Kind.SYNAPSE)
                    .passes("user_directory.search_all_users is false or absent")
                    .because("every member finds every account of the server")
                    .source("configuration manual, user_directory")
                    .run(SynapseAccounts::directory),
            Check.of("SYN-043", MEDIUM, "A rate limit is switched off")
                    .on(Kind.SYNAPSE)
                    .passes("no per_second is above 100")
                    .because("passwords can be tried and rooms flooded as fast as the machine answers")
                    .source("configuration manual, rate limits; application services have rate_limited of their own")
                    .run(SynapseAccounts::limiters));

    private SynapseAccounts() {}

    private static Stream<Finding> openRegistration(Facts facts) {
        return facts.synapse().stream()
                .filter(synapse -> PROOFS.stream().noneMatch(synapse::isTrue))
                .filter(synapse -> !synapse.isTrue("enable_registration_without_verification"))
                .flatMap(synapse -> synapse.effective("enable_registration").stream())
                .filter(one -> one.value().isTrue())
                .map(one -> Finding.failed(
                        one.where(),
                        "enable_registration: true, and nothing is asked for",
                        "registration_requires_token: true beside it"));
    }

    private static Stream<Finding> turnGuests(Facts facts) {
        return facts.synapse().stream()
                .filter(synapse -> !synapse.isFalse("turn_allow_guests"))
                .filter(synapse -> synapse.effective("turn_uris").isPresent() || synapse.isTrue("turn_allow_guests"))
                .map(synapse -> synapse.effective("turn_allow_guests")
                        .map(one -> Finding.failed(one.where(), Shown.of(one.entry()), "turn_allow_guests: false"))
                        .orElseGet(() -> Finding.failed(
                                synapse.missing("turn_allow_guests"),
                                "not set, which means true",
                                "turn_allow_guests: false")));
    }

    /** Every place that raises this flag, those too that do not count. */
    private static Stream<Finding> switchedOn(Facts facts, String key) {
        return facts.synapse().stream()
                .flatMap(synapse -> synapse.written(key))
                .filter(one -> one.value().isTrue())
                .map(one -> Finding.failed(one.where(), key + ": true" + one.shadow(), key + ": false"));
    }

    private static Stream<Finding> secrets(Facts facts) {
        return facts.synapse().stream()
                .flatMap(synapse ->
                        Stream.concat(SECRETS.stream().flatMap(key -> secret(synapse, key)), repeated(synapse)));
    }

    private static Stream<Finding> secret(SynapseConfig synapse, String key) {
        if (synapse.effective(key + "_path").isPresent()) {
            return Stream.of();
        }
        Optional<Written> one = synapse.effective(key);
        if (one.isEmpty()) {
            Finding.Failed failed = Finding.failed(
                    synapse.missing(key), key + " is not set", key + "_path, and 32 random bytes in that file");
            // Without this one nobody can make accounts by the shared secret; nothing is open.
            return Stream.of("registration_shared_secret".equals(key) ? failed.as(LOW) : failed);
        }
        return one.get().value() instanceof YamlScalar scalar && good(scalar)
                ? Stream.of()
                : Stream.of(
                        Finding.failed(one.get().where(), Shown.of(one.get().entry()), "a text of 32 random bytes"));
    }

    private static boolean good(YamlScalar scalar) {
        return scalar.isText() && scalar.text().length() >= SHORTEST && !SAMPLES.contains(scalar.text());
    }

    private static Stream<Finding> repeated(SynapseConfig synapse) {
        List<Written> all =
                SECRETS.stream().flatMap(key -> synapse.effective(key).stream()).toList();
        return all.stream()
                .filter(one -> all.subList(0, all.indexOf(one)).stream()
                        .anyMatch(before -> before.value().text().isPresent()
                                && before.value().text().equals(one.value().text())))
                .map(one -> Finding.failed(
                        one.where(),
                        one.entry().key() + ": " + Mask.of(one.value().text().orElse(""))
                                + ", the same as another secret",
                        "a text of 32 random bytes of its own"));
    }

    private static Stream<Finding> profiles(Facts facts) {
        return facts.synapse().stream().flatMap(synapse -> {
            List<String> off =
                    PROFILE_LIMITS.stream().filter(key -> !synapse.isTrue(key)).toList();
            if (off.isEmpty()) {
                return Stream.of();
            }
            Optional<Written> written =
                    off.stream().flatMap(key -> synapse.effective(key).stream()).findFirst();
            return Stream.of(Finding.failed(
                    written.map(Written::where).orElse(synapse.missing(off.getFirst())),
                    written.map(one -> Shown.of(one.entry()))
                            .orElse(String.join(" and ", off) + ": not set, which means false"),
                    off.stream().map(key -> key + ": true").collect(Collectors.joining(" and "))));
        });
    }

    private static Stream<Finding> directory(Facts facts) {
        return facts.synapse().stream()
                .flatMap(synapse -> synapse.written("user_directory"))
                .filter(one -> one.value().isTrue("search_all_users"))
                .map(one -> Finding.failed(
                        one.at(one.value().at("search_all_users").orElseThrow()),
                        "search_all_users: true" + one.shadow(),
                        "search_all_users: false"));
    }

    private static Stream<Finding> limiters(Facts facts) {
        return facts.synapse().stream()
                .flatMap(SynapseConfig::written)
                .filter(one -> one.entry().key().startsWith("rc_"))
                .flatMap(one -> one.value()
                        .walk()
                        .filter(YamlScalar.class::isInstance)
                        .map(YamlScalar.class::cast)
                        .filter(scalar -> scalar.path().endsWith(".per_second"))
                        .filter(scalar -> scalar.number().orElse(0) > NO_LIMIT)
                        .map(scalar -> Finding.failed(
                                one.at(scalar),
                                scalar.path() + ": " + scalar.text() + one.shadow(),
                                "remove it, or a limit below 100")));
    }
}
