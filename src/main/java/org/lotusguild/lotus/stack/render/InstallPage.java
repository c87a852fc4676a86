package org.lotusguild.lotus.stack.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.PortUse;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.plan.SynapsePlaces;
import org.lotusguild.lotus.stack.plan.Worker;

/** {@code INSTALL.md}: what a person does on a host, in order, until the files are used. */
public final class InstallPage {
    /** On every host, since it puts the files into their places. */
    private static final String LOTUS = """
            ## Lotus itself

            Every host needs it, for it puts the files into their places. On the machine where it is built, from its folder:

            ```
            ssh HOST install -d /opt/lotus
            scp -r lotus target/lotus.jar target/lib HOST:/opt/lotus/
            ```
            """;

    private InstallPage() {}

    public static String text(Plan plan, Host host) {
        List<String> parts = new ArrayList<>();
        parts.add("# " + host.name() + "\n\n" + plan.header() + "\n\nRoles: " + roles(host) + ".\n");
        parts.add("## Packages\n\n" + install(packages(plan, host)) + foreign(host));
        parts.add(LOTUS);
        if (host.has(Role.POSTGRES)) {
            parts.add(database(plan));
        }
        if (host.has(Role.SYNAPSE)) {
            parts.add(synapse(plan));
        }
        if (host.has(Role.LOTUS)) {
            parts.add("## The user of Lotus\n\n```\nadduser --system --group --home " + Units.HOME + " lotus\n```\n"
                    + "\nIts home with `lotus.yaml` is `" + Units.HOME + "`.\n");
        }
        parts.add(jails(host));
        parts.add("""
                ## The files

                Copy this folder's parent to the host and run there, as root:

                ```
                /opt/lotus/lotus apply --from rendered --host %s
                systemctl daemon-reload
                ```

                It shows what differs, asks each program whether it accepts its files, keeps a copy of what was there, \
                and says what has to be restarted.
                """.formatted(host.name()));
        parts.add(directory(plan, host));
        parts.add(signInDatabases(plan, host));
        parts.add(pages(plan, host));
        parts.add(challenges(plan, host));
        parts.add(turn(plan, host));
        parts.add(firewall(plan, host));
        parts.add(router(plan, host));
        return String.join("\n", parts.stream().filter(part -> !part.isEmpty()).toList());
    }

    private static String roles(Host host) {
        return String.join(
                ", ",
                Arrays.stream(Role.values())
                        .filter(host::has)
                        .map(Role::toString)
                        .toList());
    }

    private static List<String> packages(Plan plan, Host host) {
        List<String> packages = new ArrayList<>();
        if (plan.has(Role.MONITORING)) {
            packages.add("prometheus-node-exporter");
            if (host.has(Role.POSTGRES)) {
                packages.add("prometheus-postgres-exporter");
            }
        }
        for (Role role : Role.values()) {
            if (host.has(role)) {
                packages.addAll(packages(role));
            }
        }
        return packages.stream().distinct().sorted().toList();
    }

    private static List<String> packages(Role role) {
        return switch (role) {
            case SYNAPSE -> List.of("matrix-synapse-py3", "postgresql-client");
            case POSTGRES -> List.of("postgresql");
            case REDIS -> List.of("redis-server");
            case PROXY -> List.of("nginx", "fail2ban", "python3-systemd");
            case WEB -> List.of("nginx");
            case TURN -> List.of("coturn");
            case MONITORING -> List.of("prometheus", "grafana");
            case SFU, SSO, LOTUS -> List.of();
        };
    }

    private static String install(List<String> packages) {
        return packages.isEmpty() ? "" : "```\napt-get install " + String.join(" ", packages) + "\n```\n\n";
    }

