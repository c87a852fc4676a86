package org.lotusguild.lotus.stack.render;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lotusguild.lotus.stack.plan.Plan;

/** All files of a plan. */
public final class Renderer {
    /** One line a program: whoever adds one adds a line. */
    private static final List<Writer> WRITERS = List.of(
            new Synapse(),
            new SynapseCalls(),
            new SynapseSso(),
            new SynapseWorkers(),
            new SynapseSecrets(),
            new Nginx(),
            new NginxWorkers(),
            new NginxClient(),
            new Units(),
            new WorkerUnits(),
            // Media, database, single sign-on, monitoring
            new Coturn(),
            new LiveKit(),
            new Postgres(),
            new Redis(),
            new Fail2ban(),
            new Sysctl(),
            new Authelia(),
            new Lldap(),
            new Prometheus(),
            new Grafana(),
            new UptimeKuma());

    private Renderer() {}

    /** By host, then by path. */
    public static List<RenderedFile> files(Plan plan, SecretValues secrets) {
        List<RenderedFile> files = WRITERS.stream()
                .flatMap(writer -> writer.files(plan, secrets).stream())
                .sorted(RenderedFile.ORDER)
                .toList();
        Set<String> seen = new HashSet<>();
        for (RenderedFile file : files) {
            if (!seen.add(file.host() + file.path())) {
                throw new IllegalStateException("two writers write " + file.path() + " on " + file.host());
            }
        }
        return files;
    }
}
