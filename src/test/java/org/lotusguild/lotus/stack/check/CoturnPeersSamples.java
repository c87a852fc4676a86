package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

/** Of turnserver.conf: whom it may relay to. */
final class CoturnPeersSamples {
    static final List<Sample> ALL = List.of(
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

    private CoturnPeersSamples() {}
}
