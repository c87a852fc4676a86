package org.lotusguild.lotus.stack.plan;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.ByteSize;

/**
 * The servers as they are to be. Two equal plans give the same files, byte by byte.
 *
 * @param client the web client, where the guild has one
 * @param hosts by name
 * @param lotusVersion of the program that writes
 * @param source the name of the file that the plan comes from
 * @param today for what is true between two days only
 * @param workers Synapse's processes beside the main one
 */
public record Plan(
        StackBlock stack,
        Optional<ClientBlock> client,
        List<Host> hosts,
        PortTable ports,
        String lotusVersion,
        String source,
        LocalDate today,
        List<Worker> workers) {

    /** What PostgreSQL gets of a host that it shares with Synapse, in percent. */
    private static final int SHARED_PERCENT = 40;

    private static final int ALL_PERCENT = 100;
    private static final int LOTUS_CONNECTIONS = 10;
    private static final int SPARE_CONNECTIONS = 20;
    private static final int FEWEST_CONNECTIONS = 100;

    public static Plan of(
            StackBlock stack, Optional<ClientBlock> client, String lotusVersion, String source, LocalDate today) {
        List<Host> hosts = Hosts.of(stack.hosts(), stack.size());
        PortTable ports = PortTable.of(hosts, stack.size(), stack.ports());
        List<Worker> workers = Workers.of(stack.size());
        return new Plan(stack, client, hosts, ports, lotusVersion, source, today, workers);
    }

    /** The same with so many workers, where the size has any: those first that are of most use. */
    public Plan withWorkers(int count) {
        List<Worker> some = stack.size().workers() ? Workers.some(count) : List.of();
        return new Plan(stack, client, hosts, ports, lotusVersion, source, today, some);
    }

    /** The first line of every file that can hold a comment, without the sign that begins one. */
    public String header() {
        return "Written by lotus render " + lotusVersion + " from " + source + "; change it there.";
    }

    public Stream<Host> with(Role role) {
        return hosts.stream().filter(host -> host.has(role));
    }

    public boolean has(Role role) {
        return with(role).findAny().isPresent();
    }

    /**
     * The host with the role, the first by name if there are several.
     *
     * @throws IllegalStateException if there is none; ask {@link #has} first where the role is optional
     */
    public Host the(Role role) {
        return with(role).findFirst().orElseThrow(() -> new IllegalStateException("no host is " + role));
    }

    /** Whether one host has both. */
    public boolean together(Role one, Role other) {
        return with(one).anyMatch(host -> host.has(other));
    }

    /** Under which address {@code from} reaches the service on {@code to}. */
    public String address(Host from, Host to, Service service) {
        PortUse use = use(to, service);
        return from.equals(to) && !use.address().equals(to.address()) ? PortTable.LOOPBACK : to.address();
    }

    /** {@code address:port} under which {@code from} reaches the service of the (first) host that has it. */
    public String reach(Host from, Service service) {
        Host to = from.has(service.role()) ? from : the(service.role());
        return address(from, to, service) + ":" + port(service);
    }

    /** Which address the service binds on that host: 0.0.0.0, the host's own or 127.0.0.1. */
    public String bind(Host host, Service service) {
        return use(host, service).address();
    }

    /** The port, or the first one of the range. */
    public int port(Service service) {
        return span(service).first();
    }

    public PortSpan span(Service service) {
        return ports.uses().stream()
                .filter(use -> use.service() == service)
                .map(PortUse::span)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(service + " runs nowhere"));
    }

    private PortUse use(Host host, Service service) {
        return ports.find(host, service)
                .orElseThrow(() -> new IllegalStateException(service + " does not run on " + host.name()));
    }

    /** Networks that are ours: those of the file, else every host's address. */
    public List<String> lan() {
        return stack.lan().isEmpty()
                ? hosts.stream()
                        .map(host -> host.address() + (host.address().contains(":") ? "/128" : "/32"))
                        .toList()
                : stack.lan();
    }

    /** The port of a worker's listener. */
    public int port(Worker worker) {
        return port(Service.WORKERS) + worker.number() - 1;
    }

    /** The port of a worker's metrics. */
    public int metricsPort(Worker worker) {
        return port(Service.WORKER_METRICS) + worker.number() - 1;
    }

    /** The port on which a worker takes what belongs into its stream. */
    public int replicationPort(Worker worker) {
        return port(Service.WORKER_REPLICATION) + worker.number() - 1;
    }

    /** The most connections to PostgreSQL: {@code cp_max} of every process, those of Lotus and some for people. */
    public int databaseConnections() {
        int synapse = (1 + workers().size()) * stack.size().connections();
        return Math.max(FEWEST_CONNECTIONS, synapse + LOTUS_CONNECTIONS + SPARE_CONNECTIONS);
    }

    /** The memory that PostgreSQL may think of as its own: all of its host, or a part where Synapse runs there too. */
    public ByteSize databaseMemory() {
        Host host = the(Role.POSTGRES);
        long all = host.memory().orElseThrow().bytes();
        int percent = host.has(Role.SYNAPSE) ? SHARED_PERCENT : ALL_PERCENT;
        return new ByteSize(all * percent / ALL_PERCENT);
    }

    /** Whether today the provider's users take over the accounts of their names. */
    public boolean migrating() {
        return stack.sso().migrating(today);
    }

    /** What goes into the files as it stands. */
    public Extra extra() {
        return stack.extra().orElse(Extra.NONE);
    }

    public String publicUrl() {
        return "https://" + stack.publicName() + "/";
    }
}
