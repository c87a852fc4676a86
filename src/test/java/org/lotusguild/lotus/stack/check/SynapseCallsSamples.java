package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.HS;
import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

final class SynapseCallsSamples {
    private static final String CALLS = "=== facts.yaml\ncalls: true";
    private static final String COTURN = "=== turnserver.conf\nlistening-port=3478\nstatic-auth-secret=one-secret";

    static final List<Sample> ALL = List.of(
            fails("SYN-015", "homeserver.yaml:0", HS, "report_stats: false", CALLS),
            fails(
                    "SYN-015",
                    "homeserver.yaml:2",
                    HS,
                    "rc_message: {per_second: 0.2, burst_count: 10}",
                    "rc_delayed_event_mgmt: {per_second: 1, burst_count: 20}",
                    CALLS),
            passes(
                    "SYN-015",
                    HS,
                    "rc_message: {per_second: 0.5, burst_count: 30}",
                    "rc_delayed_event_mgmt: {per_second: 1, burst_count: 20}",
                    CALLS),
            fails("SYN-016", "homeserver.yaml:0", HS, "report_stats: false", CALLS),
            passes("SYN-016", HS, "max_event_delay_duration: 24h", CALLS),
            fails("SYN-017", "homeserver.yaml:0", HS, "experimental_features: {msc4143_enabled: true}", CALLS),
            passes(
                    "SYN-017",
                    HS,
                    "experimental_features: {msc4143_enabled: true, msc4222_enabled: true}",
                    "matrix_rtc: {transports: [{type: livekit, url: 'wss://x', livekit_service_url: 'https://x'}]}",
                    CALLS),
            fails(
                    "SYN-049",
                    "homeserver.yaml:2",
                    HS,
                    "matrix_rtc: {transports: [{type: livekit, livekit_service_url: 'https://x'}]}"),
            fails("SYN-049", "homeserver.yaml:2", HS, "matrix_rtc: {transports: [{type: livekit}]}"),
            fails("SYN-049", "homeserver.yaml:2", HS, "matrix_rtc: {transports: livekit}"),
            passes(
                    "SYN-049",
                    HS,
                    "matrix_rtc: {transports: [{type: livekit, url: 'wss://x', livekit_service_url: 'https://x'}]}"),
            fails(
                    "SYN-018",
                    "homeserver.yaml:3",
                    HS,
                    "turn_uris: ['turn:t.example:3478']",
                    "turn_shared_secret: another-secret",
                    COTURN),
            fails(
                    "SYN-018",
                    "homeserver.yaml:2",
                    HS,
                    "turn_uris: ['turn:t.example:3479']",
                    "turn_shared_secret: one-secret",
                    COTURN),
            fails("SYN-018", "homeserver.yaml:0", HS, "turn_shared_secret: one-secret", COTURN),
            passes(
                    "SYN-018",
                    HS,
                    "turn_uris: ['turn:t.example:3478?transport=udp', 'turns:t.example']",
                    "turn_shared_secret: one-secret",
                    COTURN),
            fails("SYN-020", "homeserver.yaml:2", HS, "turn_user_lifetime: 24h"),
            passes("SYN-020", HS, "turn_user_lifetime: 12h"));

    private SynapseCallsSamples() {}
}
