package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.LOW;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.check.Listeners.Listener;
import org.lotusguild.lotus.stack.check.Listeners.Placed;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Program;
import org.lotusguild.lotus.stack.facts.SynapseConfig;
import org.lotusguild.lotus.stack.facts.Where;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** Synapse in several processes. */
final class Workers {
    private static final String GENERIC = "synapse.app.generic_worker";
    private static final Set<String> OLD = Set.of(
            "synapse.app.appservice",
            "synapse.app.client_reader",
            "synapse.app.event_creator",
            "synapse.app.federation_reader",
            "synapse.app.federation_sender",
            "synapse.app.frontend_proxy",
            "synapse.app.media_repository",
            "synapse.app.pusher",
            "synapse.app.synchrotron",
            "synapse.app.user_dir");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");

    static final List<Check> CHECKS = List.of(
            Check.of("SYN-044", CRITICAL, "A worker cannot work")
                    .on(Kind.WORKER)
                    .passes(
                            "worker_app is " + GENERIC
                                    + ", worker_name its own, worker_log_config set; the main process shares redis, instance_map.main and a listener for replication")
                    .because(
                            "without redis it stops with an AssertionError, without the map it refuses and names instance_map")
                    .source("Synapse's documentation of workers; measured with 1.163.2")
                    .run(Workers::works),
            Check.of("SYN-045", HIGH, "Replication leaves the machine without a secret")
                    .on(Kind.WORKER)
                    .passes("worker_replication_secret is set where replication is not on loopback")
                    .because("whoever reaches the port may send events as anybody")
                    .source("configuration manual, worker_replication_secret")
                    .run(Workers::replication),
            Check.of("SYN-055", CRITICAL, "Redis has a user and no password")
                    .on(Kind.SYNAPSE, Kind.WORKER)
                    .since(Program.SYNAPSE, "1.162")
                    .passes("redis.username comes with redis.password or redis.password_path")
                    .because("Synapse refuses to start")
                    .source("code of 1.162; measured with 1.163.2")
                    .run(Workers::redisUser));

    private Workers() {}

    private static Stream<Finding> works(Facts facts) {
        return facts.yaml(Kind.WORKER).stream().flatMap(worker -> {
            List<String> fatal = fatal(facts, worker);
            List<String> troubles = new ArrayList<>(troubles(facts, worker));
            troubles.addAll(fatal);
            if (troubles.isEmpty()) {
                return Stream.of();
            }
            Finding.Failed failed = Finding.failed(
                    place(worker),
                    String.join("; ", troubles),
                    "worker_app: " + GENERIC
                            + ", a worker_name and worker_log_config of its own, redis.enabled and instance_map.main in the shared files");
            return Stream.of(
                    fatal.isEmpty() ? failed.as(LOW).so("it starts, with a name or log that misleads") : failed);
        });
    }

    private static Where place(YamlFile worker) {
        return worker.node("worker_app").map(worker::at).orElse(worker.at(1, "worker_app"));
    }

    /** What keeps it from starting, or two from running together. */
    private static List<String> fatal(Facts facts, YamlFile worker) {
        List<String> found = new ArrayList<>();
        String app = worker.text("worker_app").orElse("");
        if (!app.equals(GENERIC) && !OLD.contains(app)) {
            found.add(app.isEmpty() ? "no worker_app" : "worker_app is " + app + ", which is not there");
        }
        if (!shared(facts, worker, "redis")
                .map(redis -> redis.isTrue("enabled"))
                .orElse(false)) {
            found.add("redis.enabled is not true");
        }
        if (shared(facts, worker, "instance_map").flatMap(map -> map.at("main")).isEmpty()) {
            found.add("no instance_map.main");
        } else if (Listeners.effective(facts).map(Placed::listener).noneMatch(Listener::replication)
                && facts.synapse().isPresent()) {
            found.add("no listener of the main process has the resource replication");
        }
        if (others(facts, worker).anyMatch(other -> name(other).equals(name(worker)))) {
            found.add("worker_name " + name(worker) + " is another's too");
        }
        return found;
    }

    private static List<String> troubles(Facts facts, YamlFile worker) {
        List<String> found = new ArrayList<>();
        String app = worker.text("worker_app").orElse("");
        if (OLD.contains(app)) {
            boolean sends = "synapse.app.federation_sender".equals(app)
                    && !facts.synapse()
                            .map(synapse -> synapse.isFalse("send_federation"))
                            .orElse(false);
            found.add("worker_app has the old name " + app + (sends ? ", which needs send_federation: false" : ""));
        }
        if (worker.text("worker_name").isEmpty()) {
            found.add("no worker_name");
        }
        Optional<String> log = worker.text("worker_log_config");
        if (log.isEmpty()) {
            found.add("no worker_log_config");
        } else if (others(facts, worker)
                .anyMatch(other -> other.text("worker_log_config").equals(log))) {
            found.add("worker_log_config is another's too");
        }
        return found;
    }

    private static Stream<YamlFile> others(Facts facts, YamlFile worker) {
        return facts.yaml(Kind.WORKER).stream().filter(other -> !other.file().equals(worker.file()));
    }

    private static String name(YamlFile worker) {
        return worker.text("worker_name").orElse(worker.text("worker_app").orElse(""));
    }

    /** A worker reads the shared files and then its own. */
    private static Optional<YamlNode> shared(Facts facts, YamlFile worker, String key) {
        return worker.node(key).or(() -> facts.synapse().flatMap(synapse -> synapse.node(key)));
    }

    private static Stream<Finding> replication(Facts facts) {
        Optional<SynapseConfig> synapse = facts.synapse();
        boolean secret = synapse.filter(config -> config.effective("worker_replication_secret")
                                .isPresent()
                        || config.effective("worker_replication_secret_path").isPresent())
                .isPresent();
        if (secret) {
            return Stream.of();
        }
        Stream<Finding> listeners = Listeners.effective(facts)
                .filter(placed -> placed.listener().replication())
                .flatMap(placed -> placed.listener().binds().stream()
                        .filter(bind -> !LOOPBACK.contains(Listener.address(bind)))
                        .limit(1)
                        .map(bind -> open(placed.written().at(bind), placed.listener())));
        Stream<Finding> workers = Listeners.workers(facts)
                .filter(of -> of.listener().replication())
                .flatMap(of -> of.listener().binds().stream()
                        .filter(bind -> !LOOPBACK.contains(Listener.address(bind)))
                        .limit(1)
                        .map(bind -> open(of.file().at(bind), of.listener())));
        return Stream.concat(listeners, workers);
    }

    private static Finding open(Where where, Listener listener) {
        String addresses = listener.binds().stream()
                .map(Listener::address)
                .map(address -> address.isEmpty() ? "every address" : address)
                .collect(Collectors.joining(", "));
        return Finding.failed(
                where,
                "replication on " + addresses + ", port " + listener.port() + ", and no worker_replication_secret",
                "bind_addresses: ['127.0.0.1'], or worker_replication_secret_path");
    }

    private static Stream<Finding> redisUser(Facts facts) {
        return Stream.concat(facts.yaml(Kind.SYNAPSE).stream(), facts.yaml(Kind.WORKER).stream())
                .flatMap(file -> file.root().scalar("redis", "username").stream()
                        .filter(user -> file.node("redis", "password").isEmpty()
                                && file.node("redis", "password_path").isEmpty())
                        .map((YamlScalar user) -> Finding.failed(
                                file.at(user),
                                "redis.username: " + user.text() + ", no password",
                                "redis.password_path")));
    }
}
