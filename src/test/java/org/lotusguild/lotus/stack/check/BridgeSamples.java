package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

/** Of hookshot and Sygnal. */
final class BridgeSamples {
    static final List<Sample> ALL = List.of(
            fails("HOOK-001", "config.yml:0", """
                    === config.yml
                    bridge: {domain: example.org}
                    listeners:
                      - {port: 9003, bindAddress: 127.0.0.1, resources: [webhooks]}
                    """),
            fails("HOOK-001", "config.yml:0", """
                    === config.yml
                    bridge: {domain: example.org}
                    metrics: {enabled: true}
                    listeners:
                      - {port: 9003, bindAddress: 127.0.0.1, resources: [webhooks]}
                    """),
            passes("HOOK-001", """
                    === config.yml
                    bridge: {domain: example.org}
                    metrics: {enabled: true}
                    listeners:
                      - {port: 9003, bindAddress: 127.0.0.1, resources: [metrics]}
                    """),
            fails("HOOK-002", "config.yml:2", """
                    === config.yml
                    bridge: {domain: example.org}
                    passFile: /opt/hookshot/passkey.pem
                    listeners: []
                    === /opt/hookshot/passkey.pem 0644
                    """),
            fails("HOOK-002", "config.yml:5", """
                    === config.yml
                    bridge: {domain: example.org}
                    listeners: []
                    generic:
                      enabled: true
                      urlPrefix: http://example.org/webhook
                    """),
            fails("HOOK-002", "b/registration.yml:2", """
                    === config.yml
                    bridge: {domain: example.org}
                    listeners: []
                    === a/registration.yml
                    id: hookshot
                    as_token: one
                    hs_token: two
                    === b/registration.yml
                    id: hookshot
                    as_token: three
                    hs_token: two
                    """),
            passes("HOOK-002", """
                    === config.yml
                    bridge: {domain: example.org}
                    passFile: /opt/hookshot/passkey.pem
                    listeners: []
                    generic: {enabled: true, urlPrefix: "https://example.org/webhook"}
                    === /opt/hookshot/passkey.pem 0600
                    === a/registration.yml
                    id: hookshot
                    as_token: one
                    hs_token: two
                    === b/registration.yml
                    id: hookshot
                    as_token: one
                    hs_token: two
                    """),
            fails("SYN-061", "registration.yaml:1", """
                    === registration.yaml
                    id: lotus
                    as_token: one
                    hs_token: two
                    === facts.yaml
                    versions: {synapse: 1.140.0}
                    """),
            passes("SYN-061", """
                    === registration.yaml
                    id: lotus
                    as_token: one
                    hs_token: two
                    === facts.yaml
                    versions: {synapse: 1.141.0}
                    """),
            fails("PSH-001", "sygnal.yaml:4", """
                    === sygnal.yaml
                    apps:
                      org.example.android:
                        type: gcm
                        api_key: x
                    """),
            fails("PSH-001", "sygnal.yaml:2", """
                    === sygnal.yaml
                    apps:
                      org.example.android:
                        type: gcm
                    """),
            passes("PSH-001", """
                    === sygnal.yaml
                    apps:
                      org.example.android: {type: gcm, api_version: v1, project_id: p, service_account_file: /etc/sygnal/a.json}
                      org.example.ios: {type: apns}
                    """),
            fails("PSH-002", "sygnal.yaml:1 sygnal.yaml:3", """
                    === sygnal.yaml
                    server:
                      port: 8765
                    database: {}
                    apps:
                      org.example.ios: {type: apns}
                    """),
            passes("PSH-002", """
                    === sygnal.yaml
                    http: {port: 5000}
                    log: {}
                    metrics: {}
                    apps:
                      org.example.ios: {type: apns}
                    """),
            fails("PSH-003", "sygnal.yaml:2", """
                    === sygnal.yaml
                    apps:
                      im.vector.app.ios.prod: {type: apns}
                    """),
            passes("PSH-003", """
                    === sygnal.yaml
                    apps:
                      org.example.ios: {type: apns}
                    """));

    private BridgeSamples() {}
}
