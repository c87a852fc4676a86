package org.lotusguild.lotus.launch;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.Version;
import org.lotusguild.lotus.base.config.ConfigException;
import org.lotusguild.lotus.base.config.Problem;
import org.lotusguild.lotus.matrix.HomeserverConfig;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.plan.SynapsePlaces;
import org.lotusguild.lotus.stack.read.ToldFile;
import org.lotusguild.lotus.stack.read.UsualPlaces;
import org.lotusguild.lotus.stack.render.HostFacts;

/**
 * What an audit looks at that was given no targets: the usual places of this machine, and what {@code lotus.yaml} names.
 *
 * @param files and folders that are there
 * @param plan the servers of {@code lotus.yaml}
 * @param here which of its hosts this machine is
 * @param told what the plan tells of this machine
 * @param words for people: what was looked at, and what was not
 */
record AuditPlaces(List<Path> files, Optional<Plan> plan, Optional<Host> here, Told told, List<String> words) {
    /** Where {@code lotus render} writes when it is told nothing else. */
    private static final Path RENDERED = Path.of("rendered");

    private static final String FACTS = "facts.yaml";

    AuditPlaces {
        files = List.copyOf(files);
        words = List.copyOf(words);
    }

    static AuditPlaces of(Home home, LocalDate today) {
        return new Search(home, Path.of("/"), RENDERED, AuditPlaces::ofThisMachine).places(today);
    }

    private static boolean ofThisMachine(String address) {
        try {
            InetAddress wanted = InetAddress.ofLiteral(address);
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(wanted::equals);
        } catch (IllegalArgumentException | SocketException e) {
            return false; // a name; or nobody knows
        }
    }

    /** For {@code --live}: what the configuration files of this host may not name. */
    Map<String, URI> urls() {
        Map<String, URI> urls = new HashMap<>();
        plan.ifPresent(servers -> {
            urls.put("public", URI.create(servers.publicUrl()));
            urls.put("server-name", URI.create("https://" + servers.stack().serverName()));
            servers.stack().names().client().ifPresent(name -> urls.put("client", URI.create("https://" + name)));
        });
        return urls;
    }

    /** For {@code --db}: Synapse's database, as Synapse reaches it from this host. */
    Optional<String> database() {
        return plan.flatMap(servers -> here.map(host -> {
            String address = servers.address(host, servers.the(Role.POSTGRES), Service.POSTGRES);
            SynapsePlaces synapse = servers.stack().synapse();
            return "postgresql://" + synapse.databaseUser() + "@"
                    + (address.contains(":") ? "[" + address + "]" : address) + ":" + servers.port(Service.POSTGRES)
                    + "/" + synapse.database();
        }));
    }

    static Path databasePassword(Home home) {
        return home.secrets().resolve(SecretName.DB_SYNAPSE.toString());
    }

    /**
     * @param root {@code /}
     * @param rendered a folder of {@code lotus render}, where there may be one
     * @param ours whether an address is one of this machine
     */
    record Search(Home home, Path root, Path rendered, Predicate<String> ours) {

        AuditPlaces places(LocalDate today) {
            List<String> words = new ArrayList<>();
            Optional<LotusConfig> config = config(words);
            Optional<Plan> plan = config.flatMap(read ->
                    read.stack().map(stack -> Plan.of(stack, read.client(), Version.text(), "lotus.yaml", today)));
            Optional<Host> here = plan.flatMap(servers -> servers.hosts().stream()
                    .filter(host -> ours.test(host.address()))
                    .findFirst());
            List<Path> installed = new ArrayList<>(UsualPlaces.present(root));
            if (installed.isEmpty() && Files.exists(rendered.resolve(FACTS))) {
                return folder(plan);
            }
            config.map(LotusConfig::homeserver)
                    .flatMap(HomeserverConfig::registration)
                    .filter(file -> !installed.isEmpty() && Files.isReadable(file))
                    .ifPresent(installed::add);
            words.add("Looked at " + shown(installed) + ".");
            if (Files.exists(rendered.resolve(FACTS))) {
                words.add("Left out: " + rendered + ", which is no part of this machine. Look at it with: lotus audit "
                        + rendered + " --facts " + rendered.resolve(FACTS));
            }
            plan.ifPresent(servers -> words.add(whose(servers, here)));
            Told told = plan.flatMap(servers -> here.map(host -> told(servers, host)))
                    .orElse(Told.nothing());
            return new AuditPlaces(installed, plan, here, told, words);
        }

        /** On the machine where somebody renders, and nothing runs. */
        private AuditPlaces folder(Optional<Plan> plan) {
            Path facts = rendered.resolve(FACTS);
            return new AuditPlaces(
                    List.of(rendered),
                    plan,
                    Optional.empty(),
                    ToldFile.read(facts, FACTS),
                    List.of("Looked at " + rendered + ", for none of the servers is on this machine."));
        }

        private static Told told(Plan plan, Host here) {
            return ToldFile.of(Path.of(FACTS), FACTS, HostFacts.text(plan, here));
        }

        /** A file that cannot be used is no reason not to look at the others. */
        private Optional<LotusConfig> config(List<String> words) {
            if (!home.configured()) {
                return Optional.empty();
            }
            try {
                return Optional.of(home.config());
            } catch (ConfigException e) {
                Problem first = e.problems().getFirst();
                words.add(home.configuration() + " was left out, for it cannot be used: " + first);
                return Optional.empty();
            }
        }

        private String whose(Plan plan, Optional<Host> here) {
            return here.map(host -> home.configuration() + " says that this is the host " + host.name()
                            + "; what it tells of it was used, as lotus render writes it to facts.yaml.")
                    .orElseGet(
                            () -> home.configuration() + " was left out: no address of this machine is among those of "
                                    + plan.hosts().stream().map(Host::name).collect(Collectors.joining(", ")) + ".");
        }

        private static String shown(List<Path> places) {
            return Stream.of(places).flatMap(List::stream).map(Path::toString).collect(Collectors.joining(", "));
        }
    }
}
