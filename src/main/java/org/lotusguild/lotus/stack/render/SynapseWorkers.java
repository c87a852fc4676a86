package org.lotusguild.lotus.stack.render;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.plan.Worker;

/** Synapse's processes beside the main one: what all of them share, and a file and a log for each. */
final class SynapseWorkers implements Writer {
    private static final String LOOPBACK = "127.0.0.1";

    @Override
    public List<RenderedFile> files(Plan plan, SecretValues secrets) {
        if (plan.workers().isEmpty()) {
            return List.of();
        }
        Host host = plan.the(Role.SYNAPSE);
        List<RenderedFile> files = new ArrayList<>();
        files.add(Synapse.open(
                host,
                "conf.d/lotus-workers.yaml",
                Yaml.text(plan.header(), SynapseExtra.beside(plan, settings(plan)))));
        for (Worker worker : plan.workers()) {
            String name = worker.name();
            String unit = unit(worker);
            files.add(Synapse.open(host, "workers/" + name + ".yaml", Yaml.text(plan.header(), own(plan, host, worker)))
                    .of(unit));
            files.add(Synapse.open(host, "workers/" + name + ".log.yaml", Synapse.log(plan, name))
                    .of(unit));
        }
        return files;
    }

    static String unit(Worker worker) {
        return "matrix-synapse-worker@" + worker.name() + ".service";
    }

    /** What all of them share. */
    static Map<String, Object> settings(Plan plan) {
        if (plan.workers().isEmpty()) {
            return Map.of();
        }
        Host host = plan.the(Role.SYNAPSE);
        Map<String, Object> yaml = new HashMap<>();
        yaml.put(
                "redis",
                Map.of(
                        "enabled", true,
                        "host", plan.address(host, plan.the(Role.REDIS), Service.REDIS),
                        "port", plan.port(Service.REDIS),
                        "password_path", SynapseSecrets.path(SecretName.REDIS)));
        yaml.put("worker_replication_secret_path", SynapseSecrets.path(SecretName.WORKER_REPLICATION));
        yaml.put("instance_map", instances(plan));
        yaml.put("stream_writers", writers(plan));
        some(plan, Worker.Kind.FEDERATION_SENDER).ifPresent(names -> yaml.put("federation_sender_instances", names));
        some(plan, Worker.Kind.PUSHER).ifPresent(names -> yaml.put("pusher_instances", names));
        some(plan, Worker.Kind.MEDIA).ifPresent(names -> {
            yaml.put("enable_media_repo", false);
            yaml.put("media_instance_running_background_jobs", names.getFirst());
        });
        names(plan, Worker.Kind.BACKGROUND).stream().findFirst().ifPresent(name -> {
            yaml.put("run_background_tasks_on", name);
            yaml.put("update_user_directory_from_worker", name);
            yaml.put("notify_appservices_from_worker", name);
        });
        return yaml;
    }

    private static Map<String, Object> instances(Plan plan) {
        Map<String, Object> instances = new HashMap<>();
        instances.put("main", Map.of("host", LOOPBACK, "port", plan.port(Service.REPLICATION)));
        plan.workers().stream()
                .filter(worker -> writes(plan, worker))
                .forEach(worker ->
                        instances.put(worker.name(), Map.of("host", LOOPBACK, "port", plan.replicationPort(worker))));
        return instances;
    }

    private static Map<String, List<String>> writers(Plan plan) {
        Map<String, List<String>> writers = new HashMap<>();
        List<String> events = names(plan, Worker.Kind.EVENT_PERSISTER);
        if (!events.isEmpty()) {
            writers.put("events", events);
        }
        plan.workers().stream()
                .filter(worker -> worker.kind() == Worker.Kind.STREAM_WRITER)
                .forEach(worker -> streams(worker).forEach(stream -> writers.put(stream, List.of(worker.name()))));
        if (plan.stack().versions().synapse().atLeast("1.152")) {
            some(plan, Worker.Kind.MEDIA).ifPresent(names -> writers.put("quarantined_media_changes", names));
        }
        return writers;
    }

    /** Which streams a writer of streams writes; some streams can have one writer only. */
    static List<String> streams(Worker worker) {
        return worker.index() == 1
                ? List.of("typing", "to_device", "presence")
                : List.of("account_data", "receipts", "device_lists");
    }

    private static boolean writes(Plan plan, Worker worker) {
        return writers(plan).values().stream().anyMatch(names -> names.contains(worker.name()));
    }

    private static Map<String, Object> own(Plan plan, Host host, Worker worker) {
        Map<String, Object> yaml = new HashMap<>();
        yaml.put("worker_app", "synapse.app.generic_worker");
        yaml.put("worker_name", worker.name());
        yaml.put("worker_log_config", Synapse.FOLDER + "workers/" + worker.name() + ".log.yaml");
        yaml.put("worker_listeners", listeners(plan, host, worker));
        if (worker.kind() == Worker.Kind.MEDIA) {
            yaml.put("enable_media_repo", true);
        }
        return yaml;
    }

    private static List<Map<String, Object>> listeners(Plan plan, Host host, Worker worker) {
        List<Map<String, Object>> listeners = new ArrayList<>();
        if (worker.kind().routed()) {
            listeners.add(Synapse.http(plan.port(worker), plan.bind(host, Service.WORKERS), resources(plan, worker)));
        }
        if (writes(plan, worker)) {
            listeners.add(
                    Synapse.replication(plan.replicationPort(worker), plan.bind(host, Service.WORKER_REPLICATION)));
        }
        listeners.add(Synapse.metrics(plan.metricsPort(worker), plan.bind(host, Service.WORKER_METRICS)));
        return listeners;
    }

    private static List<String> resources(Plan plan, Worker worker) {
        if (worker.kind() == Worker.Kind.MEDIA) {
            return List.of("media");
        }
        return plan.stack().federation().closed() ? List.of("client") : List.of("client", "federation");
    }

    /** Nobody named is not the same as nobody: what no worker does, the main process does. */
    private static Optional<List<String>> some(Plan plan, Worker.Kind kind) {
        return Optional.of(names(plan, kind)).filter(names -> !names.isEmpty());
    }

    private static List<String> names(Plan plan, Worker.Kind kind) {
        return kinds(plan, kind).map(Worker::name).toList();
    }

    static Stream<Worker> kinds(Plan plan, Worker.Kind kind) {
        return plan.workers().stream().filter(worker -> worker.kind() == kind);
    }
}
