package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

/** Of Prometheus. */
final class MonitoringSamples {
    static final List<Sample> ALL = List.of(
            fails("MON-002", "prometheus.yml:0", """
                    === prometheus.yml
                    scrape_configs:
                      - job_name: node
                    === homeserver.yaml
                    server_name: example.org
                    listeners: []
                    === rules.yml
                    groups:
                      - name: a
                        rules:
                          - {alert: CertificateExpires, expr: lotus_certificate_days < 21}
                    """),
            fails("MON-002", "prometheus.yml:0", """
                    === prometheus.yml
                    scrape_configs:
                      - job_name: lotus
                    === turnserver.conf
                    use-auth-secret
                    === rules.yml
                    groups:
                      - name: a
                        rules:
                          - {alert: CertificateExpires, expr: lotus_certificate_days < 21}
                    """),
            fails("MON-002", "prometheus.yml:0", """
                    === prometheus.yml
                    scrape_configs:
                      - job_name: lotus
                    """),
            passes("MON-002", """
                    === prometheus.yml
                    scrape_configs:
                      - job_name: homeserver
                        metrics_path: /_synapse/metrics
                      - job_name: lotus
                    === homeserver.yaml
                    server_name: example.org
                    listeners: []
                    === turnserver.conf
                    use-auth-secret
                    === rules.yml
                    groups:
                      - name: a
                        rules:
                          - {alert: TurnUnreachable, expr: lotus_probe_up == 0}
                          - {alert: CertificateExpires, expr: lotus_certificate_days < 21}
                    """));

    private MonitoringSamples() {}
}
