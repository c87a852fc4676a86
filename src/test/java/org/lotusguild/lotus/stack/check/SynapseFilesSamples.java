package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.FACTS;
import static org.lotusguild.lotus.stack.check.Sample.HS;
import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

final class SynapseFilesSamples {
    static final List<Sample> ALL = List.of(
            fails("SYN-032", "homeserver.yaml:3", HS, "report_stats: false", "report_stats: true"),
            fails(
                    "SYN-032",
                    "conf.d/metrics.yaml:2",
                    HS,
                    "listeners: [{port: 8008, type: http, resources: [{names: [client]}]}]",
                    "=== conf.d/metrics.yaml",
                    "enable_metrics: true",
                    "listeners: [{port: 9000, type: metrics}]"),
            passes("SYN-032", HS, "enable_metrics: true", "=== conf.d/metrics.yaml", "enable_metrics: true"),
            fails("SYN-057", "homeserver.yaml:2", HS, "log_config: /etc/x/log.yaml", "=== /etc/x/log.yaml missing"),
            fails(
                    "SYN-057",
                    "homeserver.yaml:2",
                    HS,
                    "log_config: /etc/x/log.yaml",
                    "=== /etc/x/log.yaml 0600 root",
                    "=== synapse.service",
                    "[Service]",
                    "ExecStart=/usr/bin/python3 -m synapse.app.homeserver",
                    "User=matrix-synapse"),
            passes(
                    "SYN-057",
                    HS,
                    "log_config: /etc/x/log.yaml",
                    "media_store_path: /var/x",
                    "=== /etc/x/log.yaml 0644",
                    "=== /var/x missing"),
            fails(
                    "SYN-030",
                    "homeserver.yaml:2",
                    HS,
                    "signing_key_path: /etc/x/signing.key",
                    "=== /etc/x/signing.key 0644"),
            fails(
                    "SYN-030",
                    "homeserver.yaml:2",
                    HS,
                    "signing_key_path: /etc/x/signing.key",
                    "=== /etc/x/signing.key missing"),
            fails(
                    "SYN-030",
                    "homeserver.yaml:2",
                    HS,
                    "signing_key_path: /etc/x/signing.key",
                    "=== /etc/x/signing.key 0600",
                    FACTS,
                    "backups: {where: /backup, holds: [database]}"),
            passes("SYN-030", HS, "signing_key_path: /etc/x/signing.key", "=== /etc/x/signing.key 0600"),
            fails("FILE-001", "nginx/a.conf:1", "=== nginx/a.conf", "server {"),
            fails("FILE-001", "a.yaml:2", "=== a.yaml", "a: 1", "b: [1, "),
            passes("FILE-001", HS, "report_stats: false"));

    private SynapseFilesSamples() {}
}
