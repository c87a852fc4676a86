package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

/** Of turnserver.conf. */
final class CoturnSamples {
    static final List<Sample> ALL = List.of(
            fails("TRN-001", "turnserver.conf:2", """
                    === turnserver.conf
                    use-auth-secret
                    stale_nonce=600
                    """),
            fails("TRN-001", "turnserver.conf:2", """
                    === turnserver.conf
                    use-auth-secret
                    no-tlsv1
                    === facts.yaml
                    versions: {coturn: 4.17.1}
                    """),
            fails("TRN-001", "turnserver.conf:2", """
                    === turnserver.conf
                    use-auth-secret
                    log-min-level=info
                    === facts.yaml
                    versions: {coturn: 4.6.1}
                    """),
            passes("TRN-001", """
                    === turnserver.conf
                    use-auth-secret
                    stale-nonce=600
                    no-tlsv1
                    log-min-level=info
                    """),
            fails("TRN-002", "turnserver.conf:2 turnserver.conf:4", """
                    === turnserver.conf
                    use-auth-secret
                    denied-peer-ip=10.0.0.0/8
                    denied-peer-ip=192.168.0.0-192.168.255.255
                    allowed-peer-ip=10.0.0.9-10.0.0.1
                    """),
            fails("TRN-002", "turnserver.conf:2", """
                    === turnserver.conf
                    use-auth-secret
                    denied-peer-ip=10.0.0.0-10.255.255.255 # the LAN
                    denied-peer-ip=192.168.0.0-192.168.255.255
                    """),
            passes("TRN-002", """
                    === turnserver.conf
                    use-auth-secret
                    denied-peer-ip=10.0.0.0-10.255.255.255
                    denied-peer-ip=::1
                    """),
            fails("TRN-003", "turnserver.conf:0", """
                    === turnserver.conf
                    use-auth-secret
                    no-multicast-peers
                    denied-peer-ip=10.0.0.0-10.255.255.255
                    """),
            fails("TRN-003", "turnserver.conf:0", """
                    === turnserver.conf
                    use-auth-secret
                    denied-peer-ip=0.0.0.0-0.255.255.255
                    denied-peer-ip=10.0.0.0-10.255.255.255
                    denied-peer-ip=100.64.0.0-100.127.255.255
                    denied-peer-ip=127.0.0.0-127.255.255.255
                    denied-peer-ip=169.254.0.0-169.254.255.255
                    denied-peer-ip=172.16.0.0-172.31.255.255
                    denied-peer-ip=192.0.0.0-192.0.0.255
                    denied-peer-ip=192.0.2.0-192.0.2.255
                    denied-peer-ip=192.88.99.0-192.88.99.255
                    denied-peer-ip=192.168.0.0-192.168.255.255
                    denied-peer-ip=198.18.0.0-198.19.255.255
                    denied-peer-ip=198.51.100.0-198.51.100.255
                    denied-peer-ip=240.0.0.0-255.255.255.255
                    denied-peer-ip=::1
                    denied-peer-ip=64:ff9b::-64:ff9b::ffff:ffff
                    denied-peer-ip=::ffff:0.0.0.0-::ffff:255.255.255.255
                    denied-peer-ip=64:ff9b:1::-64:ff9b:1:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=100::-100::ffff:ffff:ffff:ffff
                    denied-peer-ip=2001::-2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fec0::-feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=203.0.113.0-203.0.113.255
                    """),
            fails("TRN-003", "turnserver.conf:0", """
                    === turnserver.conf
                    use-auth-secret
                    no-multicast-peers
                    denied-peer-ip=0.0.0.0-0.255.255.255
                    denied-peer-ip=10.0.0.0-10.255.255.255
                    denied-peer-ip=100.64.0.0-100.127.255.255
                    denied-peer-ip=127.0.0.0-127.255.255.255
                    denied-peer-ip=169.254.0.0-169.254.255.255
                    denied-peer-ip=172.16.0.0-172.31.255.255
                    denied-peer-ip=192.0.0.0-192.0.0.255
                    denied-peer-ip=192.0.2.0-192.0.2.255
                    denied-peer-ip=192.88.99.0-192.88.99.255
                    denied-peer-ip=192.168.0.0-192.168.255.255
                    denied-peer-ip=198.18.0.0-198.19.255.255
                    denied-peer-ip=198.51.100.0-198.51.100.255
                    denied-peer-ip=240.0.0.0-255.255.255.255
                    denied-peer-ip=::1
                    denied-peer-ip=64:ff9b::-64:ff9b::ffff:ffff
                    denied-peer-ip=::ffff:0.0.0.0-::ffff:255.255.255.255
                    denied-peer-ip=64:ff9b:1::-64:ff9b:1:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=100::-100::ffff:ffff:ffff:ffff
                    denied-peer-ip=2001::-2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fec0::-feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=203.0.113.0-203.0.113.255
                    === facts.yaml
                    hosts:
                      world: {address: 8.8.4.4, roles: [synapse]}
                    """),
            fails("TRN-003", "turnserver.conf:0", """
                    === turnserver.conf
                    use-auth-secret
                    no-multicast-peers
                    denied-peer-ip=0.0.0.0-0.255.255.255
                    denied-peer-ip=10.0.0.0-10.255.255.255
                    denied-peer-ip=100.64.0.0-100.127.255.255
                    denied-peer-ip=127.0.0.0-127.255.255.255
                    denied-peer-ip=169.254.0.0-169.254.255.255
                    denied-peer-ip=172.16.0.0-172.31.255.255
                    denied-peer-ip=192.0.0.0-192.0.0.255
                    denied-peer-ip=192.0.2.0-192.0.2.255
                    denied-peer-ip=192.88.99.0-192.88.99.255
                    denied-peer-ip=192.168.0.0-192.168.255.255
                    denied-peer-ip=198.18.0.0-198.19.255.255
                    denied-peer-ip=198.51.100.0-198.51.100.255
                    denied-peer-ip=240.0.0.0-255.255.255.255
                    denied-peer-ip=::1
                    denied-peer-ip=64:ff9b::-64:ff9b::ffff:ffff
                    denied-peer-ip=::ffff:0.0.0.0-::ffff:255.255.255.255
                    denied-peer-ip=64:ff9b:1::-64:ff9b:1:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=100::-100::ffff:ffff:ffff:ffff
                    denied-peer-ip=2001::-2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fec0::-feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=203.0.113.0-203.0.113.138
                    # lotus: allowed peer 203.0.113.139 (sfu), firewall rule: …
                    denied-peer-ip=203.0.113.140-203.0.113.255
                    === facts.yaml
                    hosts:
                      media: {address: 10.20.0.29, public: 203.0.113.139, roles: [turn, sfu]}
                    """),
            fails("TRN-003", "turnserver.conf:0", """
                    === turnserver.conf
                    use-auth-secret
                    no-multicast-peers
                    denied-peer-ip=0.0.0.0-0.255.255.255
                    denied-peer-ip=10.0.0.0-10.255.255.255
                    denied-peer-ip=100.64.0.0-100.127.255.255
                    denied-peer-ip=127.0.0.0-127.255.255.255
                    denied-peer-ip=169.254.0.0-169.254.255.255
                    denied-peer-ip=172.16.0.0-172.31.255.255
                    denied-peer-ip=192.0.0.0-192.0.0.255
                    denied-peer-ip=192.0.2.0-192.0.2.255
                    denied-peer-ip=192.88.99.0-192.88.99.255
                    denied-peer-ip=192.168.0.0-192.168.255.255
                    denied-peer-ip=198.18.0.0-198.19.255.255
                    denied-peer-ip=198.51.100.0-198.51.100.255
                    denied-peer-ip=240.0.0.0-255.255.255.255
                    denied-peer-ip=::1
                    denied-peer-ip=64:ff9b::-64:ff9b::ffff:ffff
                    denied-peer-ip=::ffff:0.0.0.0-::ffff:255.255.255.255
                    denied-peer-ip=64:ff9b:1::-64:ff9b:1:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=100::-100::ffff:ffff:ffff:ffff
                    denied-peer-ip=2001::-2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fec0::-feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=203.0.113.0-203.0.113.138
                    # lotus: allowed peer 203.0.113.77 (sfu), firewall rule: nft add rule inet lotus output skuid turnserver udp dport 50000-51999 accept
                    denied-peer-ip=203.0.113.140-203.0.113.255
                    === facts.yaml
                    hosts:
                      media: {address: 10.20.0.29, public: 203.0.113.139, roles: [turn, sfu]}
                    """),
            fails("TRN-003", "turnserver.conf:0", """
                    === turnserver.conf
                    use-auth-secret
                    no-multicast-peers
                    denied-peer-ip=0.0.0.0-0.255.255.255
                    denied-peer-ip=10.0.0.0-10.255.255.255
                    denied-peer-ip=100.64.0.0-100.127.255.255
                    denied-peer-ip=127.0.0.0-127.255.255.255
                    denied-peer-ip=169.254.0.0-169.254.255.255
                    denied-peer-ip=172.16.0.0-172.31.255.255
                    denied-peer-ip=192.0.0.0-192.0.0.255
                    denied-peer-ip=192.0.2.0-192.0.2.255
                    denied-peer-ip=192.88.99.0-192.88.99.255
                    denied-peer-ip=192.168.0.0-192.168.255.255
                    denied-peer-ip=198.18.0.0-198.19.255.255
                    denied-peer-ip=198.51.100.0-198.51.100.255
                    denied-peer-ip=240.0.0.0-255.255.255.255
                    denied-peer-ip=::1
                    denied-peer-ip=64:ff9b::-64:ff9b::ffff:ffff
                    denied-peer-ip=::ffff:0.0.0.0-::ffff:255.255.255.255
                    denied-peer-ip=64:ff9b:1::-64:ff9b:1:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=100::-100::ffff:ffff:ffff:ffff
                    denied-peer-ip=2001::-2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fec0::-feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=203.0.113.0-203.0.113.138
                    # once: allowed peer 203.0.113.139 (sfu), firewall rule: nft add rule inet lotus output skuid turnserver udp dport 50000-51999 accept
                    denied-peer-ip=203.0.113.140-203.0.113.255
                    === facts.yaml
                    hosts:
                      media: {address: 10.20.0.29, public: 203.0.113.139, roles: [turn, sfu]}
                    """),
            fails("TRN-003", "turnserver.conf:0", """
                    === turnserver.conf
                    use-auth-secret
                    no-multicast-peers
                    denied-peer-ip=0.0.0.0-0.255.255.255
                    denied-peer-ip=10.0.0.0-10.255.255.255
                    denied-peer-ip=100.64.0.0-100.127.255.255
                    denied-peer-ip=127.0.0.0-127.255.255.255
                    denied-peer-ip=169.254.0.0-169.254.255.255
                    denied-peer-ip=172.16.0.0-172.31.255.255
                    denied-peer-ip=192.0.0.0-192.0.0.255
                    denied-peer-ip=192.0.2.0-192.0.2.255
                    denied-peer-ip=192.88.99.0-192.88.99.255
                    denied-peer-ip=192.168.0.0-192.168.255.255
                    denied-peer-ip=198.18.0.0-198.19.255.255
                    denied-peer-ip=198.51.100.0-198.51.100.255
                    denied-peer-ip=240.0.0.0-255.255.255.255
                    denied-peer-ip=::1
                    denied-peer-ip=64:ff9b::-64:ff9b::ffff:ffff
                    denied-peer-ip=::ffff:0.0.0.0-::ffff:255.255.255.255
                    denied-peer-ip=64:ff9b:1::-64:ff9b:1:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=100::-100::ffff:ffff:ffff:ffff
                    denied-peer-ip=2001::-2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fec0::-feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=203.0.113.0-203.0.113.138
                    # lotus: allowed peer 203.0.113.139 (sfu), firewall rule: nft add rule inet lotus output skuid turnserver udp dport 50000-51999 accept
                    denied-peer-ip=203.0.113.140-203.0.113.255
                    === facts.yaml
                    hosts:
                      media: {address: 10.20.0.29, public: 203.0.113.139, roles: [turn]}
                    """),
            passes("TRN-003", """
                    === turnserver.conf
                    use-auth-secret
                    no-multicast-peers
                    denied-peer-ip=0.0.0.0-0.255.255.255
                    denied-peer-ip=10.0.0.0-10.255.255.255
                    denied-peer-ip=100.64.0.0-100.127.255.255
                    denied-peer-ip=127.0.0.0-127.255.255.255
                    denied-peer-ip=169.254.0.0-169.254.255.255
                    denied-peer-ip=172.16.0.0-172.31.255.255
                    denied-peer-ip=192.0.0.0-192.0.0.255
                    denied-peer-ip=192.0.2.0-192.0.2.255
                    denied-peer-ip=192.88.99.0-192.88.99.255
                    denied-peer-ip=192.168.0.0-192.168.255.255
                    denied-peer-ip=198.18.0.0-198.19.255.255
                    denied-peer-ip=198.51.100.0-198.51.100.255
                    denied-peer-ip=240.0.0.0-255.255.255.255
                    denied-peer-ip=::1
                    denied-peer-ip=64:ff9b::-64:ff9b::ffff:ffff
                    denied-peer-ip=::ffff:0.0.0.0-::ffff:255.255.255.255
                    denied-peer-ip=64:ff9b:1::-64:ff9b:1:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=100::-100::ffff:ffff:ffff:ffff
                    denied-peer-ip=2001::-2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fec0::-feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=203.0.113.0-203.0.113.138
                    # lotus: allowed peer 203.0.113.139 (sfu), firewall rule: nft add rule inet lotus output skuid turnserver udp dport 50000-51999 accept
                    denied-peer-ip=203.0.113.140-203.0.113.255
                    === facts.yaml
                    hosts:
                      media: {address: 10.20.0.29, public: 203.0.113.139, roles: [turn, sfu]}
                    """),
            passes("TRN-003", """
                    === turnserver.conf
                    use-auth-secret
                    no-multicast-peers
                    denied-peer-ip=0.0.0.0-0.255.255.255
                    denied-peer-ip=10.0.0.0-10.255.255.255
                    denied-peer-ip=100.64.0.0-100.127.255.255
                    denied-peer-ip=127.0.0.0-127.255.255.255
                    denied-peer-ip=169.254.0.0-169.254.255.255
                    denied-peer-ip=172.16.0.0-172.31.255.255
                    denied-peer-ip=192.0.0.0-192.0.0.255
                    denied-peer-ip=192.0.2.0-192.0.2.255
                    denied-peer-ip=192.88.99.0-192.88.99.255
                    denied-peer-ip=192.168.0.0-192.168.255.255
                    denied-peer-ip=198.18.0.0-198.19.255.255
                    denied-peer-ip=198.51.100.0-198.51.100.255
                    denied-peer-ip=240.0.0.0-255.255.255.255
                    denied-peer-ip=::1
                    denied-peer-ip=64:ff9b::-64:ff9b::ffff:ffff
                    denied-peer-ip=::ffff:0.0.0.0-::ffff:255.255.255.255
                    denied-peer-ip=64:ff9b:1::-64:ff9b:1:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=100::-100::ffff:ffff:ffff:ffff
                    denied-peer-ip=2001::-2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=fec0::-feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
                    denied-peer-ip=203.0.113.0-203.0.113.255
                    """),
            fails("TRN-004", "turnserver.conf:0 turnserver.conf:2 turnserver.conf:3", """
                    === turnserver.conf
                    listening-port=3478
                    lt-cred-mech
                    static-auth-secret=short
                    """),
            fails("TRN-004", "turnserver.conf:0 turnserver.conf:2", """
                    === turnserver.conf
                    listening-port=3478
                    no-auth
                    """),
            passes("TRN-004", """
                    === turnserver.conf
                    use-auth-secret
                    static-auth-secret=0123456789abcdef0123456789abcdef
                    static-auth-secret=fedcba9876543210fedcba9876543210
                    """),
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
            fails("TRN-011", "turnserver.conf:0", """
                    === turnserver.conf
                    use-auth-secret

                    === facts.yaml
                    behind-nat: true
                    """),
            fails("TRN-011", "turnserver.conf:2", """
                    === turnserver.conf
                    use-auth-secret
                    external-ip=203.0.113.139
                    === facts.yaml
                    behind-nat: true
                    """),
            passes("TRN-011", """
                    === turnserver.conf
                    use-auth-secret
                    external-ip=203.0.113.139/10.20.0.29
                    === facts.yaml
                    behind-nat: true
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
                    """),
            fails("TRN-013", "turnserver.conf:0", """
                    === turnserver.conf
                    use-auth-secret
                    no-tcp-relay
                    stale-nonce=600
                    === facts.yaml
                    versions: {coturn: 4.6.1}
                    """),
            fails("TRN-013", "turnserver.conf:4", """
                    === turnserver.conf
                    use-auth-secret
                    no-tcp-relay
                    stale-nonce=600
                    tlsv1
                    """),
            passes("TRN-013", """
                    === turnserver.conf
                    use-auth-secret
                    no-tcp-relay
                    stale-nonce=600
                    no-tlsv1
                    no-tlsv1_1
                    no-cli
                    === facts.yaml
                    versions: {coturn: 4.6.1}
                    """),
            passes("TRN-013", """
                    === turnserver.conf
                    use-auth-secret
                    no-tcp-relay
                    stale-nonce=600
                    === facts.yaml
                    versions: {coturn: 4.17.1}
                    """),
            fails("TRN-014", "facts.yaml:1", """
                    === turnserver.conf
                    use-auth-secret

                    === facts.yaml
                    versions: {coturn: 4.6.1}
                    """),
            fails("TRN-014", "turnserver.conf:2 turnserver.conf:3", """
                    === turnserver.conf
                    use-auth-secret
                    no-cli
                    no-dtls
                    === facts.yaml
                    versions: {coturn: 4.18.0}
                    """),
            passes("TRN-014", """
                    === turnserver.conf
                    use-auth-secret
                    no-cli
                    === facts.yaml
                    versions: {coturn: 4.6.3}
                    """),
            fails("TRN-015", "turnserver.conf:2", """
                    === turnserver.conf
                    use-auth-secret
                    cipher-list="ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305"
                    """),
            fails("TRN-015", "turnserver.conf:2", """
                    === turnserver.conf
                    use-auth-secret
                    cipher-list="ECDHE-ECDSA-AES256-GCM-SHA384:!RSA"
                    """),
            passes("TRN-015", """
                    === turnserver.conf
                    use-auth-secret
                    cipher-list="ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384"
                    """),
            passes("TRN-015", """
                    === turnserver.conf
                    use-auth-secret
                    cipher-list="HIGH:!aNULL"
                    """),
            passes("TRN-015", """
                    === turnserver.conf
                    use-auth-secret
                    """),
            fails("TRN-017", "turnserver.conf:2", """
                    === turnserver.conf
                    use-auth-secret
                    allowed-peer-ip=10.20.0.29
                    === facts.yaml
                    hosts:
                      all: {address: 10.20.0.29, roles: [synapse, turn, sfu]}
                    """),
            fails("TRN-017", "turnserver.conf:2", """
                    === turnserver.conf
                    use-auth-secret
                    allowed-peer-ip=10.20.0.29
                    """),
            passes("TRN-017", """
                    === turnserver.conf
                    use-auth-secret
                    allowed-peer-ip=10.20.0.30
                    === facts.yaml
                    hosts:
                      media: {address: 10.20.0.30, roles: [turn, sfu]}
                    """));

    private CoturnSamples() {}
}
