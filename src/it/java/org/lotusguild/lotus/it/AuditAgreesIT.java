package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Fixtures;
import org.lotusguild.lotus.stack.audit.Hit;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.check.Claims;
import org.lotusguild.lotus.stack.facts.Answers;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.ProgramRun;
import org.lotusguild.lotus.stack.facts.ProgramRun.Judge;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.read.NameLists;
import org.lotusguild.lotus.stack.read.ToldFile;

/** The programs say of the legacy installation what the audit says of it. */
final class AuditAgreesIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Path LOGS = Path.of("src/main/resources/stack/logs").toAbsolutePath();
    private static final Pattern MATCHED = Pattern.compile("Lines: (\\d+) lines, (\\d+) ignored, (\\d+) matched");
    private static final Pattern COUNT = Pattern.compile("(\\d+) of \\d+ recorded failures, (\\d+) of \\d+ decoys");
    private static final Set<String> LISTS = Set.of("room.enabled_codecs", "rtc.turn_servers", "node_selector.regions");

    private static final String LOGIN = """
            [Definition]
            failregex = ^\\s*- synapse\\.access\\.https?\\.\\S+ - \\d+ - INFO - POST-\\d+ - <ADDR> - \\S+ - \\{[^}]*\\} Processed request: [^"]* \\d+B STATUS "POST /_matrix/client/(?:r0|v3|v1|unstable|api/v1)/login(?:\\?[^ "]*)? HTTP/[\\d.]+"\\s
            datepattern = ^%%Y-%%m-%%d %%H:%%M:%%S,%%f
            """;

    @TempDir
    Path folder;

    private static List<Hit> hits(Facts facts, String id) {
        return Audit.run(facts, new Selection(List.of(id), List.of()), List.of(), 0).hits();
    }

    private static Facts facts(Path... targets) {
        return Fixtures.facts(Told.nothing(), targets);
    }

    @Test
    void coturnDropsWhatTheAuditSaysItDrops() throws IOException {
        Path file = folder.resolve("turnserver.conf");
        Map<String, String> moved = Map.of(
                "listening-port", Integer.toString(Synapse.freePort()),
                "tls-listening-port", Integer.toString(Synapse.freePort()),
                "listening-ip", "127.0.0.1");
        String text = Files.readAllLines(Fixtures.LEGACY.resolve("coturn/turnserver.conf")).stream()
                .filter(line -> !line.startsWith("external-ip="))
                .map(line -> moved.containsKey(line.split("=", 2)[0])
                        ? line.split("=", 2)[0] + "=" + moved.get(line.split("=", 2)[0])
                        : line)
                .collect(Collectors.joining("\n"));
        Files.writeString(
                file,
                text + "\ndenied-peer-ip=100.64.0.0-100.127.255.255 # carriers\nlog-file=stdout\nallow-loopback-peers\npidfile="
                        + folder.resolve("pid") + "\nuserdb=" + folder.resolve("users") + "\n");
        String log;
        try (Child coturn = Child.start(
                "coturn",
                folder,
                List.of(ServerPackages.program("turnserver").toString(), "-c", file.toString()))) {
            Await.until(LIMIT, "coturn to listen", () -> coturn.output().contains("Total General servers"));
            log = coturn.output();
        }
        assertThat(log)
                .contains("Bad configuration format: stale_nonce")
                .contains("Wrong address format: 10.0.0.0/8")
                .contains("Wrong address format: 100.127.255.255 # carriers")
                .contains("cannot find certificate file");
        Facts facts = facts(file);
        assertThat(hits(facts, "TRN-001")).hasSize(1);
        assertThat(hits(facts, "TRN-002")).hasSize(2);
        Facts run = facts.with(
                EnumSet.of(Reads.PROGRAMS),
                new Answers(
                        Optional.empty(),
                        Optional.empty(),
                        List.of(new ProgramRun(Judge.COTURN, facts.coturn().getFirst().file(), "turnserver -c", Optional.of(0), log)),
                        List.of()));
        assertThat(hits(run, "TRN-016")).hasSize(1);
        assertThat(hits(run, "TRN-007")).hasSize(1);
    }

    @Test
    void failToBanCountsAsTheAuditCounts() throws IOException {
        assertThat(regex("synapse-login-failures.txt", Fixtures.LEGACY.resolve("fail2ban/filter.d/matrix-synapse.conf"))
                        .output())
                .contains("No failure-id group");
        for (String status : List.of("(?:403|429)", "403", "\\d+")) {
            Path filter = Files.writeString(folder.resolve("matrix.conf"), LOGIN.replace("STATUS", status));
            long failures = matched("synapse-login-failures.txt", filter);
            long decoys = matched("synapse-login-decoys.txt", filter);
            List<Hit> found = hits(facts(filter), "F2B-001");
            if (failures == 29 && decoys == 0) {
                assertThat(found).isEmpty();
            } else {
                Matcher said = COUNT.matcher(found.getFirst().finding().toString());
                assertThat(said.find()).isTrue();
                assertThat(List.of(said.group(1), said.group(2)))
                        .containsExactly(Long.toString(failures), Long.toString(decoys));
            }
        }
    }

    private long matched(String log, Path filter) {
        Matcher counts = MATCHED.matcher(regex(log, filter).output());
        assertThat(counts.find()).isTrue();
        return Long.parseLong(counts.group(3));
    }

    private Ran regex(String log, Path filter) {
        return Ran.of(
                folder,
                LIMIT,
                List.of(
                        ServerPackages.program("fail2ban-regex").toString(),
                        LOGS.resolve(log).toString(),
                        filter.toAbsolutePath().toString()));
    }

    @Test
    void liveKitKnowsEveryNameOfOurListAndRefusesWhatTheAuditSaysItRefuses() throws IOException, InterruptedException {
        Path program = Toolbox.real().liveKit();
        Keys tree = new Keys();
        NameLists.read().of("livekit").all().stream()
                .filter(name -> !name.endsWith("*"))
                .forEach(name -> tree.put(List.of(name.split("\\.", -1))));
        Path all = Files.write(folder.resolve("livekit.yaml"), tree.lines("", ""));
        assertThat(ports(program, all).output()).doesNotContain("could not parse config").contains("7880");
        assertThat(hits(facts(all), "LK-001")).isEmpty();
        Path legacy = Fixtures.LEGACY.resolve("livekit/config.yaml").toAbsolutePath();
        Ran refused = ports(program, legacy);
        assertThat(refused.code()).isZero();
        assertThat(refused.output()).contains("could not parse config", "line 14: field video_codecs not found");
    }

    @Test
    void liveKitRefusesTheSamplesThatTheChecksSayItRefuses() throws IOException {
        Path program = Toolbox.real().liveKit();
        Path file = folder.resolve("livekit.yaml");
        for (Map.Entry<String, Boolean> sample : Claims.liveKitFiles("LK-001").entrySet()) {
            Files.writeString(file, sample.getKey());
            assertThat(!ports(program, file).output().contains("could not parse config"))
                    .as(sample.getKey())
                    .isEqualTo(sample.getValue());
        }
        String wrongKey = Claims.liveKitFiles("LK-006").keySet().stream()
                .filter(text -> text.contains("api_key: LKother"))
                .findFirst()
                .orElseThrow();
        Files.writeString(file, wrongKey + "bind_addresses: [127.0.0.1]\n");
        Ran started = Ran.of(folder, LIMIT, List.of(program.toString(), "--config", file.toString()));
        assertThat(started.output()).contains("api_key is required to use webhooks");
    }

    private Ran ports(Path program, Path file) {
        return Ran.of(folder, LIMIT, List.of(program.toString(), "--config", file.toString(), "ports"));
    }

    /** A block of keys without values, which fit every type. */
    private static final class Keys {
        private final Map<String, Keys> below = new LinkedHashMap<>();

        void put(List<String> keys) {
            if (!keys.isEmpty()) {
                below.computeIfAbsent(keys.getFirst(), key -> new Keys()).put(keys.subList(1, keys.size()));
            }
        }

        List<String> lines(String path, String indent) {
            List<String> lines = new ArrayList<>();
            below.forEach((key, keys) -> {
                String name = path.isEmpty() ? key : path + "." + key;
                lines.add(indent + key + ":");
                List<String> inside = keys.lines(name, indent + "    ");
                if (LISTS.contains(name) && !inside.isEmpty()) {
                    inside.set(0, indent + "  - " + inside.getFirst().strip());
                }
                lines.addAll(inside);
            });
            return lines;
        }
    }

    @Test
    void nginxKnowsHttp2AsTheAuditSays() throws IOException {
        String program = ServerPackages.program("nginx").toString();
        String version = Ran.of(folder, LIMIT, List.of(program, "-v")).output().replaceAll("(?s).*nginx/([0-9.]+).*", "$1");
        Path file = Files.writeString(
                folder.resolve("nginx.conf"),
                "events { }\nerror_log stderr;\npid " + folder.resolve("pid")
                        + ";\nhttp {\naccess_log off;\nserver {\nlisten 127.0.0.1:" + Synapse.freePort() + ";\nhttp2 on;\n}\n}\n");
        Path told = Files.writeString(folder.resolve("told.yaml"), "versions: {nginx: " + version + "}\n");
        boolean taken = Ran.of(folder, LIMIT, List.of(program, "-t", "-p", folder + "/", "-c", file.toString())).code() == 0;
        Facts facts = Fixtures.facts(ToldFile.read(told, "told.yaml"), file);
        assertThat(hits(facts, "NGX-007").isEmpty()).isEqualTo(taken);
    }
}
