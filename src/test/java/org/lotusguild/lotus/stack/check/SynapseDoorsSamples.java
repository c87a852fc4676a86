package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.FACTS;
import static org.lotusguild.lotus.stack.check.Sample.HS;
import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

final class SynapseDoorsSamples {
    private static final String CLIENT =
            "  - {port: 8008, type: http, x_forwarded: true, bind_addresses: ['127.0.0.1'], resources: [{names: [client]}]}";
    private static final String PROXY =
            "=== nginx/a.conf\nserver {\n  server_name example.org;\n  location / {\n    proxy_pass http://127.0.0.1:8008;\n  }\n}";
    private static final String RANGES =
            "url_preview_ip_range_blacklist: ['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', "
                    + "'100.64.0.0/10', '192.0.0.0/24', '169.254.0.0/16', '192.88.99.0/24', '198.18.0.0/15', '192.0.2.0/24', '198.51.100.0/24', "
                    + "'203.0.113.0/24', '224.0.0.0/4', '::1/128', 'fe80::/10', 'fc00::/7', '2001:db8::/32', 'ff00::/8'";

    static final List<Sample> ALL = List.of(
            fails(
                    "SYN-006",
                    "homeserver.yaml:3",
                    HS,
                    "listeners:",
                    "  - {port: 9000, type: metrics, bind_addresses: ['0.0.0.0']}"),
            fails("SYN-006", "homeserver.yaml:3", HS, "listeners:", "  - {port: 9000, type: metrics}"),
            fails(
                    "SYN-006",
                    "w.yaml:3",
                    "=== w.yaml",
                    "worker_app: synapse.app.generic_worker",
                    "worker_listeners:",
                    "  - {port: 9001, type: metrics, bind_addresses: ['8.8.8.8']}"),
            passes(
                    "SYN-006",
                    HS,
                    "listeners:",
                    "  - {port: 9000, type: metrics, bind_addresses: ['127.0.0.1', '10.20.0.29']}"),
            fails("SYN-007", "homeserver.yaml:0", HS, "report_stats: false"),
            passes("SYN-007", HS, "suppress_key_server_warning: true"),
            passes("SYN-007", HS, "trusted_key_servers: [{server_name: other.example}]"),
            fails(
                    "SYN-008",
                    "homeserver.yaml:3",
                    HS,
                    "listeners:",
                    "  - {port: 8008, type: http, bind_addresses: ['0.0.0.0'], resources: [{names: [client]}]}"),
            fails(
                    "SYN-008",
                    "homeserver.yaml:3",
                    HS,
                    "listeners:",
                    "  - {port: 8008, type: http, resources: [{names: [client]}]}"),
            passes("SYN-008", HS, "listeners:", CLIENT),
            fails("SYN-009", "homeserver.yaml:3", HS, "listeners:", CLIENT.replace("x_forwarded: true, ", ""), PROXY),
            fails("SYN-009", "homeserver.yaml:3", HS, "listeners:", CLIENT, FACTS, "hosts: {one: {roles: [synapse]}}"),
            passes("SYN-009", HS, "listeners:", CLIENT, PROXY),
            fails("SYN-012", "homeserver.yaml:0", HS, "url_preview_enabled: true"),
            fails("SYN-012", "homeserver.yaml:3", HS, "url_preview_enabled: true", RANGES + "]"),
            passes("SYN-012", HS, "url_preview_enabled: true", RANGES + ", 'fec0::/10']"),
            passes("SYN-012", HS, "report_stats: false"),
            fails(
                    "SYN-060",
                    "homeserver.yaml:4",
                    HS,
                    "listeners:",
                    CLIENT,
                    "  - {port: 8008, type: metrics, bind_addresses: ['127.0.0.1']}"),
            fails(
                    "SYN-060",
                    "homeserver.yaml:3",
                    HS,
                    "listeners:",
                    CLIENT,
                    FACTS,
                    "hosts: {one: {roles: [synapse]}}",
                    "binds: {one: [{port: 8008, address: 0.0.0.0, service: other}]}",
                    "where: {'**': one}"),
            passes("SYN-060", HS, "listeners:", CLIENT, "  - {port: 8008, type: metrics, bind_addresses: ['::1']}"),
            passes("SYN-060", HS, "listeners:", "  - {port: 8008, type: http, bind_addresses: ['0.0.0.0', '::']}"),
            fails("SYN-038", "nginx/a.conf:3", PROXY),
            passes("SYN-038", PROXY.replace("location /", "location ~ ^(/_matrix|/_synapse/client)")),
            fails("SYN-003", "homeserver.yaml:0", HS, "report_stats: false", FACTS, "federation: closed"),
            fails(
                    "SYN-003",
                    "homeserver.yaml:3",
                    HS,
                    "federation_enabled: false",
                    "federation_domain_whitelist: [a.example]"),
            passes("SYN-003", HS, "federation_domain_whitelist: []", FACTS, "federation: closed"),
            passes("SYN-003", HS, "federation_domain_whitelist: [a.example]"),
            fails("SYN-004", "homeserver.yaml:2", HS, "federation_domain_whitelist: matrix.org"),
            fails(
                    "SYN-004",
                    "homeserver.yaml:3",
                    HS,
                    "public_baseurl: https://matrix.example.org/",
                    "federation_domain_whitelist: [matrix.org, matrix.example.org]"),
            passes(
                    "SYN-004",
                    HS,
                    "public_baseurl: https://matrix.example.org/",
                    "federation_domain_whitelist: [matrix.org]"),
            fails(
                    "SYN-005",
                    "homeserver.yaml:2",
                    HS,
                    "federation_domain_whitelist: [a.example]",
                    FACTS,
                    "federation: open"),
            fails("SYN-005", "homeserver.yaml:0", HS, "report_stats: false", FACTS, "federation: list"),
            passes("SYN-005", HS, "report_stats: false", FACTS, "federation: open"));

    private SynapseDoorsSamples() {}
}
