package org.lotusguild.lotus.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.config.HostPort;
import org.lotusguild.lotus.stack.certs.CertificateSync;
import org.lotusguild.lotus.stack.certs.Destination;
import org.lotusguild.lotus.stack.certs.TurnConfig;
import org.lotusguild.lotus.stack.plan.Certificates;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.plan.StackBlock;

/** Which certificates the servers of a guild need on this machine: told by the configurations that are on it. */
final class CertificateJobs {
    private static final String HERE = "127.0.0.1";

    private CertificateJobs() {}

    /** @param to looked up when the job's turn comes: what is wrong with one server keeps nothing from the others */
    record Job(String name, CertificateSync.Source source, Supplier<Destination> to) {}

    /** @param root {@code /} */
    static List<Job> here(StackBlock stack, Path root) {
        List<Job> jobs = new ArrayList<>();
        Path turn = root.resolve("etc/turnserver.conf");
        if (Files.isReadable(turn)) {
            String name = stack.names().turn().orElse(stack.publicName());
            jobs.add(new Job(name, source(stack, name), () -> new TurnConfig(turn).destination(name)));
        }
        if (Files.exists(root.resolve("etc/nginx/nginx.conf"))) {
            nginx(stack, root).forEach(jobs::add);
        }
        return jobs;
    }

    /** The names that nginx answers to. */
    private static Stream<String> names(StackBlock stack) {
        return Stream.of(
                        Optional.of(stack.serverName()),
                        Optional.of(stack.publicName()),
                        stack.names().auth(),
                        stack.names().client(),
                        stack.names().grafana())
                .flatMap(Optional::stream)
                .distinct();
    }

    /** Where certificates would lie, on whatever host. */
    static Stream<Path> chains(StackBlock stack) {
        return Stream.concat(
                names(stack).map(name -> Path.of(stack.certificates().chain(name))),
                stack.names().turn().stream()
                        .flatMap(name -> Stream.of(
                                Path.of(stack.certificates().chain(name)), Path.of(Certificates.TURN_CHAIN))));
    }

    /** nginx reads the source itself; one certificate may have several of the names. */
    private static Stream<Job> nginx(StackBlock stack, Path root) {
        return names(stack)
                .filter(name -> Files.exists(
                        root.resolve(stack.certificates().chain(name).substring(1))))
                .map(name -> new Job(
                        name,
                        source(stack, name),
                        () -> new Destination(
                                name,
                                Optional.empty(),
                                new Destination.Hears.ByCommand(List.of("nginx", "-s", "reload")),
                                Optional.of(new HostPort(HERE, stack.port(Service.HTTPS))))));
    }

    private static CertificateSync.Source source(StackBlock stack, String name) {
        return new CertificateSync.Source(
                Path.of(stack.certificates().chain(name)),
                Path.of(stack.certificates().key(name)));
    }
}
