package org.lotusguild.lotus.stack.render;

import java.util.List;
import java.util.stream.Collectors;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;

/** Synapse's workers as services: they come and go with the main process, whose unit is the distribution's. */
final class WorkerUnits implements Writer {
    static final String PYTHON = "/opt/venvs/matrix-synapse/bin/python";

    private static final String WORKER = """
            [Unit]
            Description=Synapse, worker %%i
            After=matrix-synapse.service
            PartOf=matrix-synapse.service

            [Service]
            Type=notify
            NotifyAccess=main
            User=matrix-synapse
            Group=matrix-synapse
            WorkingDirectory=/var/lib/matrix-synapse
            EnvironmentFile=-/etc/default/matrix-synapse
            ExecStart=%s -m synapse.app.generic_worker --config-path=/etc/matrix-synapse/homeserver.yaml \
            --config-path=/etc/matrix-synapse/conf.d/ --config-path=/etc/matrix-synapse/workers/%%i.yaml
            ExecReload=/bin/kill -HUP $MAINPID
            Restart=always
            RestartSec=3
            SyslogIdentifier=matrix-synapse-%%i
            NoNewPrivileges=yes
            ProtectSystem=strict
            ReadWritePaths=/var/lib/matrix-synapse /var/log/matrix-synapse
            ProtectHome=yes
            PrivateTmp=yes
            PrivateDevices=yes
            ProtectKernelTunables=yes
            ProtectKernelModules=yes
            ProtectControlGroups=yes
            RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
            RestrictNamespaces=yes
            LockPersonality=yes
            SystemCallArchitectures=native
            CapabilityBoundingSet=
            UMask=0027
            """;

    @Override
    public List<RenderedFile> files(Plan plan, SecretValues secrets) {
        if (plan.workers().isEmpty()) {
            return List.of();
        }
        Host host = plan.the(Role.SYNAPSE);
        String template =
                Lines.under(plan.header()).block(WORKER.formatted(PYTHON)).text();
        return List.of(
                unit(host, "matrix-synapse-worker@.service", template),
                unit(host, "matrix-synapse.service.d/lotus.conf", wants(plan)).of(Synapse.UNIT));
    }

    private static RenderedFile unit(Host host, String name, String text) {
        return RenderedFile.open(host, "/etc/systemd/system/" + name, text);
    }

    private static String wants(Plan plan) {
        String workers = plan.workers().stream().map(SynapseWorkers::unit).collect(Collectors.joining(" "));
        return Lines.under(plan.header())
                .add("[Unit]")
                .add("Wants=" + workers)
                .add("After=redis-server.service postgresql.service")
                .text();
    }
}
