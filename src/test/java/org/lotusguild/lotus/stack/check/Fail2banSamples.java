package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

/** Of jails and filters. */
final class Fail2banSamples {
    static final List<Sample> ALL = List.of(
            fails("F2B-001", "filter.d/matrix.conf:2", """
                    === filter.d/matrix.conf
                    [Definition]
                    failregex = ^.*Failed login attempt for user .* from <HOST>.*$
                    """),
            fails("F2B-001", "filter.d/matrix.conf:2", """
                    === filter.d/matrix.conf
                    [Definition]
                    failregex = Processed request: .* (?:403|429) "POST /_matrix/client/v3/login .* <HOST>"
                    """),
            fails("F2B-001", "filter.d/matrix.conf:2", """
                    === filter.d/matrix.conf
                    [Definition]
                    failregex = ^\\s*- synapse\\.access\\.https?\\.\\S+ - \\d+ - INFO - POST-\\d+ - <ADDR> - \\S+ - \\{[^}]*\\} Processed request: [^"]* \\d+B \\d+ "POST /_matrix/client/(?:r0|v3|v1|unstable|api/v1)/login(?:\\?[^ "]*)? HTTP/[\\d.]+"
                    datepattern = ^%%Y-%%m-%%d %%H:%%M:%%S,%%f
                    """),
            fails("F2B-001", "filter.d/lotus-matrix-proxy.conf:2", """
                    === filter.d/lotus-matrix-proxy.conf
                    [Definition]
                    failregex = ^<ADDR> \\S+ \\S+ \\[\\] "POST /_matrix/client/(?:r0|v3|v1|unstable|api/v1)/login(?:\\?[^" ]*)? HTTP/[\\d.]+" 403
                    datepattern = %%d/%%b/%%Y:%%H:%%M:%%S %%z
                    """),
            passes("F2B-001", """
                    === filter.d/lotus-matrix-login.conf
                    [Definition]
                    failregex = ^\\s*- synapse\\.access\\.https?\\.\\S+ - \\d+ - INFO - POST-\\d+ - <ADDR> - \\S+ - \\{[^}]*\\} Processed request: [^"]* \\d+B (?:403|429) "POST /_matrix/client/(?:r0|v3|v1|unstable|api/v1)/login(?:\\?[^ "]*)? HTTP/[\\d.]+"
                    datepattern = ^%%Y-%%m-%%d %%H:%%M:%%S,%%f
                    === filter.d/lotus-matrix-proxy.conf
                    [Definition]
                    failregex = ^<ADDR> \\S+ \\S+ \\[\\] "POST /_matrix/client/(?:r0|v3|v1|unstable|api/v1)/login(?:\\?[^" ]*)? HTTP/[\\d.]+" (?:403|429)
                    datepattern = %%d/%%b/%%Y:%%H:%%M:%%S %%z
                    === facts.yaml
                    versions: {synapse: 1.148.0}
                    """),
            passes("F2B-001", """
                    === filter.d/sshd.conf
                    [Definition]
                    failregex = ^Failed password from <HOST>$
                    """),
            fails("F2B-002", "jail.d/matrix.conf:1", """
                    === jail.d/matrix.conf
                    [matrix]
                    enabled = true
                    filter = matrix
                    ignoreip = 127.0.0.1/8 10.0.0.0/24
                    === facts.yaml
                    hosts:
                      matrix: {address: 10.0.0.1, roles: [synapse]}
                      proxy: {address: 10.0.0.2, roles: [proxy]}
                    where: {"jail.d/**": matrix}
                    """),
            fails("F2B-002", "jail.d/matrix.conf:4", """
                    === jail.d/matrix.conf
                    [matrix]
                    enabled = true
                    filter = matrix
                    ignoreip = 127.0.0.1/8 10.0.0.2
                    === facts.yaml
                    hosts:
                      matrix: {address: 10.0.0.1, roles: [synapse]}
                      proxy: {address: 10.0.0.2, roles: [proxy]}
                    where: {"jail.d/**": proxy}
                    """),
            passes("F2B-002", """
                    === jail.d/matrix.conf
                    [matrix]
                    enabled = true
                    filter = matrix
                    ignoreip = 127.0.0.1/8 10.0.0.0/24
                    === facts.yaml
                    hosts:
                      matrix: {address: 10.0.0.1, roles: [synapse]}
                      proxy: {address: 10.0.0.2, roles: [proxy]}
                    where: {"jail.d/**": proxy}
                    """),
            fails("F2B-003", "filter.d/matrix.conf:3 filter.d/matrix.conf:4", """
                    === filter.d/matrix.conf
                    [Definition]
                    failregex = ^ok <HOST>$
                                ^"POST /_matrix.*login.*" 401$
                                ^broken( <ADDR>$
                    """),
            passes("F2B-003", """
                    === filter.d/lotus-matrix-login.conf
                    [Definition]
                    failregex = ^\\s*- synapse\\.access\\.https?\\.\\S+ - \\d+ - INFO - POST-\\d+ - <ADDR> - \\S+ - \\{[^}]*\\} Processed request: [^"]* \\d+B (?:403|429) "POST /_matrix/client/(?:r0|v3|v1|unstable|api/v1)/login(?:\\?[^ "]*)? HTTP/[\\d.]+"
                    datepattern = ^%%Y-%%m-%%d %%H:%%M:%%S,%%f
                    === filter.d/lotus-matrix-proxy.conf
                    [Definition]
                    failregex = ^<ADDR> \\S+ \\S+ \\[\\] "POST /_matrix/client/(?:r0|v3|v1|unstable|api/v1)/login(?:\\?[^" ]*)? HTTP/[\\d.]+" (?:403|429)
                    datepattern = %%d/%%b/%%Y:%%H:%%M:%%S %%z
                    """),
            fails("F2B-004", "jail.d/matrix.conf:5", """
                    === jail.d/matrix.conf
                    [matrix]
                    enabled = true
                    filter = matrix
                    backend = systemd
                    logpath = /var/log/matrix-synapse/homeserver.log
                    journalmatch = _SYSTEMD_UNIT=matrix-synapse.service + PRIORITY=3
                    """),
            fails("F2B-004", "jail.d/matrix.conf:1", """
                    === jail.d/matrix.conf
                    [matrix]
                    enabled = true
                    filter = matrix
                    backend = systemd
                    """),
            fails("F2B-004", "jail.d/matrix.conf:1", """
                    === jail.d/matrix.conf
                    [matrix]
                    enabled = true
                    filter = matrix
                    backend = auto
                    """),
            passes("F2B-004", """
                    === jail.d/matrix.conf
                    [matrix]
                    enabled = true
                    filter = matrix
                    backend = systemd
                    journalmatch = _SYSTEMD_UNIT=matrix-synapse.service
                    """),
            passes("F2B-004", """
                    === jail.d/matrix.conf
                    [matrix]
                    enabled = true
                    filter = matrix
                    logpath = /var/log/matrix-synapse/homeserver.log
                    """),
            fails("F2B-005", "jail.d/matrix.conf:4", """
                    === jail.d/matrix.conf
                    [matrix]
                    enabled = true
                    filter = matrix
                    bantime = 86400
                    maxretry = 10
                    """),
            fails("F2B-005", "jail.d/matrix.conf:5", """
                    === jail.d/matrix.conf
                    [matrix]
                    enabled = true
                    filter = matrix
                    bantime = 10m
                    maxretry = 3
                    """),
            passes("F2B-005", """
                    === jail.d/matrix.conf
                    [matrix]
                    enabled = true
                    filter = matrix
                    bantime = 1d
                    bantime.increment = true
                    maxretry = 10
                    """),
            passes("F2B-005", """
                    === jail.conf
                    [DEFAULT]
                    bantime = 10m
                    maxretry = 5
                    === jail.d/matrix.conf
                    [matrix]
                    enabled = true
                    filter = matrix
                    """));

    private Fail2banSamples() {}
}
