package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.FACTS;
import static org.lotusguild.lotus.stack.check.Sample.HS;
import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

final class SynapseUpkeepSamples {
    private static final String PURGE =
            "=== purge.sh\n#!/bin/sh\nBEFORE=$(($(date +%s000) - 7776000000))\ncurl -X POST http://localhost:8008/_synapse/admin/v1/purge_media_cache?before_ts=$BEFORE";

    static final List<Sample> ALL = List.of(
            fails("SYN-021", "homeserver.yaml:0", HS, "report_stats: false"),
            fails("SYN-021", "purge.sh:2", HS, "media_retention: {remote_media_lifetime: 1y}", PURGE),
            passes("SYN-021", HS, "media_retention: {remote_media_lifetime: 90d}", PURGE),
            passes("SYN-021", HS, "media_retention: {remote_media_lifetime: 1y}"),
            fails("SYN-022", "homeserver.yaml:2", HS, "media_retention: {local_media_lifetime: 1y}"),
            passes(
                    "SYN-022",
                    HS,
                    "media_retention: {local_media_lifetime: 1y}",
                    FACTS,
                    "acknowledged: [local-media-lifetime]"),
            fails("SYN-023", "homeserver.yaml:0", HS, "database: {name: psycopg2, args: {user: x}}"),
            fails("SYN-023", "homeserver.yaml:2", HS, "database: {name: psycopg2, args: {cp_min: five, cp_max: 10}}"),
            passes("SYN-023", HS, "database: {name: psycopg2, args: {cp_min: 5, cp_max: 10}}"),
            fails("SYN-024", "homeserver.yaml:2", HS, "database: {name: sqlite3, args: {database: x}}"),
            fails("SYN-024", "homeserver.yaml:0", HS, "listeners: []"),
            passes("SYN-024", HS, "database: {name: psycopg2}"),
            fails("SYN-037", "facts.yaml:1", HS, "report_stats: false", FACTS, "versions: {synapse: 1.148.0}"),
            passes("SYN-037", HS, "report_stats: false", FACTS, "versions: {synapse: 1.163.2}"),
            passes("SYN-037", HS, "report_stats: false", FACTS, "versions: {synapse: \"1.163\"}"),
            fails("SYN-042", "homeserver.yaml:0", HS, "forgotten_room_retention_period: 28d"),
            passes("SYN-042", HS, "forgotten_room_retention_period: 28d", "redaction_retention_period: 7d"));

    private SynapseUpkeepSamples() {}
}
