package org.lotusguild.lotus.stack.render;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.plan.Capacity;
import org.lotusguild.lotus.stack.plan.Disk;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.Service;

/**
 * PostgreSQL's settings, who may connect, and the tables that autovacuum must visit more often. Beside the distribution's own
 * {@code postgresql.conf}, which includes the folder {@code conf.d}.
 */
final class Postgres implements Writer {
    /** Who restores backups into databases of its own, to prove them. */
    static final String PROVER = "lotus_verify";

    private static final int USUAL_PORT = 5432;
    private static final String LOOPBACK = "127.0.0.1";

    @Override
    public List<RenderedFile> files(Plan plan, SecretValues secrets) {
        Host host = plan.the(Role.POSTGRES);
        int major = plan.stack().versions().postgresql().numbers().getFirst();
        String folder = "/etc/postgresql/" + major + "/main/";
        String unit = "postgresql@" + major + "-main.service";
        return List.of(
                RenderedFile.open(host, folder + "conf.d/lotus.conf", settings(plan, host))
                        .of(unit),
                RenderedFile.open(host, folder + "pg_hba.conf", access(plan, host))
                        .owned("0640", "postgres:postgres")
                        .of(unit),
                RenderedFile.open(host, "/etc/postgresql/lotus-autovacuum.sql", Autovacuum.script(plan.header())));
    }

    private static String settings(Plan plan, Host host) {
        int connections = plan.databaseConnections();
        DatabaseMemory memory = DatabaseMemory.of(plan.databaseMemory(), connections);
        Lines lines = Lines.under(plan.header()).add("listen_addresses = '" + addresses(plan, host) + "'");
        if (plan.port(Service.POSTGRES) != USUAL_PORT) {
            lines.add("port = " + plan.port(Service.POSTGRES));
        }
        lines.add("max_connections = " + connections)
                .addAll(memory.lines())
                .addAll(log(plan.stack().size()))
                .addAll(disk(plan, host))
                .block("""
                        shared_preload_libraries = 'pg_stat_statements'
                        log_min_duration_statement = 2s
                        log_autovacuum_min_duration = 10s
                        log_lock_waits = on
                        password_encryption = 'scram-sha-256'
                        """);
        List<String> ours = lines.text().lines().toList();
        return lines.addAll(Additions.pairs(ours, plan.extra().postgres(), "postgres", "'"))
                .text();
    }

    private static String addresses(Plan plan, Host host) {
        String bound = plan.bind(host, Service.POSTGRES);
        return bound.equals(LOOPBACK) ? "localhost" : "localhost, " + bound;
    }

    private static List<String> log(Capacity size) {
        boolean busy = size.workers();
        boolean huge = size == Capacity.HUGE;
        return List.of(
                "max_wal_size = " + (huge ? "8GB" : "2GB"),
                "min_wal_size = " + (huge ? "2GB" : "512MB"),
                "autovacuum_vacuum_cost_limit = " + (busy ? 2000 : 1000));
    }

    /** From 18 on PostgreSQL's own value of effective_io_concurrency fits. */
    private static List<String> disk(Plan plan, Host host) {
        if (host.disk() == Disk.HDD) {
            return List.of();
        }
        boolean own = plan.stack().versions().postgresql().atLeast("18");
        return own
                ? List.of("random_page_cost = 1.1")
                : List.of("random_page_cost = 1.1", "effective_io_concurrency = 200");
    }

    /** First match wins; whoever is not named is refused. */
    private static String access(Plan plan, Host database) {
        Lines lines = Lines.under(plan.header() + "\ntype database user address method")
                .add("local all postgres peer")
                .add("local all all peer");
        Stream.of(Role.SYNAPSE, Role.LOTUS).forEach(role -> {
            Set<String> hosts = new TreeSet<>();
            plan.with(role).forEach(client -> hosts.add(line(plan, client, database, whose(plan, role))));
            lines.addAll(hosts);
        });
        // Its databases have a new name each time, and in the others it may read nothing.
        return lines.add(line(plan, plan.the(Role.SYNAPSE), database, "all " + PROVER))
                .addAll(plan.extra().pgHba())
                .text();
    }

    private static String whose(Plan plan, Role role) {
        return role == Role.SYNAPSE
                ? plan.stack().synapse().database() + " "
                        + plan.stack().synapse().databaseUser()
                : role + " " + role;
    }

    /** Between hosts only under TLS. */
    private static String line(Plan plan, Host client, Host server, String whose) {
        boolean here = client.equals(server);
        String address = here ? plan.address(client, server, Service.POSTGRES) : client.address();
        return (here ? "host" : "hostssl") + " " + whose + " " + address + (address.contains(":") ? "/128" : "/32")
                + " scram-sha-256";
    }
}
