package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

/** Of turnserver.conf: how much it may relay, and how its certificate is renewed. */
final class CoturnLimitsSamples {
    static final List<Sample> ALL = List.of(
            fails("TRN-006", "renew.sh:2", """
                    === turnserver.conf
                    use-auth-secret
                    cert=/etc/coturn/certs/fullchain.pem
                    === renew.sh 0755
                    #!/bin/sh
                    cp /etc/letsencrypt/live/turn/fullchain.pem /etc/letsencrypt/live/turn/privkey.pem /etc/coturn/certs/
                    systemctl restart coturn
                    """),
            fails("TRN-006", "cron.d/renew:1", """
                    === renew.sh 0755
                    #!/bin/sh
                    cmp -s /a/fullchain.pem /etc/coturn/certs/fullchain.pem && exit 0
                    install -m 0600 /a/fullchain.pem /a/privkey.pem /etc/coturn/certs/
                    pkill -USR2 turnserver
                    === cron.d/renew
                    0 3 * * 0 root /usr/local/bin/renew.sh
                    """),
            fails("TRN-006", "turnserver.conf:0", """
                    === turnserver.conf
                    use-auth-secret
                    cert=/etc/coturn/certs/fullchain.pem
                    === other.service
                    [Service]
                    ExecStart=/usr/bin/other
                    """),
            passes("TRN-006", """
                    === turnserver.conf
                    use-auth-secret
                    cert=/etc/coturn/certs/fullchain.pem
                    === lotus-certs.service
                    [Service]
                    ExecStart=/usr/bin/lotus certs sync
                    """),
            passes("TRN-006", """
                    === renew.sh 0755
                    #!/bin/sh
                    cmp -s /a/fullchain.pem /etc/coturn/certs/fullchain.pem && exit 0
                    install -m 0600 /a/fullchain.pem /a/privkey.pem /etc/coturn/certs/
                    pkill -USR2 turnserver
                    === cron.d/renew
                    0 3 * * * root /usr/local/bin/renew.sh
                    """),
            fails("TRN-010", "turnserver.conf:2", """
                    === turnserver.conf
                    use-auth-secret
                    min-port=49152
                    max-port=65535
                    === livekit.yaml
                    rtc:
                      port_range_start: 50000
                      port_range_end: 51000
                    """),
            fails("TRN-010", "turnserver.conf:0", """
                    === turnserver.conf
                    use-auth-secret

                    === livekit.yaml
                    rtc: {udp_port: 7882}
                    turn: {enabled: true, relay_range_start: 60000, relay_range_end: 61000}
                    """),
            passes("TRN-010", """
                    === turnserver.conf
                    use-auth-secret
                    min-port=52000
                    max-port=57999
                    === livekit.yaml
                    rtc:
                      port_range_start: 50000
                      port_range_end: 51999
                    """),
            passes("TRN-010", """
                    === turnserver.conf
                    use-auth-secret

                    === livekit.yaml
                    rtc: {port_range_start: 50000, port_range_end: 51000}
                    === facts.yaml
                    hosts:
                      a: {address: 10.0.0.1, roles: [turn]}
                      b: {address: 10.0.0.2, roles: [sfu]}
                    where: {"turnserver.conf": a, "livekit.yaml": b}
                    """),
            fails("TRN-012", "turnserver.conf:0 turnserver.conf:2", """
                    === turnserver.conf
                    use-auth-secret
                    max-bps=1000
                    """),
            fails("TRN-012", "turnserver.conf:2", """
                    === turnserver.conf
                    use-auth-secret
                    max-bps=1000000 # 1 Mbps
                    user-quota=12
                    total-quota=1200
                    """),
            fails("TRN-012", "turnserver.conf:4", """
                    === turnserver.conf
                    use-auth-secret
                    max-bps=375000 # 3 Mbit/s
                    user-quota=12
                    total-quota=1200
                    min-port=52000
                    max-port=52999
                    """),
            passes("TRN-012", """
                    === turnserver.conf
                    use-auth-secret
                    max-bps=375000 # 3 Mbit/s
                    user-quota=12
                    total-quota=1200
                    min-port=52000
                    max-port=57999
                    """),
            passes("TRN-012", """
                    === turnserver.conf
                    use-auth-secret
                    max-bps=1000000 # 1 MB/s
                    user-quota=12
                    total-quota=1200
                    """));

    private CoturnLimitsSamples() {}
}
