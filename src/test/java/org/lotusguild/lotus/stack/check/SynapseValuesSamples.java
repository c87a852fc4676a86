package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.FACTS;
import static org.lotusguild.lotus.stack.check.Sample.HS;
import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

final class SynapseValuesSamples {
    static final List<Sample> ALL = List.of(
            fails("SYN-013", "homeserver.yaml:2", HS, "max_upload_size: 200MB"),
            fails(
                    "SYN-013",
                    "homeserver.yaml:3 homeserver.yaml:4",
                    HS,
                    "media_retention:",
                    "  remote_media_lifetime: 1yr",
                    "  local_media_lifetime: 3yr"),
            fails("SYN-013", "homeserver.yaml:2", HS, "media_upload_limits: [{time_period: 1hr, max_size: 100M}]"),
            fails("SYN-013", "homeserver.yaml:2", HS, "max_upload_size: -1"),
            passes(
                    "SYN-013",
                    HS,
                    "max_upload_size: 200M",
                    "turn_user_lifetime: 86400000",
                    "session_lifetime: 24h",
                    "event_cache_size: 30K"),
            fails("SYN-014", "homeserver.yaml:4", HS, "rc_login:", "  address:", "    per_second: abc"),
            fails("SYN-014", "homeserver.yaml:3", HS, "rc_login:", "  address: 5"),
            fails("SYN-014", "homeserver.yaml:2", HS, "rc_message: 5"),
            passes(
                    "SYN-014",
                    HS,
                    "rc_login: {address: {per_second: 0.1, burst_count: 5}}",
                    "rc_federation: {window_size: 1000}"),
            fails("SYN-029", "homeserver.yaml:2", HS, "default_room_version: \"11\""),
            fails("SYN-029", "homeserver.yaml:0", HS, "report_stats: false", FACTS, "versions: {synapse: 1.148.0}"),
            passes("SYN-029", HS, "default_room_version: 12"),
            passes("SYN-029", HS, "report_stats: false"),
            fails("SYN-048", "homeserver.yaml:2", HS, "limit_profile_requests_to_users_who_share_rooms: true"),
            passes(
                    "SYN-048",
                    HS,
                    "limit_profile_requests_to_users_who_share_rooms: true",
                    "require_auth_for_profile_requests: true"),
            fails("SYN-054", "homeserver.yaml:2", HS, "turn_uris: turn:turn.example.org"),
            fails("SYN-054", "homeserver.yaml:2", HS, "trusted_key_servers: matrix.org"),
            fails("SYN-054", "homeserver.yaml:2", HS, "app_service_config_files: /etc/x/bridge.yaml"),
            fails(
                    "SYN-054",
                    "homeserver.yaml:4",
                    HS,
                    "listeners:",
                    "  - port: 8008",
                    "    bind_addresses: 127.0.0.1",
                    "    type: http"),
            passes(
                    "SYN-054",
                    HS,
                    "turn_uris: ['turn:turn.example.org']",
                    "listeners: [{port: 8008, bind_addresses: ['127.0.0.1']}]"),
            fails("SYN-056", "homeserver.yaml:1", "=== homeserver.yaml", "server_name: Example.org"),
            fails("SYN-056", "homeserver.yaml:1", "=== homeserver.yaml", "server_name: https://example.org/"),
            passes("SYN-056", HS, "report_stats: false"),
            passes("SYN-056", "=== homeserver.yaml", "server_name: localhost:8448", "report_stats: false"));

    private SynapseValuesSamples() {}
}
