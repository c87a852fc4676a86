package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

/** Of what listens where. */
final class NetworkSamples {
    static final List<Sample> ALL = List.of(
            fails("NET-001", "livekit.yaml:1", """
                    === livekit.yaml
                    port: 7880
                    rtc: {}
                    """),
            fails("NET-001", "jwt.service:2", """
                    === jwt.service
                    [Service]
                    Environment=LIVEKIT_JWT_BIND=:8070
                    """),
            fails("NET-001", "config.yml:3", """
                    === config.yml
                    bridge: {domain: example.org}
                    listeners:
                      - {port: 9003, bindAddress: 0.0.0.0, resources: [webhooks]}
                    """),
            fails("NET-001", "homeserver.yaml:3", """
                    === homeserver.yaml
                    server_name: example.org
                    listeners:
                      - {port: 9093, type: http, resources: [{names: [replication]}]}
                    """),
            fails("NET-001", "facts.yaml:3", """
                    === livekit.yaml
                    port: 7880
                    bind_addresses: [127.0.0.1]
                    rtc: {}
                    === facts.yaml
                    binds:
                      matrix:
                        - {port: 6379, address: 0.0.0.0, service: redis}
                        - {port: 7880, address: 0.0.0.0, service: livekit}
                        - {port: 9000, address: 0.0.0.0, service: synapse-metrics}
                    """),
            passes("NET-001", """
                    === livekit.yaml
                    port: 7880
                    bind_addresses: [10.0.0.1, "::1"]
                    rtc: {}
                    === jwt.service
                    [Service]
                    Environment=LIVEKIT_JWT_BIND=127.0.0.1:8070
                    === config.yml
                    bridge: {domain: example.org}
                    listeners:
                      - {port: 9003, bindAddress: 127.0.0.1, resources: [webhooks]}
                    === facts.yaml
                    binds:
                      matrix:
                        - {port: 6379, address: 10.0.0.1, service: redis}
                    """),
            fails("NET-002", "facts.yaml:7 facts.yaml:8", """
                    === turnserver.conf
                    use-auth-secret
                    cert=/etc/c.pem
                    no-tcp-relay
                    min-port=52000
                    max-port=57999
                    === facts.yaml
                    hosts:
                      media: {address: 10.0.0.1, roles: [turn]}
                    where: {"turnserver.conf": media}
                    forwarded-ports:
                      - {to: media, ports: "3478", proto: [tcp, udp]}
                      - {to: media, ports: "5349", proto: [tcp]}
                      - {to: media, ports: "52000-57999", proto: [tcp, udp]}
                      - {to: media, ports: "22", proto: [tcp]}
                    """),
            fails("NET-002", "facts.yaml:5", """
                    === turnserver.conf
                    use-auth-secret
                    cert=/etc/c.pem
                    no-tcp-relay
                    min-port=52000
                    max-port=57999
                    === facts.yaml
                    hosts:
                      media: {address: 10.0.0.1, roles: [turn]}
                    where: {"turnserver.conf": media}
                    forwarded-ports:
                      - {to: media, ports: "3478", proto: [udp]}
                      - {to: media, ports: "52000-57999", proto: [udp]}
                    """),
            passes("NET-002", """
                    === turnserver.conf
                    use-auth-secret
                    === facts.yaml
                    hosts:
                      media: {address: 10.0.0.1, roles: [turn, sfu]}
                    where: {"turnserver.conf": media}
                    forwarded-ports:
                      - {to: media, ports: "3478", proto: [tcp, udp]}
                      - {to: media, ports: "7881", proto: [tcp]}
                      - {to: media, ports: "49152-65535", proto: [udp]}
                    """),
            passes("NET-002", """
                    === turnserver.conf
                    use-auth-secret
                    cert=/etc/c.pem
                    no-tcp-relay
                    min-port=52000
                    max-port=57999
                    === facts.yaml
                    hosts:
                      media: {address: 10.0.0.1, roles: [turn]}
                    where: {"turnserver.conf": media}
                    forwarded-ports:
                      - {to: media, ports: "3478", proto: [tcp, udp]}
                      - {to: media, ports: "5349", proto: [tcp]}
                      - {to: media, ports: "52000-57999", proto: [udp]}
                    """));

    private NetworkSamples() {}
}
