package org.lotusguild.lotus.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.read.Inventory;
import org.lotusguild.lotus.stack.read.NameLists;
import org.lotusguild.lotus.stack.read.Reading;
import org.lotusguild.lotus.stack.read.ToldFile;

/** How long an audit takes: of the legacy installation at first and warm, of a long nginx tree and of a large YAML file. */
public final class AuditBench {
    private static final Path LEGACY = Path.of("src/test/resources/stack/fixtures/legacy");
    private static final int ROUNDS = 21;
    private static final double MILLION = 1e6;

    private AuditBench() {}

    public static void main(String[] args) throws IOException {
        long born = processor();
        Told told = ToldFile.read(LEGACY.resolve("facts.yaml"), "facts.yaml");
        Report first = audit(told, LEGACY);
        System.out.printf(
                Locale.ROOT,
                "legacy: first %.0f ms of processor after the start of Java (%.0f ms)%n",
                (processor() - born) / MILLION,
                born / MILLION);
        long[] rounds = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long begin = System.nanoTime();
            audit(told, LEGACY);
            rounds[i] = System.nanoTime() - begin;
        }
        Arrays.sort(rounds);
        System.out.printf(
                Locale.ROOT,
                "legacy: warm %.0f ms (%.0f–%.0f), %d findings%n",
                rounds[ROUNDS / 2] / MILLION,
                rounds[0] / MILLION,
                rounds[ROUNDS - 1] / MILLION,
                first.hits().size());
        Path folder = Files.createTempDirectory("audit-bench");
        large(folder.resolve("nginx.conf"), nginx(), told);
        large(folder.resolve("homeserver.yaml"), yaml(), told);
    }

    private static void large(Path file, String text, Told told) throws IOException {
        Files.writeString(file, text);
        long begin = Cpu.nanos();
        Report report = audit(told, file);
        System.out.printf(
                Locale.ROOT,
                "%s, %d lines, %.1f MB: %.0f ms of processor, %d findings%n",
                file.getFileName(),
                text.lines().count(),
                text.length() / MILLION,
                (Cpu.nanos() - begin) / MILLION,
                report.hits().size());
        Files.delete(file);
    }

    private static Report audit(Told told, Path target) {
        KeyLists names = NameLists.read();
        Inventory.Found found = Inventory.of(List.of(target));
        Reading.Read read = Reading.read(found.origins(), names);
        return Audit.run(
                read.facts(Instant.parse("2026-11-22T22:00:00Z"), told, names, Map.of(), Set.of(), found.unread()),
                Selection.ALL,
                List.of(),
                0);
    }

    private static String nginx() {
        StringBuilder text = new StringBuilder();
        for (int server = 0; server < 1_000; server++) {
            text.append("server {\n    listen 443 ssl;\n    server_name s").append(server).append(".example.org;\n");
            text.append("    location /a {\n        proxy_pass http://127.0.0.1:8008;\n        proxy_set_header X-Real-IP $remote_addr;\n    }\n");
            text.append("    location ~ ^/(b|c)/[0-9]+$ {\n        return 404;\n    }\n}\n");
        }
        return text.toString();
    }

    private static String yaml() {
        StringBuilder text = new StringBuilder("server_name: example.org\nlisteners: []\nfederation_domain_whitelist:\n");
        for (int i = 0; text.length() < 2_500_000; i++) {
            text.append("  - server-").append(i).append(".example.org\n");
        }
        for (int i = 0; text.length() < 5_000_000; i++) {
            text.append("key_").append(i).append(": {a: [1, 2, 3], b: ").append("text ".repeat(60)).append("}\n");
        }
        return text.toString();
    }

    private static long processor() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
