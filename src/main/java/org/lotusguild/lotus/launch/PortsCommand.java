package org.lotusguild.lotus.launch;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.PortSpan;
import org.lotusguild.lotus.stack.plan.PortUse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "ports",
        description =
                "Who listens where on all hosts, what the router must send on, and what the kernel must keep free.",
        footerHeading = "%nExamples:%n",
        footer = "  lotus ports")
final class PortsCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    HomeOption at = new HomeOption();

    PortsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Plan plan = new StackHome(at.home()).plan();
        row("host", "service", "ports", "protocol", "address");
        plan.ports()
                .uses()
                .forEach(use -> row(
                        use.host().name(),
                        use.service().toString(),
                        use.span().toString(),
                        use.service().proto().toString(),
                        use.address()));
        List<PortUse> forwarded = plan.ports().forwarded();
        if (!forwarded.isEmpty()) {
            console.line("");
            console.line("The router sends on, from the internet:");
            forwarded.forEach(
                    use -> console.line("  " + use.span() + " " + use.service().proto() + " to "
                            + use.host().name() + " (" + use.host().address() + "), " + use.service()));
        }
        plan.hosts().forEach(host -> reserved(plan, host));
        return ExitCode.OK;
    }

    private void reserved(Plan plan, Host host) {
        List<PortSpan> reserved = plan.ports().reserved(host);
        if (!reserved.isEmpty()) {
            console.line("");
            console.line(host.name() + " keeps free: net.ipv4.ip_local_reserved_ports = "
                    + reserved.stream().map(PortSpan::toString).collect(Collectors.joining(",")));
        }
    }

    private void row(String host, String service, String ports, String proto, String address) {
        console.line(String.format(Locale.ROOT, "%-12s %-20s %-12s %-8s %s", host, service, ports, proto, address)
                .stripTrailing());
    }
}
