package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.HS;
import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

final class WorkersSamples {
    private static final String SHARED =
            HS + "\nredis: {enabled: true}\ninstance_map: {main: {host: 127.0.0.1, port: 9093}}\n"
                    + "listeners:\n  - {port: 9093, type: http, bind_addresses: ['127.0.0.1'], resources: [{names: [replication]}]}\n"
                    + "  - {port: 8008, type: http, bind_addresses: ['127.0.0.1'], resources: [{names: [client]}]}";
    private static final String WORKER =
            "=== w1.yaml\nworker_app: synapse.app.generic_worker\nworker_name: w1\nworker_log_config: /x/w1.yaml\n"
                    + "worker_listeners: [{port: 8011, type: http, bind_addresses: ['127.0.0.1'], resources: [{names: [client, media]}]}]";
    private static final String QUARANTINE =
            "=== nginx/a.conf\nserver {\n  location ~ ^/_synapse/admin/v1/media/quarantine/ {\n    proxy_pass http://127.0.0.1:8011;\n  }\n}";
    private static final String LOGINS =
            "=== nginx/a.conf\nserver {\n  location / {\n    proxy_pass http://127.0.0.1:8008;\n  }\n"
                    + "  location ~ ^/_matrix/client/v3/login$ {\n    proxy_pass http://127.0.0.1:8011;\n  }\n}";

    static final List<Sample> ALL = List.of(
            fails("SYN-044", "w1.yaml:1", HS, "report_stats: false", WORKER),
            fails("SYN-044", "w1.yaml:1", SHARED, WORKER.replace("generic_worker", "client_reader")),
            fails("SYN-044", "w1.yaml:1 w2.yaml:1", SHARED, WORKER, WORKER.replace("=== w1", "=== w2")),
            passes("SYN-044", SHARED, WORKER),
            fails(
                    "SYN-045",
                    "homeserver.yaml:5",
                    SHARED.replace(
                            "9093, type: http, bind_addresses: ['127.0.0.1']",
                            "9093, type: http, bind_addresses: ['10.0.0.1']"),
                    WORKER),
            passes("SYN-045", SHARED, WORKER),
            fails("SYN-046", "nginx/a.conf:2", SHARED, WORKER, QUARANTINE),
            passes("SYN-046", SHARED, "stream_writers: {quarantined_media_changes: [w1]}", WORKER, QUARANTINE),
            fails("SYN-053", "nginx/a.conf:5", SHARED, WORKER, LOGINS),
            passes("SYN-053", SHARED, WORKER, LOGINS.replace("8011", "8008")),
            passes("SYN-053", SHARED, WORKER, LOGINS.replace("server {", "limit_req zone=x;\nserver {")),
            fails("SYN-055", "homeserver.yaml:2", HS, "redis: {enabled: true, username: x}"),
            passes("SYN-055", HS, "redis: {enabled: true, username: x, password_path: /x/y}"));

    private WorkersSamples() {}
}
