package org.lotusguild.lotus.stack.adopt;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.lotusguild.lotus.base.ByteSize;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.Where;
import org.lotusguild.lotus.stack.plan.Role;

/** Machines and containers: as they were told, or one of all roles whose address the files tell. */
final class AdoptedHosts {
    private static final String ONE = "guild";
    private static final String DATABASE = "database";

    /** A host in the making. */
    private record Sketch(String address, Optional<String> outside, Map<String, Object> more, Set<Role> roles) {
        Map<String, Object> written() {
            Map<String, Object> written = new LinkedHashMap<>();
            written.put("address", address);
            outside.filter(given -> !given.equals(address)).ifPresent(given -> written.put("public", given));
            written.putAll(more);
            written.put("roles", roles.stream().map(Role::toString).toList());
            return written;
        }
    }

    private final Installation it;
    private final Gathering found = new Gathering();
    private final Map<String, Sketch> hosts = new TreeMap<>();

    private AdoptedHosts(Installation it) {
        this.it = it;
    }

    static Adopted of(Installation it) {
        return new AdoptedHosts(it).adopt();
    }

    private Adopted adopt() {
        if (it.told().hosts().isEmpty()) {
            guess();
        } else {
            it.told().hosts().forEach(this::told);
        }
        complete();
        memory();
        hosts.values().removeIf(host -> host.roles().isEmpty());
        hosts.forEach((name, host) -> found.silently("stack.hosts." + name, host.written()));
        return found.done();
    }

    private void told(Told.Host host) {
        Where where = it.told().at(host.line(), "hosts." + host.name());
        Set<Role> roles = EnumSet.noneOf(Role.class);
        host.roles().forEach(role -> role(role).ifPresent(roles::add));
        if (host.address().isEmpty() || roles.isEmpty()) {
            found.leave(
                    where,
                    host.address().isEmpty() ? "no address is told" : "none of its roles is one of the plan's",
                    "");
            return;
        }
        Map<String, Object> more = new LinkedHashMap<>();
        host.memory().ifPresent(memory -> more.put("memory", memory.toString()));
        host.cpus().ifPresent(cpus -> more.put("cpus", cpus));
        host.kind().ifPresent(kind -> more.put("kind", kind(kind)));
        String name = host.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
        hosts.put(name, new Sketch(host.address().get(), host.publicAddress(), more, roles));
        found.take("hosts." + name, host.address().get(), where); // the whole block comes in its place
    }

    private Optional<Role> role(Told.Role role) {
        return switch (role) {
            case SYNAPSE -> Optional.of(Role.SYNAPSE);
            case POSTGRES -> Optional.of(Role.POSTGRES);
            case REDIS -> Optional.of(Role.REDIS);
            case PROXY -> Optional.of(Role.PROXY);
            case TURN -> Optional.of(Role.TURN);
            case SFU -> Optional.of(Role.SFU);
            case SSO ->
                Optional.of(Role.SSO).filter(any -> AdoptedSignIn.name(it).isPresent());
            case WEB -> Optional.of(Role.WEB);
            case MONITORING -> Optional.of(Role.MONITORING);
            case LOTUS -> Optional.of(Role.LOTUS);
            case HOOKSHOT, SYGNAL -> Optional.empty();
        };
    }

    private static String kind(Told.HostKind kind) {
        return kind == Told.HostKind.CONTAINER ? "lxc-unprivileged" : AdoptedSynapse.word(kind);
    }

    private void guess() {
        Optional<String> outside = Guesses.outside(it);
        String address = Guesses.synapse(it).orElse("127.0.0.1");
        Set<Role> roles = EnumSet.of(Role.SYNAPSE, Role.PROXY, Role.LOTUS);
        Optional<String> database = Guesses.database(it).filter(other -> !other.equals(address));
        if (database.isPresent()) {
            hosts.put(
                    DATABASE,
                    new Sketch(database.get(), Optional.empty(), new LinkedHashMap<>(), EnumSet.of(Role.POSTGRES)));
        } else {
            roles.add(Role.POSTGRES);
        }
        hosts.put(ONE, new Sketch(address, outside, new LinkedHashMap<>(), roles));
        found.remark(
                "hosts: " + String.join(", ", hosts.keySet()),
                "no host was told: the files give these addresses; correct them, or begin again with --facts");
    }

    /** What the plan needs and nobody has goes to Synapse's host. */
    private void complete() {
        Sketch home = hosts.values().stream()
                .filter(host -> host.roles().contains(Role.SYNAPSE))
                .findFirst()
                .orElseGet(this::synapse);
        want(home, Role.POSTGRES, "every guild needs it");
        want(home, Role.PROXY, "every guild needs it");
        want(home, Role.LOTUS, "Lotus runs beside Synapse");
        if (!it.facts().coturn().isEmpty() || it.facts().calls()) {
            want(home, Role.TURN, "its files are there, or calls need it");
        }
        if (it.facts().calls()) {
            want(home, Role.SFU, "its files are there, or calls need it");
        }
        if (AdoptedClient.name(it).isPresent()) {
            want(home, Role.WEB, "the web client must lie somewhere");
        }
    }

    private Sketch synapse() {
        Sketch host = hosts.computeIfAbsent(
                ONE,
                name -> new Sketch(
                        Guesses.synapse(it).orElse("127.0.0.1"),
                        Guesses.outside(it),
                        new LinkedHashMap<>(),
                        EnumSet.noneOf(Role.class)));
        host.roles().add(Role.SYNAPSE);
        found.remark("hosts." + ONE + ": " + host.address(), "no host was told to have Synapse");
        return host;
    }

    private void want(Sketch home, Role role, String why) {
        if (hosts.values().stream().noneMatch(host -> host.roles().contains(role))) {
            home.roles().add(role);
            found.remark("role " + role + " beside Synapse", why);
        }
    }

    private void memory() {
        hosts.forEach((name, host) -> {
            if (host.roles().contains(Role.POSTGRES) && !host.more().containsKey("memory")) {
                ByteSize guess = Guesses.memory(it);
                host.more().put("memory", guess.toString());
                found.remark(
                        "hosts." + name + ".memory: " + guess,
                        "told nowhere; PostgreSQL's settings follow from it, so correct it");
            }
        });
    }
}
