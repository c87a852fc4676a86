package org.lotusguild.lotus.stack.fix;

import java.nio.file.Path;
import java.util.List;

/** What takes over a changed file. Said, never done. */
final class Afterwards {
    private Afterwards() {}

    /** For people; none if nothing is to be done. */
    static List<String> of(Change change) {
        return switch (change.kind()) {
            case SYNAPSE, SYNAPSE_LOG, REGISTRATION -> List.of("systemctl restart matrix-synapse");
            case WORKER -> List.of("systemctl restart the worker of " + change.file());
            case LIVEKIT -> List.of("systemctl restart livekit-server");
            case HOOKSHOT -> List.of("systemctl restart hookshot");
            case SYGNAL -> List.of("systemctl restart sygnal");
            case AUTHELIA -> List.of("systemctl restart authelia");
            case LLDAP -> List.of("systemctl restart lldap");
            case PROMETHEUS, PROMETHEUS_RULES -> List.of("systemctl reload prometheus");
            case COTURN -> List.of("systemctl restart coturn (ends the calls that it relays)");
            case NGINX -> List.of("nginx -t && systemctl reload nginx");
            // It may not run at all, after a bad jail: then it starts.
            case JAIL, FILTER -> List.of("systemctl reload-or-restart fail2ban");
            case UNIT -> List.of("systemctl daemon-reload && systemctl restart " + name(change));
            case POSTGRES -> List.of("systemctl restart postgresql, or reload where the setting allows it");
            case HBA -> List.of("systemctl reload postgresql");
            case SQL -> List.of("psql -f " + change.file() + " once more");
            case SYSCTL -> List.of("sysctl --system");
            case CINNY, SCRIPT, CRON, TOLD -> List.of();
        };
    }

    private static String name(Change change) {
        return String.valueOf(Path.of(change.path()).getFileName());
    }
}
