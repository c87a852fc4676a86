package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.INFO;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.Nearest;
import org.lotusguild.lotus.base.yaml.YamlEntry;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Where;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** The push gateway Sygnal. */
final class Sygnal {
    private static final Set<String> KEYS = Set.of("apps", "http", "log", "metrics", "proxy");

    private static final Map<String, String> BELIEFS = Map.of(
            "server", "http: the port is http.port",
            "database", "remove it: Sygnal keeps nothing",
            "db", "remove it: Sygnal keeps nothing");

    /** Apps in the stores: only their makers have the keys to reach them. */
    private static final Pattern STORE_APPS = Pattern.compile(
            "im\\.vector\\.app(\\.android|\\.ios(\\.prod|\\.dev)?(\\.voip)?)?|io\\.element\\.(android\\.x|elementx(\\.ios(\\.prod|\\.dev)?)?)|im\\.fluffychat(\\..*)?|chat\\.fluffy\\..*|com\\.famedly\\..*|chat\\.schildi\\..*|de\\.spiritcroc\\.riotx.*|im\\.nheko.*");

    static final List<Check> CHECKS = List.of(
            Check.of("PSH-001", HIGH, "Sygnal speaks to a service of Google that is gone")
                    .on(Kind.SYGNAL)
                    .passes("apps of type gcm have api_version v1, project_id and service_account_file")
                    .because("the service behind api_key was shut down in 2024: no Android phone is woken")
                    .source("Firebase, migrate from legacy FCM APIs to HTTP v1; Sygnal, gcm")
                    .run(Sygnal::legacy),
            Check.of("PSH-002", MEDIUM, "Sygnal does not know this setting and ignores it")
                    .on(Kind.SYGNAL)
                    .passes("the keys are apps, http, log, metrics and proxy")
                    .because("Sygnal warns once and goes on with its default: port 5000 on loopback")
                    .source("defaults and check_config of Sygnal")
                    .run(Sygnal::unknown),
            Check.of("PSH-003", INFO, "An app of the stores is never reached through a gateway of your own")
                    .on(Kind.SYGNAL)
                    .passes("app ids are those of builds of your own")
                    .because("apps from the stores name their maker's gateway for each pusher")
                    .source("Matrix specification, push gateway API")
                    .run(Sygnal::storeApps));

    private Sygnal() {}

    private static Stream<Finding> legacy(Facts facts) {
        return facts.yaml(Kind.SYGNAL).stream()
                .flatMap(file -> file.entries("apps").stream()
                        .filter(app ->
                                app.value().text("type").filter("gcm"::equals).isPresent())
                        .flatMap(app -> legacy(file, app).stream()));
    }

    private static Optional<Finding> legacy(YamlFile file, YamlEntry app) {
        Optional<YamlScalar> key = app.value().scalar("api_key");
        List<String> lacks = Stream.of("api_version", "project_id", "service_account_file")
                .filter(name -> app.value().text(name).isEmpty())
                .toList();
        boolean old = app.value()
                .text("api_version")
                .filter(version -> !version.equals("v1"))
                .isPresent();
        if (lacks.isEmpty() && !old) {
            return Optional.empty();
        }
        Where where = key.map(file::at)
                .or(() -> app.value().scalar("api_version").map(file::at))
                .orElseGet(() -> file.at(app));
        String saw = key.isPresent()
                ? "api_key"
                : old ? "api_version that is not v1" : "without " + String.join(", ", lacks);
        return Optional.of(failed(where, saw, "api_version: v1, project_id, service_account_file"));
    }

    private static Stream<Finding> unknown(Facts facts) {
        return facts.yaml(Kind.SYGNAL).stream()
                .flatMap(file -> file.entries().stream()
                        .filter(entry -> !KEYS.contains(entry.key()))
                        .map(entry -> unknown(file, entry)));
    }

    private static Finding unknown(YamlFile file, YamlEntry entry) {
        String want = Optional.ofNullable(BELIEFS.get(entry.key()))
                .or(() -> Nearest.of(entry.key(), KEYS))
                .orElse("remove it");
        Finding.Failed finding = failed(file.at(entry), entry.key(), want);
        boolean renamed = entry.key().equals("server") && file.node("http").isEmpty();
        return renamed ? Edits.with(finding, Edits.rename(file, entry.line(), "server", "http")) : finding;
    }

    private static Stream<Finding> storeApps(Facts facts) {
        return facts.yaml(Kind.SYGNAL).stream()
                .flatMap(file -> file.entries("apps").stream()
                        .filter(app -> STORE_APPS.matcher(app.key()).matches())
                        .map(app -> failed(file.at(app), app.key(), "remove it, or use the id of your own build")));
    }
}
