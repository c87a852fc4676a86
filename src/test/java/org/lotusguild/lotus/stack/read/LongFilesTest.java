package org.lotusguild.lotus.stack.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Fixtures;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.Told;

/** Files of ten thousand lines: what is wrong at their end is found there, whatever kind they are of. */
class LongFilesTest {
    private static final int LINES = 10_000;
    private static final KeyLists NAMES = NameLists.read();

    private static Arguments file(String check, String name, String begin, String line, String end) {
        return Arguments.of(check, name, begin, line, end);
    }

    static Stream<Arguments> files() {
        return Stream.of(
                file(
                        "SYN-001",
                        "homeserver.yaml",
                        "server_name: example.org\nlisteners: []\nfederation_domain_whitelist:",
                        "- s%d.example.org",
                        "federation_enabled: false"),
                file("LK-001", "livekit.yaml", "port: 7880\nrtc: {}\nkeys:", "  key%d: x", "video_codecs: []"),
                file(
                        "NGX-003",
                        "nginx/a.conf",
                        "server { server_name a; location /_matrix { proxy_pass http://127.0.0.1:8008; } }",
                        "server { server_name s%d; }",
                        "server { location /_matrix/b { proxy_pass http://127.0.0.1:8008; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; } }"),
                file(
                        "TRN-001",
                        "turnserver.conf",
                        "use-auth-secret",
                        "denied-peer-ip=10.0.0.%d-10.0.1.0",
                        "stale_nonce"),
                file(
                        "PG-012",
                        "postgresql.conf",
                        "shared_buffers = 1GB",
                        "a.b%d = 'x'",
                        "checkpoint_completion_target = 0.9"),
                file(
                        "PG-004",
                        "pg_hba.conf",
                        "local all all peer",
                        "host db%d all ::1/128 scram-sha-256",
                        "host all all 0.0.0.0/0 md5"),
                file(
                        "PG-009",
                        "autovacuum.sql",
                        "-- ours",
                        "select %d; -- é",
                        "alter table events set (autovacuum_naptime = 10);"),
                file(
                        "F2B-003",
                        "filter.d/matrix.conf",
                        "[Definition]\nfailregex = <HOST>",
                        "  ^x%d <HOST>$",
                        "  ^no group$"),
                file("SEC-002", "a.sh", "#!/bin/sh", "echo %d", "ADMIN_TOKEN=syt_aaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
                file(
                        "LK-009",
                        "livekit-server.service",
                        "[Unit]",
                        "# %d",
                        "[Service]\nExecStart=/usr/bin/livekit-server\nRestart=on-failure"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("files")
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void findsTheLastLineWhereItIs(String check, String name, String begin, String line, String end) {
        List<String> lines = Stream.of(begin.lines(), IntStream.range(0, LINES).mapToObj(line::formatted), end.lines())
                .flatMap(part -> part)
                .toList();
        Origin origin = new Origin(name, "/x/" + name, lines, Optional.empty(), false);
        Reading.Read read = Reading.read(List.of(origin), NAMES);
        assertThat(read.unread()).isEmpty();
        Report report = Audit.run(
                read.facts(Fixtures.NOW, Told.nothing(), NAMES, Map.of(), Set.of(), List.of()),
                new Selection(List.of(check), List.of()),
                List.of(),
                0);
        assertThat(report.hits())
                .filteredOn(hit -> hit.failed())
                .extracting(hit -> hit.where().line())
                .contains(lines.size());
    }
}
