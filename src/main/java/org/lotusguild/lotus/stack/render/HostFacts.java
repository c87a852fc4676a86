package org.lotusguild.lotus.stack.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.lotusguild.lotus.stack.facts.Release;
import org.lotusguild.lotus.stack.plan.Federation;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Media;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.PortUse;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.plan.Versions;

/** What {@code lotus audit --facts} is told about the rendered folder: everything that the files in it do not say. */
public final class HostFacts {
    /** What no file of the folder says where it listens. */
    private static final Set<Service> TOLD_NOWHERE = Set.of(
            Service.LOTUS,
            Service.LOTUS_INTERNAL,
            Service.POSTGRES_METRICS,
            Service.PROMETHEUS,
            Service.GRAFANA,
            Service.UPTIME_KUMA);

    private HostFacts() {}

    /** The text of {@code facts.yaml}. */
    public static String text(Plan plan) {
        return text(plan, true, where(plan));
    }

    /** The same for an audit on one of the hosts, whose files are no copy. */
    public static String text(Plan plan, Host here) {
        return text(plan, false, Map.of("**", here.name()));
    }

    private static String text(Plan plan, boolean copy, Map<String, String> where) {
        Map<String, Object> facts = new TreeMap<>();
        facts.put("hosts", hosts(plan));
        facts.put("versions", versions(plan));
        facts.put("calls", plan.stack().calls());
        facts.put(
                "federation",
                switch (plan.stack().federation()) {
                    case Federation.Open open -> "open";
                    case Federation.Closed closed -> "closed";
                    case Federation.Some some -> "list";
                });
        facts.put(
                "behind-nat",
                plan.hosts().stream().anyMatch(host -> host.behind().isPresent()));
        facts.put(
                "forwarded-ports",
                plan.ports().forwarded().stream().map(HostFacts::forward).toList());
        facts.put("binds", binds(plan));
        facts.put("backups", backups(plan));
        facts.put("copy", copy);
        facts.put("where", where);
        List<String> acknowledged = acknowledged(plan);
        if (!acknowledged.isEmpty()) {
            facts.put("acknowledged", acknowledged);
        }
        plan.stack()
                .sso()
                .migrateFrom()
                .ifPresent(from -> facts.put(
                        "sso-migration",
                        Map.of(
                                "from", from.toString(),
                                "until",
                                        plan.stack()
                                                .sso()
                                                .migrateUntil()
                                                .orElseThrow()
                                                .toString())));
        return Yaml.text(plan.header(), facts);
    }

    private static Map<String, Object> hosts(Plan plan) {
        Map<String, Object> hosts = new HashMap<>();
        for (Host host : plan.hosts()) {
            Map<String, Object> facts = new HashMap<>();
            facts.put("address", host.address());
            host.behind().ifPresent(address -> facts.put("public", address));
            host.memory().ifPresent(memory -> facts.put("memory", memory.toString()));
            facts.put("cpus", host.cpus());
            facts.put("kind", written(host.kind()));
            facts.put("disk", written(host.disk()));
            facts.put(
                    "roles",
                    Arrays.stream(Role.values())
                            .filter(host::has)
                            .map(Role::toString)
                            .toList());
            hosts.put(host.name(), facts);
        }
        return hosts;
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Map<String, String> versions(Plan plan) {
        Map<String, String> versions = new HashMap<>();
        versions.put("synapse", told(plan.stack().versions().synapse(), Versions.NEWEST_SYNAPSE));
        versions.put("postgresql", plan.stack().versions().postgresql().toString());
        versions.put("nginx", plan.stack().versions().nginx().toString());
        if (plan.has(Role.TURN)) {
            versions.put("coturn", plan.stack().versions().coturn().toString());
        }
        if (plan.has(Role.SFU)) {
            versions.put("livekit", plan.stack().versions().livekit().toString());
        }
        return versions;
    }

    /** A version without a patch number is the newest patch of it that is known. */
    private static String told(Release release, String newest) {
        return newest.startsWith(release + ".") ? newest : release.toString();
    }

    private static Map<String, Object> forward(PortUse use) {
        return Map.of(
                "to", use.host().name(),
                "ports", use.span().toString(),
                "proto", protocols(use));
    }

    private static List<String> protocols(PortUse use) {
        return List.of(use.service().proto().toString().split("\\+"));
    }

    private static Map<String, Object> binds(Plan plan) {
        Map<String, Object> binds = new HashMap<>();
        for (Host host : plan.hosts()) {
            List<Object> uses = new ArrayList<>();
            plan.ports().on(host).stream()
                    .filter(use -> TOLD_NOWHERE.contains(use.service()))
                    .forEach(use -> uses.add(Map.of(
                            "port", use.span().first(),
                            "address", use.address(),
                            "service", use.service().toString())));
            if (!uses.isEmpty()) {
                binds.put(host.name(), uses);
            }
        }
        return binds;
    }

    /** When the last one was made, and proven, an audit on the machine that holds them sees for itself. */
    private static Map<String, Object> backups(Plan plan) {
        return Map.of(
                "where",
                plan.stack().backups().path(),
                "holds",
                List.of("configuration", "database", "media", "signing-key"),
                "without",
                List.of("e2e_one_time_keys_json"));
    }

    private static Map<String, String> where(Plan plan) {
        Map<String, String> where = new HashMap<>();
        plan.hosts().forEach(host -> where.put(host.name() + "/**", host.name()));
        return where;
    }

    private static List<String> acknowledged(Plan plan) {
        Media.Lifetime local = plan.stack().media().keepLocal();
        return local.span().isPresent() ? List.of("local-media-lifetime") : List.of();
    }
}
