package org.lotusguild.lotus.stack.trial.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.plan.Service;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Synapse's configuration among the servers. What comes later counts: the home's {@code homeserver.yaml}, then what is rendered, then
 * what only a trial has.
 */
final class MainProcess {
    private static final String RENDERED = "/etc/matrix-synapse/homeserver.yaml";
    private static final String MORE = "/etc/matrix-synapse/conf.d";
    private static final String OF_THE_TRIAL = "/etc/matrix-synapse/trial.yaml";

    private MainProcess() {}

    /** How the paths of the rendered files begin that every process of Synapse reads. */
    static List<String> files(Wanted wanted) {
        List<String> files = new ArrayList<>(List.of(
                RENDERED,
                "/etc/matrix-synapse/log.yaml",
                "/etc/matrix-synapse/secrets/",
                "/etc/matrix-synapse/appservices/"));
        if (wanted.calls()) {
            files.add(MORE + "/lotus-calls.yaml");
        }
        return files;
    }

    /** Behind those for the configuration of the home. */
    static List<String> arguments(ServerFiles files) {
        List<String> words = new ArrayList<>();
        for (String path : List.of(RENDERED, MORE, OF_THE_TRIAL)) {
            words.addAll(List.of("-c", files.at(path).toString()));
        }
        return words;
    }

    /** What the home has had from its first start stays where it is. JSON is YAML too. */
    static void write(Grounds on, Wanted wanted, int lotus) {
        Path synapse = on.home().resolve("synapse");
        ObjectNode yaml = Json.object();
        yaml.put("signing_key_path", synapse.resolve("signing.key").toString());
        yaml.put("media_store_path", synapse.resolve("media").toString());
        if (!wanted.postgres()) {
            ObjectNode database = yaml.putObject("database");
            database.put("name", "sqlite3");
            database.putObject("args")
                    .put("database", synapse.resolve("homeserver.db").toString());
        }
        if (wanted.calls()) {
            calls(yaml, on, wanted, lotus);
        }
        on.files().folder(MORE);
        on.files().write(OF_THE_TRIAL, yaml.toPrettyString() + "\n");
    }

    /** The rendered file speaks of both servers of calls, behind the proxy. */
    private static void calls(ObjectNode yaml, Grounds on, Wanted wanted, int lotus) {
        if (!wanted.turn()) {
            yaml.putArray("turn_uris");
        }
        if (!wanted.sfu() || !wanted.proxy()) {
            ArrayNode transports = yaml.putObject("matrix_rtc").putArray("transports");
            if (wanted.sfu()) {
                transports
                        .addObject()
                        .put("type", "livekit")
                        .put("livekit_service_url", "http://127.0.0.1:" + lotus + "/livekit/jwt")
                        .put("url", "ws://127.0.0.1:" + on.plan().port(Service.LIVEKIT));
            }
        }
    }
}
