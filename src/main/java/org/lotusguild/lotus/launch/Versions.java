package org.lotusguild.lotus.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.Version;
import org.lotusguild.lotus.base.config.ForeignYaml;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.http.HttpAnswer;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.http.OutgoingHttp;
import org.lotusguild.lotus.stack.backup.SynapseFiles;
import org.lotusguild.lotus.stack.upgrade.Advice;
import org.lotusguild.lotus.stack.upgrade.Conditions;
import org.lotusguild.lotus.stack.upgrade.Installed;

/** Which versions of the servers a home has around it. */
record Versions(Home home, Optional<Path> synapse) {
    private static final Duration SHORT = Duration.ofSeconds(5);

    Advice advice(Optional<Path> facts, LocalDate today) {
        Installed installed = facts.map(Installed::told).orElseGet(() -> Installed.here(homeserver()));
        return Advice.of(installed, new Conditions(configuration()), today);
    }

    Advice ofHomeserver(LocalDate today) {
        Map<String, String> versions =
                homeserver().map(version -> Map.of("synapse", version)).orElse(Map.of());
        return Advice.of(new Installed(versions), new Conditions(configuration()), today);
    }

    /** With the folder {@code conf.d} beside it. */
    private List<ForeignYaml> configuration() {
        return Stream.of(
                        synapse,
                        Optional.of(home.folder().resolve("synapse/homeserver.yaml")),
                        Optional.of(Path.of("/etc/matrix-synapse/homeserver.yaml")))
                .flatMap(Optional::stream)
                .filter(Files::isReadable)
                .findFirst()
                .map(file -> SynapseFiles.read(file).configuration())
                .orElse(List.of());
    }

    /** The version that the homeserver tells without a password. */
    private Optional<String> homeserver() {
        if (!home.configured()) {
            return Optional.empty();
        }
        HttpCall call = HttpCall.of(
                        "GET", home.config().homeserver().url().resolve("/_synapse/admin/v1/server_version"))
                .timeout(SHORT);
        try {
            HttpAnswer answer = new OutgoingHttp(Version.text()).send(call);
            return answer.ok() ? Json.string(Json.parseObject(answer.body()), "server_version") : Optional.empty();
        } catch (HttpFailure | MalformedJson e) {
            return Optional.empty();
        }
    }
}
