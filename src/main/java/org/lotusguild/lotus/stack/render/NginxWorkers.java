package org.lotusguild.lotus.stack.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.plan.Worker;

/**
 * Which of Synapse's processes answers what. What nobody else may answer goes to the main process.
 *
 * <p>Sign-in and registration go to one process: each process counts failures for itself, and keeps the sessions of single
 * sign-on that have begun with it.
 */
final class NginxWorkers implements Writer {
    /** The variable that holds the chosen upstream. */
    static final String CHOSEN = "$lotus_process";

    private static final String USER_HASH = "hash $lotus_user consistent;";

    private static final String USERS = """
            # A user's requests go to one process: it has the user's data at hand. The name stands in the token.
            map $arg_access_token $lotus_query_user {
                default $arg_access_token;
                "" $remote_addr;
                "~^syt_(?<lotus_query_name>[^_]+)_" $lotus_query_name;
            }
            map $http_authorization $lotus_user {
                default $http_authorization;
                "" $lotus_query_user;
                "~^Bearer syt_(?<lotus_name>[^_]+)_" $lotus_name;
            }
            map $uri $lotus_room {
                default $request_id;
                "~/rooms/(?<lotus_room_id>[^/]+)/" $lotus_room_id;
            }
            """;

    /**
     * One group of processes.
     *
     * @param balance how requests are spread, if not in turn
     */
    private record Pool(Optional<String> balance, List<Worker> workers) {}

    @Override
    public List<RenderedFile> files(Plan plan, SecretValues secrets) {
        if (plan.workers().isEmpty()) {
            return List.of();
        }
        return plan.with(Role.PROXY)
                .map(host -> NginxServer.file(host, "conf.d/lotus-workers.conf", text(plan, host)))
                .toList();
    }

    private static String text(Plan plan, Host host) {
        Lines lines = Lines.under(plan.header()).block(USERS);
        String main = plan.reach(host, Service.SYNAPSE);
        lines.block("upstream lotus_main {\n    server " + main + ";\n    keepalive 16;\n}\n");
        pools(plan).forEach((group, pool) -> lines.block(upstream(plan, host, group, pool, main)));
        if (pools(plan).containsKey("initial-sync")) {
            lines.block("""
                    map $arg_since $lotus_sync {
                        default lotus_sync;
                        "" lotus_initial_sync;
                    }
                    """);
        }
        lines.add("map \"$request_method $uri\" " + CHOSEN + " {");
        lines.add("    default lotus_main;");
        routes(plan).forEach(route -> lines.add("    " + route));
        return lines.add("}").text();
    }

    private static Map<String, Pool> pools(Plan plan) {
        Map<String, Pool> pools = new TreeMap<>();
        put(pools, "sync", Optional.of(USER_HASH), of(plan, Worker.Kind.SYNC));
        put(pools, "initial-sync", Optional.of(USER_HASH), of(plan, Worker.Kind.INITIAL_SYNC));
        put(pools, "media", Optional.empty(), of(plan, Worker.Kind.MEDIA));
        List<Worker> clients = of(plan, Worker.Kind.CLIENT);
        put(pools, "client", Optional.empty(), clients);
        put(pools, "room", Optional.of("hash $lotus_room consistent;"), clients);
        put(pools, "login", Optional.empty(), clients.stream().limit(1).toList());
        List<Worker> federation = of(plan, Worker.Kind.FEDERATION_IN);
        List<Worker> servers = federation.isEmpty() ? clients : federation;
        put(pools, "federation", Optional.empty(), servers);
        put(pools, "federation-send", Optional.of("hash $remote_addr consistent;"), servers);
        for (Worker writer : of(plan, Worker.Kind.STREAM_WRITER)) {
            SynapseWorkers.streams(writer)
                    .forEach(stream -> put(pools, stream.replace('_', '-'), Optional.empty(), List.of(writer)));
        }
        if (!pools.containsKey("device-lists")) {
            put(pools, "device-lists", Optional.empty(), clients);
        }
        return pools;
    }

    private static void put(Map<String, Pool> pools, String group, Optional<String> balance, List<Worker> workers) {
        if (!workers.isEmpty()) {
            pools.put(group, new Pool(balance, workers));
        }
    }

    private static List<Worker> of(Plan plan, Worker.Kind kind) {
        return SynapseWorkers.kinds(plan, kind).toList();
    }

    /** The main process steps in for a worker that is alone and gone, where it can: not for media, nor for a stream. */
    private static String upstream(Plan plan, Host host, String group, Pool pool, String main) {
        Host synapse = plan.the(Role.SYNAPSE);
        StringBuilder text = new StringBuilder("upstream " + name(group) + " {\n");
        boolean spread = pool.workers().size() > 1;
        pool.balance()
                .filter(balance -> spread)
                .ifPresent(balance -> text.append("    ").append(balance).append('\n'));
        for (Worker worker : pool.workers()) {
            String address = plan.address(host, synapse, Service.WORKERS) + ":" + plan.port(worker);
            text.append("    server ").append(address).append(";\n");
        }
        Worker.Kind kind = pool.workers().getFirst().kind();
        if (!spread && kind != Worker.Kind.MEDIA && kind != Worker.Kind.STREAM_WRITER) {
            text.append("    server ").append(main).append(" backup;\n");
        }
        return text.append("    keepalive 16;\n}\n").toString();
    }

    private static List<String> routes(Plan plan) {
        Map<String, Pool> pools = pools(plan);
        Map<String, String> targets = new LinkedHashMap<>();
        pools.keySet().forEach(group -> targets.put(group, name(group)));
        if (pools.containsKey("initial-sync")) {
            targets.put("sync", "$lotus_sync");
        } else if (pools.containsKey("sync")) {
            targets.put("initial-sync", name("sync"));
        }
        if (plan.stack().federation().closed()) {
            targets.remove("federation");
            targets.remove("federation-send");
        }
        List<String> routes = new ArrayList<>();
        for (SynapseRoute route : SynapseRoute.all()) {
            String target = targets.get(route.group());
            if (target != null) {
                routes.add("\"~^" + route.method() + " " + route.path().substring(1) + "\" " + target + ";");
            }
        }
        return routes;
    }

    private static String name(String group) {
        return "lotus_" + group.replace('-', '_');
    }
}
