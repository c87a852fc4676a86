package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

/** Of LiveKit and the service that lets people into its rooms. */
final class LiveKitSamples {
    static final List<Sample> ALL = List.of(
            fails("LK-001", "livekit.yaml:2 livekit.yaml:4 livekit.yaml:7 livekit.yaml:8", """
                    === livekit.yaml
                    port: 7880
                    video_codecs: [VP8]
                    video:
                      codecs: []
                    room:
                      enabled_codecs:
                        - {mime: video/VP8, fmtp: x}
                    room: {auto_create: false}
                    rtc: {tcp_port: 7881}
                    """),
            fails("LK-001", "livekit.yaml:2", """
                    === livekit.yaml
                    port: 7880
                    rtc: {congestion_control: {send_side_bwe: {anything: 1}}}
                    """),
            passes("LK-001", """
                    === livekit.yaml
                    port: 7880
                    rtc: {udp_port: {start: 7882, end: 7890}, node_ip: {ipv4: 192.0.2.1}}
                    """),
            passes("LK-001", """
                    === livekit.yaml
                    port: 7880
                    rtc: {tcp_port: 7881, congestion_control: {send_side_bwe: {congestion_detector: {}}}}
                    keys: {LKany: x}
                    logging: {json: true, component_levels: {transport: debug}}
                    room:
                      enabled_codecs: [{mime: video/VP8, fmtp_line: x}]
                    """),
            fails("LK-002", "livekit.yaml:3 livekit.yaml:4", """
                    === livekit.yaml
                    port: 7880
                    keys:
                      LKone: short
                      devkey: 0123456789abcdef0123456789abcdef
                    """),
            fails("LK-002", "livekit.yaml:0", """
                    === livekit.yaml
                    port: 7880
                    rtc: {tcp_port: 7881}
                    """),
            passes("LK-002", """
                    === livekit.yaml
                    port: 7880
                    keys:
                      LKone: 0123456789abcdef0123456789abcdef
                    """),
            passes("LK-002", """
                    === livekit.yaml
                    port: 7880
                    key_file: /etc/livekit/keys
                    """),
            fails("LK-003", "livekit.yaml:4", """
                    === livekit.yaml
                    port: 7880
                    rtc: {}
                    room:
                      enabled_codecs: [{mime: audio/opus}, {mime: video/VP8}]
                    """),
            passes("LK-003", """
                    === livekit.yaml
                    port: 7880
                    rtc: {}
                    room:
                      enabled_codecs: [{mime: audio/opus}, {mime: video/VP8}, {mime: video/rtx}]
                    """),
            fails("LK-004", "livekit.yaml:0", """
                    === livekit.yaml
                    port: 7880
                    rtc: {}
                    """),
            fails("LK-004", "livekit.yaml:3", """
                    === livekit.yaml
                    port: 7880
                    rtc: {}
                    room: {auto_create: true}
                    """),
            passes("LK-004", """
                    === livekit.yaml
                    port: 7880
                    rtc: {}
                    room: {auto_create: false}
                    """),
            fails("LK-005", "livekit.yaml:3", """
                    === livekit.yaml
                    port: 7880
                    rtc:
                      port_range_start: 50000
                      port_range_end: 49000
                      node_ip: 203.0.113.139
                    """),
            fails("LK-005", "livekit.yaml:3 livekit.yaml:5", """
                    === livekit.yaml
                    port: 7880
                    rtc:
                      port_range_start: 50000
                      port_range_end: 50050
                      node_ip: 203.0.113.139
                      use_external_ip: true
                    """),
            fails("LK-005", "livekit.yaml:3", """
                    === livekit.yaml
                    port: 7880
                    rtc:
                      port_range_start: 50000
                      port_range_end: 51999
                      udp_port: 7882
                      use_external_ip: true
                    """),
            fails("LK-005", "livekit.yaml:0", """
                    === livekit.yaml
                    port: 7880
                    rtc: {port_range_start: 50000, port_range_end: 51999}
                    """),
            fails("LK-005", "livekit.yaml:3", """
                    === livekit.yaml
                    port: 7880
                    rtc:
                      port_range_start: 50000
                      port_range_end: 51999
                      use_external_ip: true
                    === facts.yaml
                    hosts:
                      media: {address: 10.0.0.1, roles: [sfu]}
                    forwarded-ports:
                      - {to: media, ports: "50000-51000", proto: [udp]}
                    where: {"livekit.yaml": media}
                    """),
            passes("LK-005", """
                    === livekit.yaml
                    port: 7880
                    rtc:
                      port_range_start: 50000
                      port_range_end: 51999
                      use_external_ip: true
                    === facts.yaml
                    hosts:
                      media: {address: 10.0.0.1, roles: [sfu]}
                    forwarded-ports:
                      - {to: media, ports: "50000-51999", proto: [udp]}
                    where: {"livekit.yaml": media}
                    """),
            fails("LK-006", "livekit.yaml:0", """
                    === livekit.yaml
                    port: 7880
                    rtc: {}
                    """),
            fails("LK-006", "livekit.yaml:5", """
                    === livekit.yaml
                    port: 7880
                    keys:
                      LKone: 0123456789abcdef0123456789abcdef
                    webhook:
                      api_key: LKother
                      urls: [http://10.0.0.1:8090/livekit/webhook]
                    """),
            fails("LK-006", "livekit.yaml:6", """
                    === livekit.yaml
                    port: 7880
                    keys:
                      LKone: 0123456789abcdef0123456789abcdef
                    webhook:
                      api_key: LKone
                      urls: [http://10.0.0.1:9999/livekit/webhook]
                    === facts.yaml
                    binds:
                      matrix:
                        - {port: 8090, address: 10.0.0.1, service: lotus}
                    """),
            passes("LK-006", """
                    === livekit.yaml
                    port: 7880
                    keys:
                      LKone: 0123456789abcdef0123456789abcdef
                    webhook:
                      api_key: LKone
                      urls: [http://10.0.0.1:8090/livekit/webhook]
                    """),
            fails("LK-007", "lk-jwt.service:0 lk-jwt.service:4", """
                    === lk-jwt.service
                    [Service]
                    Environment=LIVEKIT_KEY=LKone
                    Environment=LIVEKIT_SECRET=one
                    Environment=LIVEKIT_INSECURE_SKIP_VERIFY_TLS=YES_I_KNOW_WHAT_I_AM_DOING
                    ExecStart=/usr/local/bin/lk-jwt-service
                    """),
            fails("LK-007", "lk-jwt.service:2 lk-jwt.service:3", """
                    === lk-jwt.service
                    [Service]
                    Environment=LIVEKIT_FULL_ACCESS_HOMESERVERS=*
                    Environment="LIVEKIT_KEY=LKone" LIVEKIT_SECRET=one
                    ExecStart=/usr/local/bin/lk-jwt-service
                    === livekit.yaml
                    port: 7880
                    keys:
                      LKone: two
                    """),
            passes("LK-007", """
                    === lk-jwt.service
                    [Service]
                    Environment=LIVEKIT_FULL_ACCESS_HOMESERVERS=example.org
                    Environment="LIVEKIT_KEY=LKone" LIVEKIT_SECRET=one
                    ExecStart=/usr/local/bin/lk-jwt-service
                    === livekit.yaml
                    port: 7880
                    keys:
                      LKone: one
                    """),
            fails("LK-009", "livekit.service:3", """
                    === livekit.service
                    [Service]
                    ExecStart=/usr/bin/livekit-server --config /etc/livekit.yaml
                    Restart=on-failure
                    """),
            fails("LK-009", "livekit.service:3", """
                    === livekit.service
                    [Service]
                    ExecStart=/usr/bin/livekit-server --config /etc/livekit.yaml
                    Restart=always
                    RestartSec=10
                    """),
            passes("LK-009", """
                    === livekit.service
                    [Unit]
                    StartLimitIntervalSec=60
                    StartLimitBurst=5
                    [Service]
                    ExecStart=/usr/bin/livekit-server --config /etc/livekit.yaml
                    Restart=always
                    RestartSec=5
                    """),
            passes("LK-009", """
                    === livekit.service
                    [Service]
                    ExecStart=/usr/bin/livekit-server --config /etc/livekit.yaml
                    Restart=always
                    """));

    private LiveKitSamples() {}
}
