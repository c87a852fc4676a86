package org.lotusguild.lotus.stack.render;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;

/** Lotus as a service of systemd, and what it does by the clock. */
final class Units implements Writer {
    static final String PROGRAM = "/opt/lotus/lotus";
    static final String HOME = "/var/lib/lotus";

    private static final String PROVERS_PASSWORD = "/etc/lotus/secrets/" + SecretName.DB_VERIFY;

    /** Goes on in the next line. */
    private static final String NEXT = " \\\n  ";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._:@+=,-]+");

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    /** Behind every unit of ours. The JVM compiles, so memory that is both written and run stays allowed. */
    static final String CLOSED = """
            NoNewPrivileges=yes
            ProtectSystem=strict
            ProtectHome=yes
            PrivateTmp=yes
            PrivateDevices=yes
            ProtectKernelTunables=yes
            ProtectKernelModules=yes
            ProtectKernelLogs=yes
            ProtectControlGroups=yes
            ProtectClock=yes
            ProtectHostname=yes
            ProtectProc=invisible
            RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
            RestrictNamespaces=yes
            RestrictRealtime=yes
            RestrictSUIDSGID=yes
            RemoveIPC=yes
            LockPersonality=yes
            SystemCallFilter=@system-service
            SystemCallArchitectures=native
            UMask=0077
            """;

    /** One thing that is done by the clock. */
    private record Job(String name, String words, String command, String when, String delay) {}

    @Override
    public List<RenderedFile> files(Plan plan, SecretValues secrets) {
        List<RenderedFile> files = new ArrayList<>();
        plan.with(Role.LOTUS)
                .forEach(host ->
                        files.add(unit(host, "lotus.service", service(plan)).of("lotus.service")));
        files.add(RenderedFile.closed(
                        plan.the(Role.SYNAPSE),
                        PROVERS_PASSWORD,
                        "root",
                        secrets.value(SecretName.DB_VERIFY).value() + "\n")
                .owned("0600", RenderedFile.ROOT));
        for (Host host : plan.hosts()) {
            for (Job job : jobs(plan, host)) {
                files.add(unit(host, job.name() + ".service", oneshot(plan, job)));
                files.add(unit(host, job.name() + ".timer", timer(plan, job)).of(job.name() + ".timer"));
            }
        }
        return files;
    }

    private static RenderedFile unit(Host host, String name, String text) {
        return RenderedFile.open(host, "/etc/systemd/system/" + name, text);
    }

    private static String service(Plan plan) {
        return Lines.under(plan.header())
                .block("""
                        [Unit]
                        Description=Lotus, the guild's bot, hooks, calls and push
                        After=network-online.target postgresql.service
                        Wants=network-online.target

                        [Service]
                        Type=exec
                        User=lotus
                        Group=lotus
                        WorkingDirectory=%2$s
                        ExecStart=%1$s up --home %2$s
                        Restart=always
                        RestartSec=2
                        TimeoutStopSec=15
                        WatchdogSec=60
                        # What the watchdog ends would leave its memory on the disk, and keys in it.
                        LimitCORE=0
                        StateDirectory=lotus
                        StateDirectoryMode=0700
                        ReadWritePaths=%2$s
                        CapabilityBoundingSet=
                        AmbientCapabilities=
                        """.formatted(PROGRAM, HOME))
                .block(CLOSED)
                .block("""

                        [Install]
                        WantedBy=multi-user.target
                        """)
                .text();
    }

    private static List<Job> jobs(Plan plan, Host host) {
        List<Job> jobs = new ArrayList<>();
        if (host.has(Role.SYNAPSE)) {
            LocalTime at = plan.stack().backups().at();
            jobs.add(new Job(
                    "lotus-backup",
                    "The guild's backup",
                    "backup run --home " + HOME + shelf(plan) + offSite(plan),
                    "*-*-* " + at.format(CLOCK),
                    "10m"));
            jobs.add(new Job(
                    "lotus-backup-verify",
                    "Whether the backup can be restored",
                    "backup verify --home " + HOME + shelf(plan) + scratch(plan, host),
                    "Sun *-*-* " + at.plusHours(2).format(CLOCK),
                    "1h"));
        }
        List<String> certificates = certificates(plan, host);
        if (!certificates.isEmpty()) {
            jobs.add(new Job(
                    "lotus-certs",
                    "New certificates for the services that use them",
                    "certs sync" + String.join("", certificates),
                    "hourly",
                    "5m"));
        }
        if (!jobs.isEmpty()) {
            jobs.add(new Job(
                    "lotus-audit", "What is wrong with the configuration", "audit --home " + HOME, "daily", "1h"));
        }
        return jobs;
    }

    /** Told by root's unit: what is in the home, the bot may write, and it must not say what root does. */
    private static String shelf(Plan plan) {
        return NEXT + "--path " + word(plan.stack().backups().path());
    }

    private static String offSite(Plan plan) {
        return plan.stack()
                .backups()
                .offSite()
                .map(program -> NEXT + "--off-site " + word(program))
                .orElse("");
    }

    /** One word of a command in a unit, whatever signs are in it. */
    private static String word(String text) {
        return PLAIN.matcher(text).matches()
                ? text
                : '"'
                        + text.replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                                .replace("\n", "\\n")
                                .replace("%", "%%")
                                .replace("$", "$$")
                        + '"';
    }

    /** As a user who may make databases, which Synapse's own may not. */
    private static String scratch(Plan plan, Host host) {
        String address = plan.address(host, plan.the(Role.POSTGRES), Service.POSTGRES);
        return NEXT + "--scratch postgresql://" + Postgres.PROVER + "@"
                + (address.contains(":") ? "[" + address + "]" : address) + ":" + plan.port(Service.POSTGRES)
                + "/postgres" + NEXT + "--scratch-password-file " + PROVERS_PASSWORD;
    }

    /** coturn reads copies of its own; nginx reads the source, and is told. */
    private static List<String> certificates(Plan plan, Host host) {
        List<String> certificates = new ArrayList<>();
        if (host.has(Role.TURN)) {
            String name = plan.stack().names().turn().orElse(plan.stack().publicName());
            certificates.add(source(plan, name) + " --turn /etc/turnserver.conf");
        }
        if (host.has(Role.PROXY)) {
            for (String name : Nginx.names(plan)) {
                certificates.add(source(plan, name) + " --reload \"systemctl reload nginx\" --shown 127.0.0.1:"
                        + plan.port(Service.HTTPS));
            }
        }
        return certificates;
    }

    private static String source(Plan plan, String name) {
        return NEXT + "--name " + name + " --from "
                + plan.stack().certificates().folder(name);
    }

    /** As root: these read files of several services and tell them to read theirs again. */
    private static String oneshot(Plan plan, Job job) {
        return Lines.under(plan.header())
                .block("""
                        [Unit]
                        Description=%s
                        After=network-online.target
                        Wants=network-online.target

                        [Service]
                        Type=oneshot
                        ExecStart=%s %s
                        Nice=10
                        IOSchedulingClass=idle
                        NoNewPrivileges=yes
                        ProtectKernelTunables=yes
                        ProtectKernelModules=yes
                        ProtectControlGroups=yes
                        PrivateTmp=yes
                        LockPersonality=yes
                        RestrictRealtime=yes
                        RestrictNamespaces=yes
                        SystemCallArchitectures=native
                        UMask=0077
                        """.formatted(job.words(), PROGRAM, job.command()))
                .text();
    }

    private static String timer(Plan plan, Job job) {
        return Lines.under(plan.header())
                .block("""
                        [Unit]
                        Description=%s, by the clock

                        [Timer]
                        OnCalendar=%s
                        RandomizedDelaySec=%s
                        Persistent=true

                        [Install]
                        WantedBy=timers.target
                        """.formatted(job.words(), job.when(), job.delay()))
                .text();
    }
}
