package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.HS;
import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

final class SynapseAccountsSamples {
    private static final String A = "0123456789abcdef0123456789abcdef-a";
    private static final String B = "0123456789abcdef0123456789abcdef-b";

    static final List<Sample> ALL = List.of(
            fails("SYN-010", "homeserver.yaml:2", HS, "enable_registration: true"),
            passes("SYN-010", HS, "enable_registration: true", "registration_requires_token: true"),
            fails("SYN-011", "homeserver.yaml:2", HS, "enable_registration_without_verification: true"),
            passes("SYN-011", HS, "enable_registration_without_verification: false"),
            fails("SYN-019", "homeserver.yaml:0", HS, "turn_uris: ['turn:turn.example.org']"),
            fails("SYN-019", "homeserver.yaml:2", HS, "turn_allow_guests: true"),
            passes("SYN-019", HS, "turn_uris: ['turn:turn.example.org']", "turn_allow_guests: false"),
            passes("SYN-019", HS, "report_stats: false"),
            fails(
                    "SYN-031",
                    "homeserver.yaml:3",
                    HS,
                    "macaroon_secret_key: " + A,
                    "form_secret: 12345678",
                    "registration_shared_secret_path: /x/y"),
            fails(
                    "SYN-031",
                    "homeserver.yaml:3",
                    HS,
                    "macaroon_secret_key: " + A,
                    "form_secret: " + A,
                    "registration_shared_secret_path: /x/y"),
            fails(
                    "SYN-031",
                    "homeserver.yaml:0",
                    HS,
                    "macaroon_secret_key: " + A,
                    "registration_shared_secret_path: /x/y"),
            passes(
                    "SYN-031",
                    HS,
                    "macaroon_secret_key: " + A,
                    "form_secret: " + B,
                    "registration_shared_secret_path: /x/y"),
            fails("SYN-033", "homeserver.yaml:2", HS, "allow_guest_access: true"),
            passes("SYN-033", HS, "allow_guest_access: false"),
            fails(
                    "SYN-034",
                    "homeserver.yaml:2 homeserver.yaml:3",
                    HS,
                    "allow_public_rooms_without_auth: true",
                    "allow_public_rooms_over_federation: true"),
            passes("SYN-034", HS, "allow_public_rooms_over_federation: false"),
            fails("SYN-035", "homeserver.yaml:0", HS, "report_stats: false"),
            passes(
                    "SYN-035",
                    HS,
                    "require_auth_for_profile_requests: true",
                    "limit_profile_requests_to_users_who_share_rooms: true"),
            fails("SYN-036", "homeserver.yaml:3", HS, "user_directory:", "  search_all_users: true"),
            passes("SYN-036", HS, "user_directory: {enabled: true}"),
            fails("SYN-043", "homeserver.yaml:2", HS, "rc_login: {address: {per_second: 1000, burst_count: 1000}}"),
            passes("SYN-043", HS, "rc_login: {address: {per_second: 0.1, burst_count: 5}}"));

    private SynapseAccountsSamples() {}
}
