package org.lotusguild.lotus.stack.render;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.plan.Worker;
import org.lotusguild.lotus.stack.watch.AlertRule;
import org.lotusguild.lotus.stack.watch.AlertRules;
import org.lotusguild.lotus.stack.watch.Job;

/**
 * Prometheus: whom it asks, and what it raises an alarm for; and the exporters of the hosts and of the database.
 *
 * <p>Source: configuration manual of Prometheus 2.42; the Debian packages read {@code /etc/default/NAME}.
 */
final class Prometheus implements Writer {
    private static final String UNIT = "prometheus.service";

    @Override
    public List<RenderedFile> files(Plan plan, SecretValues secrets) {
        if (!plan.has(Role.MONITORING)) {
            return List.of();
        }
        Host host = plan.the(Role.MONITORING);
        String listen = plan.bind(host, Service.PROMETHEUS) + ":" + plan.port(Service.PROMETHEUS);
        return Stream.concat(
                        Stream.of(
                                RenderedFile.open(host, "/etc/prometheus/prometheus.yml", scrapes(plan, host))
                                        .of(UNIT),
                                RenderedFile.open(host, "/etc/prometheus/rules/lotus.yml", rules(plan))
                                        .of(UNIT),
                                arguments(plan, host, "prometheus", List.of(), listen)),
                        exporters(plan))
                .toList();
    }

    /** Whose figures there are in this plan. */
    static Set<Job> jobs(Plan plan) {
        EnumSet<Job> jobs = EnumSet.of(Job.SYNAPSE, Job.LOTUS, Job.POSTGRES, Job.NODE);
        if (plan.has(Role.SFU)) {
            jobs.add(Job.LIVEKIT);
        }
        return jobs;
    }

    private static String scrapes(Plan plan, Host host) {
        return Yaml.text(
                plan.header(),
                Map.of(
                        "global", Map.of("scrape_interval", "15s", "evaluation_interval", "15s"),
                        "rule_files", List.of("rules/*.yml"),
                        "scrape_configs",
                                jobs(plan).stream()
                                        .map(job -> scrape(plan, host, job))
                                        .toList()));
    }

    private static Map<String, Object> scrape(Plan plan, Host host, Job job) {
        List<Map<String, Object>> targets = switch (job) {
            case SYNAPSE -> synapse(plan, host);
            case LOTUS -> each(plan, host, Role.LOTUS, Service.LOTUS_INTERNAL);
            case LIVEKIT -> each(plan, host, Role.SFU, Service.LIVEKIT_METRICS);
            case POSTGRES -> each(plan, host, Role.POSTGRES, Service.POSTGRES_METRICS);
            case NODE ->
                plan.hosts().stream()
                        .map(to -> target(plan, host, to, Service.NODE_METRICS))
                        .toList();
        };
        Map<String, Object> scrape = Map.of("job_name", job.toString(), "static_configs", targets);
        return job == Job.SYNAPSE ? with(scrape, "metrics_path", "/_synapse/metrics") : scrape;
    }

    /** One target a process: {@code index} tells them apart. */
    private static List<Map<String, Object>> synapse(Plan plan, Host host) {
        Host to = plan.the(Role.SYNAPSE);
        List<Map<String, Object>> targets = new ArrayList<>();
        targets.add(synapse(plan, plan.reach(host, Service.SYNAPSE_METRICS), "main"));
        for (Worker worker : plan.workers()) {
            String address = plan.address(host, to, Service.WORKER_METRICS) + ":" + plan.metricsPort(worker);
            targets.add(synapse(plan, address, worker.name()));
        }
        return targets;
    }

    private static Map<String, Object> synapse(Plan plan, String address, String index) {
        return Map.of(
                "targets",
                List.of(address),
                "labels",
                Map.of("instance", plan.stack().serverName(), "index", index));
    }

    private static List<Map<String, Object>> each(Plan plan, Host host, Role role, Service service) {
        return plan.with(role).map(to -> target(plan, host, to, service)).toList();
    }

    private static Map<String, Object> target(Plan plan, Host from, Host to, Service service) {
        String address = plan.address(from, to, service) + ":" + plan.port(service);
        return Map.of("targets", List.of(address), "labels", Map.of("instance", to.name()));
    }

    private static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
        Map<String, Object> more = new TreeMap<>(map);
        more.put(key, value);
        return more;
    }

    private static String rules(Plan plan) {
        List<Map<String, Object>> rules =
                AlertRules.of(jobs(plan)).stream().map(Prometheus::rule).toList();
        return Yaml.text(plan.header(), Map.of("groups", List.of(Map.of("name", "lotus", "rules", rules))));
    }

    private static Map<String, Object> rule(AlertRule rule) {
        return Map.of(
                "alert", rule.name(),
                "expr", written(rule.expression()),
                "for", rule.pending(),
                "labels", Map.of("severity", rule.severity().toString()),
                "annotations", Map.of("summary", rule.summary(), "runbook", rule.runbook()));
    }

    /** On one line, and with the quotes that need no escape in YAML. */
    private static String written(String expression) {
        return expression.replaceAll("\\s+", " ").replace('"', '\'');
    }

    private static Stream<RenderedFile> exporters(Plan plan) {
        Stream<RenderedFile> hosts = plan.hosts().stream()
                .map(host -> arguments(
                        plan, host, "prometheus-node-exporter", List.of(), bound(plan, host, Service.NODE_METRICS)));
        Host database = plan.the(Role.POSTGRES);
        RenderedFile postgres = arguments(
                plan,
                database,
                "prometheus-postgres-exporter",
                List.of("DATA_SOURCE_NAME=\"user=prometheus host=/run/postgresql dbname=synapse\""),
                bound(plan, database, Service.POSTGRES_METRICS));
        return Stream.concat(hosts, Stream.of(postgres));
    }

    private static String bound(Plan plan, Host host, Service service) {
        return plan.bind(host, service) + ":" + plan.port(service);
    }

    private static RenderedFile arguments(Plan plan, Host host, String program, List<String> more, String listen) {
        String text = Lines.under(plan.header())
                .addAll(more)
                .add("ARGS=\"--web.listen-address=" + listen + "\"")
                .text();
        return RenderedFile.open(host, "/etc/default/" + program, text).of(program + ".service");
    }
}