    /** What not every distribution has. */
    private static String foreign(Host host) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "- Java 25, for Lotus: `openjdk-25-jre-headless` where the distribution has it; else a JRE of another maker, "
                        + "unpacked into a folder below `/opt`.");
        if (host.has(Role.SYNAPSE)) {
            lines.add("- `matrix-synapse-py3` comes from the Synapse project's own Debian packages.");
        }
        if (host.has(Role.SFU)) {
            lines.add(
                    "- `livekit-server` comes from the releases of its project, into `/usr/local/bin`; its user: `adduser --system --group livekit`.");
        }
        if (host.has(Role.SSO)) {
            lines.add("- Authelia and LLDAP come from the releases of their projects; their users: "
                    + "`adduser --system --group authelia` and `adduser --system --group lldap`.");
        }
        if (host.has(Role.MONITORING)) {
            lines.add("- `grafana` comes from Grafana's own Debian packages.");
        }
        return String.join("\n", lines) + "\n";
    }

    private static String database(Plan plan) {
        String watched = plan.has(Role.MONITORING) ? """

                For the figures of the database:

                ```
                sudo -u postgres createuser prometheus
                sudo -u postgres psql -c 'GRANT pg_monitor TO prometheus'
                ```
                """ : "";
        SynapsePlaces places = plan.stack().synapse();
        return """
                ## The databases

                Once, before Synapse starts for the first time. The passwords are those of `lotus secrets show db-synapse`, \
                `db-lotus` and `db-verify`:

                ```
                sudo -u postgres createuser --pwprompt @USER@
                sudo -u postgres createdb --encoding=UTF8 --locale=C --template=template0 --owner=@USER@ @DATABASE@
                sudo -u postgres createuser --pwprompt lotus
                sudo -u postgres createdb --encoding=UTF8 --locale=C --template=template0 --owner=lotus lotus
                sudo -u postgres createuser --pwprompt --createdb lotus_verify
                ```

                `lotus_verify` proves the backups: each week it restores the newest one into a database that it makes for that, \
                and drops it again. It may read nothing of the other two.

                When Synapse has run once, its tables are there and their upkeep can be set; running it again changes nothing:

                ```
                sudo -u postgres psql -d @DATABASE@ -f /etc/postgresql/lotus-autovacuum.sql
                ```
                """.replace("@USER@", places.databaseUser()).replace("@DATABASE@", places.database()) + watched;
    }

    /** What the package brings must not stand in the way of what is rendered. */
    private static String jails(Host host) {
        return host.has(Role.PROXY)
                ? "## fail2ban\n\nIts package brings a jail for sshd that reads `/var/log/auth.log`. Where nobody writes that file, as "
                        + "on a fresh Debian, fail2ban starts no jail at all until that one reads the journal:\n\n```\nprintf "
                        + "'[sshd]\\nbackend = systemd\\n' > /etc/fail2ban/jail.d/sshd-journal.conf\nsystemctl restart fail2ban\n```\n"
                : "";
    }

    /** The groups that sign-in asks for. */
    private static String directory(Plan plan, Host host) {
        String group = plan.stack().sso().group();
        return host.has(Role.SSO)
                ? "## The directory\n\nWho is in the group `" + group + "` may sign in; `" + group
                        + "-admins` is for those who look after the server. LLDAP's `scripts/bootstrap.sh` makes both (it needs "
                        + "`curl`, `jq` and `jo`) when LLDAP runs; people are made on its pages, which this host alone hears: "
                        + "`ssh -L 17170:" + plan.reach(host, Service.LLDAP_PAGES) + "`.\n\n```\nLLDAP_URL=http://"
                        + plan.reach(host, Service.LLDAP_PAGES) + " LLDAP_ADMIN_PASSWORD_FILE=" + Lldap.PASSWORD
                        + " \\\n  GROUP_CONFIGS_DIR=" + Lldap.GROUPS + " ./bootstrap.sh\n```\n"
                : "";
    }

    /** The backup is made where Synapse is, and reaches no other host. */
    private static String signInDatabases(Plan plan, Host host) {
        return host.has(Role.SSO) && !plan.together(Role.SSO, Role.SYNAPSE)
                ? "## Its databases are in no backup\n\n`lotus backup` runs on "
                        + plan.the(Role.SYNAPSE).name()
                        + " and copies nothing of this host: neither the people and their passwords (LLDAP) nor their second "
                        + "factors (Authelia). Copy both by a timer of your own, and take the copies off this host, closed as "
                        + "they are (`sqlite3` is a package; another database has a dump of its own):\n\n```\numask 077\n"
                        + "sqlite3 " + Lldap.DATABASE + " \".backup '/var/backups/lldap.db'\"\n"
                        + "sqlite3 " + Authelia.DATABASE + " \".backup '/var/backups/authelia.db'\"\n```\n"
                : "";
    }

    /** For the machine that holds the container. */
    public static String outer(Plan plan, Host host) {
        return "# The machine that holds " + host.name() + "\n\n" + plan.header() + "\n\n"
                + "A container cannot set these. Copy them there, then, as root:\n\n```\nsysctl --system\n```\n";
    }

    private static String pages(Plan plan, Host host) {
        if (!host.has(Role.WEB)
                || plan.client().isEmpty()
                || plan.stack().names().client().isEmpty()) {
            return "";
        }
        String path = plan.client().get().path();
        return "## The web client\n\nnginx serves the release in `" + path + "/current`; `" + path
                + "/previous` is for the one before it. Its user `www-data` must be able to read them:\n\n```\ninstall -d -m 755 "
                + path + "\n```\n";
    }

    private static String challenges(Plan plan, Host host) {
        boolean answers = switch (plan.stack().certificates().mode()) {
            case FILES -> false;
            case ACME_NGINX -> host.has(Role.PROXY);
        };
        return answers
                ? "## The certificates of nginx\n\nWhat certbot or lego answer the authority with, nginx reads in this folder "
                        + "(`certbot certonly --webroot -w " + NginxServer.CHALLENGES + "`):\n\n```\ninstall -d -m 755 "
                        + NginxServer.CHALLENGES + "\n```\n"
                : "";
    }

    /** coturn that begins without a certificate opens no TLS port until it begins anew. */
    private static String turn(Plan plan, Host host) {
        return host.has(Role.TURN)
                ? "## The certificate of coturn\n\ncoturn reads a copy of its own, which `lotus-certs` brings and keeps fresh. "
                        + "The first time there is none, and coturn must begin once more after it came; the first line complains "
                        + "of that, the last one must not:\n\n```\nsystemctl start lotus-certs\nsystemctl restart coturn\n"
                        + "systemctl start lotus-certs\n```\n"
                : "";
    }

    private static String firewall(Plan plan, Host host) {
        List<String> rules = host.has(Role.TURN) ? Coturn.firewallRules(plan) : List.of();
        return rules.isEmpty()
                ? ""
                : "## The firewall\n\ncoturn may send members' media to LiveKit, although its address is one of ours; nothing else "
                        + "behind that address may be reached so. Keep this in `/etc/nftables.conf`:\n\n```\n"
                        + String.join("\n", rules) + "\n```\n";
    }

    private static String synapse(Plan plan) {
        List<String> units = plan.workers().stream().map(Worker::name).toList();
        String workers = units.isEmpty()
                ? ""
                : "\nIts workers (" + String.join(", ", units)
                        + ") start and stop with it. When the list of workers that send to "
                        + "other servers, push, or write events changes, all of Synapse must be stopped before any of it starts:\n\n"
                        + "```\nsystemctl stop matrix-synapse\nsystemctl start matrix-synapse\n```\n";
        return "## Synapse\n\nIts signing key is the server's identity: back it up, and never make it anew. Where there is "
                + "none yet:\n\n```\nsudo -u matrix-synapse " + WorkerUnits.PYTHON
                + " -m synapse.app.homeserver --config-path=/etc/matrix-synapse/homeserver.yaml --generate-keys\n```\n"
                + workers;
    }

    private static String router(Plan plan, Host host) {
        List<PortUse> forwarded = plan.ports().forwarded().stream()
                .filter(use -> use.host().equals(host))
                .toList();
        if (forwarded.isEmpty()) {
            return "";
        }
        StringBuilder lines = new StringBuilder(
                "## The router sends to this host\n\n| ports | protocol | for |\n| --- | --- | --- |\n");
        forwarded.forEach(use -> lines.append(String.format(
                Locale.ROOT, "| %s | %s | %s |\n", use.span(), use.service().proto(), use.service())));
        return lines.toString();
    }
}
