package org.lotusguild.lotus.stack.trial.servers;

import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.Version;
import org.lotusguild.lotus.base.config.ConfigReader;
import org.lotusguild.lotus.http.HttpConfig;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.plan.StackBlock;
import org.lotusguild.lotus.stack.programs.Installed;
import org.lotusguild.lotus.stack.render.Renderer;
import org.lotusguild.lotus.stack.secrets.SecretFolder;
import org.lotusguild.lotus.stack.trial.ChildProcess;
import org.lotusguild.lotus.stack.trial.HomeFiles;
import org.lotusguild.lotus.stack.trial.Program;
import org.lotusguild.lotus.stack.trial.Surroundings;
import org.lotusguild.lotus.stack.trial.Template;
import org.lotusguild.lotus.stack.trial.Trial;
import org.lotusguild.lotus.stack.trial.TrialGuild;
import org.lotusguild.lotus.stack.trial.UserCache;

/** The servers that a home wants around its homeserver, all of them found on this machine. */
public final class Servers implements Surroundings {
    private final Path home;
    private final Wanted wanted;
    private final Map<String, Integer> ports;
    private final Supplier<HttpConfig> lotus;
    private final Trial.World world;
    private final Optional<Postgres> postgres;
    private final List<Server> before;
    private final List<Server> after;

    private Servers(
            Path home,
            Remembered remembered,
            Supplier<HttpConfig> lotus,
            Trial.World world,
            Optional<Postgres> postgres,
            List<Server> before,
            List<Server> after) {
        this.home = home;
        this.wanted = remembered.wanted();
        this.ports = remembered.ports();
        this.lotus = lotus;
        this.world = world;
        this.postgres = postgres;
        this.before = List.copyOf(before);
        this.after = List.copyOf(after);
    }

    /** The file {@code servers/stack.yaml}: what {@code lotus render} would read. */
    public record Stack(StackBlock stack) {}

    /**
     * What a home has wanted until now and what is wanted besides, found on this machine and remembered for the next time.
     *
     * @param lotus where Lotus serves, asked when {@code lotus.yaml} is there
     * @throws org.lotusguild.lotus.stack.trial.TrialException if a program cannot be had; nothing is changed then
     * @throws org.lotusguild.lotus.stack.plan.StackTrouble if the home began with another database; likewise
     */
    public static Surroundings of(Path folder, Wanted more, Trial.World world, Supplier<HttpConfig> lotus) {
        Path home = folder.toAbsolutePath().normalize();
        Remembered before = Remembered.in(home);
        Wanted wanted = before.wanted().and(more);
        Beginning beginning = new Beginning(home);
        beginning.check(wanted);
        Map<String, Integer> known = beginning.ports(before.ports());
        if (wanted.isNothing()) {
            return Surroundings.none();
        }
        SystemPrograms programs = SystemPrograms.here(Installed.here(world.environment()), world.progress());
        Optional<Postgres> postgres =
                wanted.postgres() ? Optional.of(Postgres.found(programs, Unprivileged.here())) : Optional.empty();
        postgres.ifPresent(server -> server.user().needWay(home));
        List<Server> first = first(wanted, programs, world);
        postgres.ifPresent(first::add);
        List<Server> last = new ArrayList<>();
        if (wanted.workers() > 0) {
            last.add(new SynapseWorkers());
        }
        if (wanted.proxy()) {
            last.add(Proxy.found(programs));
        }
        HomeFiles.folder(home);
        secrets(home, Optional.empty(), world).init(); // git may refuse them: nothing is remembered then
        Remembered now = new Remembered(wanted, ChosenPorts.of(known));
        if (!now.equals(before)) {
            now.write(home);
        }
        return new Servers(home, now, lotus, world, postgres, first, last);
    }

    private static List<Server> first(Wanted wanted, SystemPrograms programs, Trial.World world) {
        List<Server> first = new ArrayList<>();
        if (wanted.workers() > 0) {
            first.add(Redis.found(programs));
        }
        if (wanted.turn()) {
            first.add(Coturn.found(programs));
        }
        if (wanted.sfu()) {
            first.add(new LiveKit(new LiveKitProgram(
                            programs, UserCache.of(world.environment()), world.clock(), world.pause(), world.progress())
                    .file()));
        }
        return first;
    }

