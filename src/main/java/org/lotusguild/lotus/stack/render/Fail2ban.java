package org.lotusguild.lotus.stack.render;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;

/**
 * Who guesses passwords is shut out for a while, on the host that ends the clients' connections: only there does a ban meet the
 * attacker. Two filters: one for nginx's log, which the jail uses, and one for Synapse's, for where nothing else is at hand.
 *
 * <p>Source: jail.conf(5) of 1.0.2. Both expressions begin at the line's beginning and end before the user agent, which may hold
 * anything.
 */
final class Fail2ban implements Writer {
    private static final String UNIT = "fail2ban.service";
    private static final String LOGIN = "/_matrix/client/(?:r0|v3|v1|unstable|api/v1)/login";

    @Override
    public List<RenderedFile> files(Plan plan, SecretValues secrets) {
        return plan.with(Role.PROXY).flatMap(host -> of(plan, host)).toList();
    }

    private static Stream<RenderedFile> of(Plan plan, Host host) {
        return Stream.of(
                        RenderedFile.open(host, "/etc/fail2ban/filter.d/lotus-matrix-proxy.conf", proxyFilter(plan)),
                        RenderedFile.open(host, "/etc/fail2ban/filter.d/lotus-matrix-login.conf", synapseFilter(plan)),
                        RenderedFile.open(host, "/etc/fail2ban/jail.d/lotus.conf", jail(plan)))
                .map(file -> file.of(UNIT));
    }

    /** The combined format of nginx. */
    private static String proxyFilter(Plan plan) {
        return Lines.under(plan.header())
                .add("[Definition]")
                .add("failregex = ^<ADDR> \\S+ \\S+ \\[\\] \"POST " + LOGIN
                        + "(?:\\?[^\" ]*)? HTTP/[\\d.]+\" (?:403|429) ")
                .add("datepattern = %%d/%%b/%%Y:%%H:%%M:%%S %%z")
                .text();
    }

    /** With and without the labels {@code ru=} and {@code db=}, which came with Synapse 1.150. */
    private static String synapseFilter(Plan plan) {
        return Lines.under(plan.header())
                .add("[Definition]")
                .add("failregex = ^\\s*- synapse\\.access\\.https?\\.\\S+ - \\d+ - INFO - POST-\\d+ - <ADDR> - \\S+ - "
                        + "\\{[^}]*\\} Processed request: [^\"]* \\d+B (?:403|429) \"POST " + LOGIN
                        + "(?:\\?[^ \"]*)? HTTP/[\\d.]+\" ")
                .add("datepattern = ^%%Y-%%m-%%d %%H:%%M:%%S,%%f")
                .text();
    }

    private static String jail(Plan plan) {
        return Lines.under(plan.header())
                .block("""
                        [lotus-matrix-proxy]
                        enabled = true
                        filter = lotus-matrix-proxy
                        backend = auto
                        logpath = /var/log/nginx/access.log
                        port = http,https
                        findtime = 10m
                        maxretry = 10
                        bantime = 10m
                        bantime.increment = true
                        bantime.maxtime = 1d
                        """)
                .add("ignoreip = " + friends(plan))
                .text();
    }

    /** Behind them are many people, or ourselves: one guest's mistakes must not shut out the others. */
    private static String friends(Plan plan) {
        Stream<String> proxies = plan.with(Role.PROXY).map(Host::address);
        return Stream.of(
                        Stream.of("127.0.0.0/8", "::1"),
                        plan.lan().stream(),
                        proxies,
                        plan.stack().frontProxies().stream())
                .flatMap(addresses -> addresses)
                .distinct()
                .collect(Collectors.joining(" "));
    }
}
