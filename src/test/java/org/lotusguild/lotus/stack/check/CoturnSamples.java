package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

/** Of turnserver.conf: its words, secrets and protocols. */
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
                    """));

    private CoturnSamples() {}
}
