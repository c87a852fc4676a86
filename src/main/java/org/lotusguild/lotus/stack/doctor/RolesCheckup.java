package org.lotusguild.lotus.stack.doctor;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.lotusguild.lotus.base.config.HostPort;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.PortUse;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.Service;

/**
 * Whether somebody answers for every role of the plan, as far as the host of Lotus can hear it.
 *
 * @param answers whether a connection to the place comes about
 */
public record RolesCheckup(Plan plan, Predicate<HostPort> answers) implements Checkup {
    /** Without these the guild stands still. */
    private static final Set<Service> NEEDED =
            EnumSet.of(Service.SYNAPSE, Service.POSTGRES, Service.HTTPS, Service.TURN, Service.LIVEKIT, Service.LOTUS);

    /** These may be closed to this host: others ask them. */
    private static final Set<Service> OF_OTHERS =
            EnumSet.of(Service.REDIS, Service.AUTHELIA, Service.WEB, Service.GRAFANA);

    @Override
    public List<Line> lines() {
        Host here = plan.the(Role.LOTUS);
        return plan.ports().uses().stream()
                .filter(use -> NEEDED.contains(use.service()) || OF_OTHERS.contains(use.service()))
                .filter(use -> use.host().equals(here) || !use.address().startsWith("127."))
                .map(use -> line(here, use))
                .toList();
    }

    /** What is open to the internet need not listen on the loopback address: coturn does not. */
    private String address(Host here, PortUse use) {
        return use.service().open() ? use.host().address() : plan.address(here, use.host(), use.service());
    }

    private Line line(Host here, PortUse use) {
        String topic = use.service().role().toString();
        HostPort place = new HostPort(address(here, use), use.span().first());
        if (answers.test(place)) {
            return Line.well(topic, "answers at " + place + " (" + use.host().name() + ")");
        }
        String text = "does not answer at " + place + " (" + use.host().name() + ")";
        String next = "On " + use.host().name() + ": systemctl --failed; else a firewall is in between";
        return NEEDED.contains(use.service()) ? Line.bad(topic, text, next) : Line.note(topic, text, next);
    }
}
