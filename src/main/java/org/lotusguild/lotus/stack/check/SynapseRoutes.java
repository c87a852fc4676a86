package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.NginxFile;
import org.lotusguild.lotus.stack.facts.NginxFile.Nested;
import org.lotusguild.lotus.stack.facts.Program;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Where;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** Which process of Synapse gets which path from the proxy. */
final class SynapseRoutes {
    /** What must not come through: the admin API, whatever Synapse may serve one day, and its start page. */
    private static final List<String> INNER = List.of("/_synapse/admin/v1/server_version", "/_synapse/mas/x", "/");

    private static final List<String> COUNTED = List.of(
            "/_matrix/client/v3/login",
            "/_matrix/client/r0/login",
            "/_matrix/client/v3/register",
            "/_matrix/client/r0/register");
    private static final List<String> QUARANTINE = List.of(
            "/_synapse/admin/v1/media/quarantine/example.org/x",
            "/_synapse/admin/v1/room/x/media/quarantine",
            "/_synapse/admin/v1/user/x/media/quarantine",
            "/_synapse/admin/v1/media/unquarantine/example.org/x");

    static final List<Check> CHECKS = List.of(
            Check.of("SYN-038", HIGH, "The proxy passes more to Synapse than clients and servers need")
                    .on(Kind.NGINX)
                    .reads(Reads.LIVE)
                    .passes(
                            "only /_matrix and /_synapse/client reach Synapse; /_synapse/admin is 404 on the public name")
                    .because(
                            "the admin API stands on the public name; one stolen token of an administrator is the whole server")
                    .source("Synapse's documentation of reverse proxies")
                    .run(facts -> Stream.concat(passesAll(facts), SynapsePages.admin(facts))),
            Check.of("SYN-046", HIGH, "The worker that quarantines media may not write it down")
                    .on(Kind.WORKER)
                    .since(Program.SYNAPSE, "1.152")
                    .passes("a worker that gets the quarantine paths is in stream_writers.quarantined_media_changes")
                    .because("the request fails, and media that a moderator quarantined stay visible")
                    .source("upgrade notes of 1.152; 1.163 adds the quarantine paths to those of workers")
                    .run(SynapseRoutes::quarantine),
            Check.of("SYN-053", MEDIUM, "Limits of sign-in are counted by several processes")
                    .on(Kind.WORKER)
                    .passes("all paths of /login and /register go to one process, or the proxy limits them too")
                    .because("each process counts for itself: who is refused by one tries the next")
                    .source("measured with 1.163.2: 429 from a worker, 403 from the main process for one address")
                    .run(SynapseRoutes::counted));

    private SynapseRoutes() {}

    private static Stream<Finding> passesAll(Facts facts) {
        Set<Integer> synapse = SynapseBackends.ports(facts);
        return facts.nginx().stream()
                .flatMap(file -> NginxRoutes.servers(file).stream()
                        .flatMap(server -> INNER.stream()
                                .filter(path -> NginxRoutes.proxy(facts, file, server, path)
                                        .filter(proxy -> proxy.leadsTo(synapse))
                                        .isPresent())
                                .findFirst()
                                .stream()
                                .map(path -> passed(server, path))));
    }

    private static Finding passed(Nested server, String path) {
        Nested level = NginxRoutes.answering(server, path);
        return Finding.failed(
                level.directive().where(),
                level.directive().name() + " " + level.directive().text() + " passes " + path,
                "location ~ ^(/_matrix|/_synapse/client), and location /_synapse/ { return 404; }");
    }

    private static Stream<Finding> quarantine(Facts facts) {
        Set<String> writers = facts.synapse()
                .flatMap(synapse -> synapse.node("stream_writers", "quarantined_media_changes"))
                .map(node -> node.items().isEmpty()
                        ? node.text().stream().collect(Collectors.toSet())
                        : node.items().stream()
                                .flatMap(item -> item.text().stream())
                                .collect(Collectors.toSet()))
                .orElse(Set.of());
        return facts.yaml(Kind.WORKER).stream()
                .filter(worker -> !writers.contains(worker.text("worker_name").orElse("")))
                .flatMap(worker -> routed(facts, worker).stream());
    }

    private static Optional<Finding> routed(Facts facts, YamlFile worker) {
        Set<Integer> ports = Listeners.workers(facts)
                .filter(of -> of.file().file().equals(worker.file()))
                .map(of -> of.listener().port())
                .collect(Collectors.toSet());
        return QUARANTINE.stream()
                .flatMap(path -> answering(facts, path)
                        .filter(answer -> answer.ports().stream().anyMatch(ports::contains))
                        .map(answer -> Finding.failed(
                                answer.where(),
                                path.replaceFirst("/x(/|$)", "/…$1") + " goes to "
                                        + worker.text("worker_name").orElse(worker.file()),
                                "stream_writers: {quarantined_media_changes: ["
                                        + worker.text("worker_name").orElse("") + "]}")))
                .map(Finding.class::cast)
                .findFirst();
    }

    /** Who answers a path in one of the servers. */
    private record Answer(Where where, Set<Integer> ports, NginxFile file, Nested level) {}

    private static Stream<Answer> answering(Facts facts, String path) {
        return facts.nginx().stream()
                .flatMap(file -> NginxRoutes.servers(file).stream()
                        .flatMap(server -> NginxRoutes.proxy(facts, file, server, path).stream()
                                .map(proxy -> {
                                    Nested level = NginxRoutes.answering(server, path);
                                    return new Answer(
                                            level.directive().where(),
                                            proxy.backend().ports(),
                                            file,
                                            level);
                                })));
    }

    private static Stream<Finding> counted(Facts facts) {
        Set<Integer> synapse = SynapseBackends.ports(facts);
        Set<Integer> processes = new LinkedHashSet<>();
        List<Answer> unlimited = new ArrayList<>();
        for (String path : COUNTED) {
            answering(facts, path)
                    .filter(answer -> answer.ports().stream().anyMatch(synapse::contains))
                    .forEach(answer -> {
                        processes.addAll(answer.ports());
                        if (answer.level().inherited(answer.file(), "limit_req").isEmpty()) {
                            unlimited.add(answer);
                        }
                    });
        }
        return processes.size() < 2 || unlimited.isEmpty()
                ? Stream.of()
                : Stream.of(Finding.failed(
                        unlimited.getFirst().where(),
                        "/login and /register go to ports "
                                + processes.stream()
                                        .sorted()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(", ")),
                        "all of them to one process, or limit_req with 429 in the proxy"));
    }
}
