package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.FACTS;
import static org.lotusguild.lotus.stack.check.Sample.HS;
import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

final class SynapseKeysSamples {
    static final List<Sample> ALL = List.of(
            fails("SYN-001", "homeserver.yaml:2", HS, "federation_enabled: false"),
            fails("SYN-001", "homeserver.yaml:3", HS, "listeners: []", "max_uplod_size: 5M"),
            fails(
                    "SYN-001",
                    "worker.yaml:2",
                    "=== worker.yaml",
                    "worker_app: synapse.app.generic_worker",
                    "worker_nam: x"),
            passes(
                    "SYN-001",
                    HS,
                    "max_upload_size: 5M",
                    "use_presence: true",
                    "allow_underscore_prefixed_registration: true"),
            fails(
                    "SYN-002",
                    "homeserver.yaml:4",
                    HS,
                    "enable_metrics: true",
                    "metrics_flags:",
                    "  some_legacy_unrestricted_resources: false"),
            passes("SYN-002", HS, "metrics_flags:", "  known_servers: true"),
            fails("SYN-027", "homeserver.yaml:3", HS, "caches:", "  event_cache_size: 30K"),
            passes("SYN-027", HS, "event_cache_size: 30K", "caches: {global_factor: 2}"),
            fails(
                    "SYN-028",
                    "homeserver.yaml:4 homeserver.yaml:5",
                    HS,
                    "caches:",
                    "  per_cache_factors:",
                    "    get_current_state_ids: 3.0",
                    "    _get_state_group_for_events: 3.0"),
            passes(
                    "SYN-028",
                    HS,
                    "caches:",
                    "  per_cache_factors:",
                    "    get_users_in_room: 3.0",
                    "    STATEGROUPCACHE: 2",
                    "    get_partial_current_state_ids: 2"),
            fails("SYN-047", "homeserver.yaml:3", HS, "push:", "  push_gateways: []"),
            fails(
                    "SYN-047",
                    "homeserver.yaml:4",
                    HS,
                    "listeners:",
                    "  - port: 8008",
                    "    bind_adresses: []",
                    "    type: http"),
            fails("SYN-047", "homeserver.yaml:4", HS, "rc_login:", "  address:", "    per_secnd: 1"),
            passes(
                    "SYN-047",
                    HS,
                    "push: {include_content: false}",
                    "caches: {per_cache_factors: {anything: 2}, event_cache_size: 1K}",
                    "rc_login: {address: {per_second: 1, burst_count: 2}}",
                    "database: {args: {user: x}}",
                    "oidc_providers:",
                    "  - idp_id: a",
                    "    user_mapping_provider: {config: {localpart_template: x}}"),
            fails("SYN-051", "homeserver.yaml:2", HS, "allow_underscore_prefixed_registration: true"),
            passes("SYN-051", HS, "allow_underscore_prefixed_localpart: true"),
            fails("SYN-052", "homeserver.yaml:2", HS, "use_presence: true"),
            passes("SYN-052", HS, "presence: {enabled: true}"),
            fails("SYN-041", "homeserver.yaml:3", HS, "experimental_features:", "  msc3861: {enabled: true}"),
            passes("SYN-041", HS, "experimental_features: {msc4143_enabled: true}"),
            fails("SYN-059", "homeserver.yaml:3", HS, "experimental_features:", "  msc3266_enabled: true"),
            passes(
                    "SYN-059",
                    HS,
                    "experimental_features: {msc3266_enabled: true}",
                    FACTS,
                    "versions: {synapse: 1.148.0}"));

    private SynapseKeysSamples() {}
}