    private static SecretFolder secrets(Path home, Optional<Path> registration, Trial.World world) {
        return new SecretFolder(home.resolve("secrets"), registration, world.random());
    }

    @Override
    public boolean whole() {
        return wanted.postgres();
    }

    @Override
    public String store() {
        return wanted.postgres()
                ? "url: " + Beginning.DATABASE + ports.get(Service.POSTGRES.toString())
                        + "/lotus   # in postgresql/\n  password: {file: secrets/db-lotus}"
                : Surroundings.none().store();
    }

    @Override
    public Grown around(TrialGuild guild, Path python) {
        SecretFolder secrets = secrets(home, Optional.of(guild.registration()), world);
        OnLoopback loopback = new OnLoopback(home.resolve("servers"), guild.serverName(), guild.url(), wanted.turn());
        Plan plan = plan(guild, loopback.servers());
        ServerFiles files = new ServerFiles(loopback, Renderer.files(plan, secrets));
        files.write(owned());
        Keeper keeper = new Keeper(python, files, world.http(), Remembered.file(home));
        Grounds on = new Grounds(home, guild, plan, secrets, files, keeper, python);
        MainProcess.write(on, wanted, lotus.get().bind().port());
        return new Grown(
                URI.create("http://127.0.0.1:" + plan.port(Service.SYNAPSE)),
                MainProcess.arguments(files),
                files.at("/var/log/matrix-synapse/homeserver.log"),
                wanted.proxy() ? keeper.elsewhere() : Surroundings.elsewhere(guild),
                List.of(children(on, before)),
                after.stream().map(server -> children(on, List.of(server))).toList());
    }

    private List<ChildProcess> children(Grounds on, List<Server> servers) {
        List<ChildProcess> children = new ArrayList<>();
        for (Server server : servers) {
            for (Program program : server.programs(on)) {
                children.add(new ChildProcess(program, world));
            }
        }
        return children;
    }

    private List<String> owned() {
        List<String> owned = new ArrayList<>(MainProcess.files(wanted));
        before.forEach(server -> owned.addAll(server.files()));
        after.forEach(server -> owned.addAll(server.files()));
        return owned;
    }

    /** Everything on one host that is this machine; what is not wanted is planned, but not started. */
    private Plan plan(TrialGuild guild, Path servers) {
        Path file = servers.resolve("stack.yaml");
        HomeFiles.folder(servers);
        HomeFiles.own(
                file,
                Template.filled(
                        "stack.yaml",
                        Map.of(
                                "SERVER_NAME", guild.serverName(),
                                "SIZE", wanted.workers() > 0 ? "large" : "small",
                                "POSTGRESQL", postgres.map(Postgres::major).orElse(15),
                                "LIVEKIT_METRICS", ports.getOrDefault(Service.LIVEKIT_METRICS.toString(), 0),
                                "PORTS", spans(guild))));
        StackBlock stack =
                new ConfigReader(world.environment()).read(file, Stack.class).stack();
        LocalDate today = LocalDate.ofInstant(world.clock().instant(), ZoneOffset.UTC);
        return Plan.of(stack, Optional.empty(), Version.text(), "stack.yaml", today)
                .withWorkers(wanted.workers());
    }

    /** Behind the proxy Synapse moves away, and the proxy takes its place: everybody knows that address. */
    private String spans(TrialGuild guild) {
        Map<String, String> spans = ChosenPorts.spans(ports);
        String known = Integer.toString(guild.url().getPort());
        spans.put((wanted.proxy() ? Service.HTTPS : Service.SYNAPSE).toString(), known);
        spans.put(Service.LOTUS.toString(), Integer.toString(lotus.get().bind().port()));
        spans.put(
                Service.LOTUS_INTERNAL.toString(),
                Integer.toString(lotus.get().internal().port()));
        return spans.entrySet().stream()
                .map(span -> "    " + span.getKey() + ": " + span.getValue())
                .collect(Collectors.joining("\n"));
    }
}
