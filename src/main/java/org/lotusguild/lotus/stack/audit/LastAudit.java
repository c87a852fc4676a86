package org.lotusguild.lotus.stack.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.OwnFiles;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.stack.check.Severity;

/**
 * What the last audit of a home found: {@code last-audit.json}, so that the next one knows what is new. It holds places and
 * titles, and nothing of what stands in the files.
 *
 * @param when in seconds since the epoch; 0 for never
 * @param findings that count, worst first
 */
public record LastAudit(long when, List<Known> findings) {
    private static final String FILE = "last-audit.json";
    private static final LastAudit NONE = new LastAudit(0, List.of());
    private static final long KEPT = Duration.ofDays(7).toSeconds();

    public LastAudit {
        if (when < 0 || when > Instant.MAX.getEpochSecond()) {
            throw new IllegalArgumentException("no time: " + when);
        }
        findings = List.copyOf(findings);
    }

    /**
     * A finding. Two with the same check, file and path are one: lines move, and what was seen changes by the day, as the rest of
     * a certificate's life does.
     *
     * @param path in the file, see {@link org.lotusguild.lotus.stack.facts.Where}
     * @param seen when it was found last, in seconds since the epoch
     */
    public record Known(String check, Severity severity, String file, int line, String path, String title, long seen) {
        private static final Comparator<Known> ORDER = Comparator.comparing(Known::severity)
                .thenComparing(Known::check)
                .thenComparing(Known::file)
                .thenComparing(Known::path);

        static Known of(Hit hit, Instant seen) {
            return new Known(
                    hit.check().id().text(),
                    hit.severity(),
                    hit.where().file(),
                    hit.where().line(),
                    hit.where().path(),
                    hit.check().title(),
                    seen.getEpochSecond());
        }

        List<String> key() {
            return List.of(check, file, path);
        }
    }

    /** Nothing where there was none, or its file cannot be read. */
    public static LastAudit read(Path home) {
        try {
            return Json.read(Json.parseObject(Files.readString(home.resolve(FILE))), LastAudit.class);
        } catch (IOException | MalformedJson e) {
            return NONE;
        }
    }

    /** @throws IOException if the home cannot be written; what was there stays */
    public void write(Path home) throws IOException {
        Path fresh = home.resolve(FILE + ".new");
        OwnFiles.write(fresh, Json.text(this) + "\n");
        Files.move(fresh, home.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * With what an audit found. A finding of a check that could not look this time, or had nothing to look at, stays as it was
     * for a week: nobody is known to have mended it, but whoever closes a file to Lotus may have.
     */
    public LastAudit next(Report report) {
        Set<String> blind = blind(report);
        Map<List<String>, Known> all = new LinkedHashMap<>();
        report.hits().stream()
                .filter(Hit::counts)
                .map(hit -> Known.of(hit, report.when()))
                .forEach(found -> all.putIfAbsent(found.key(), found));
        findings.stream()
                .filter(known -> blind.contains(known.check()))
                .filter(known -> report.when().getEpochSecond() - known.seen() <= KEPT)
                .forEach(known -> all.putIfAbsent(known.key(), known));
        return new LastAudit(
                report.when().getEpochSecond(),
                all.values().stream().sorted(Known.ORDER).toList());
    }

    private static Set<String> blind(Report report) {
        Set<String> blind = new HashSet<>();
        report.skipped().forEach(skipped -> blind.add(skipped.id().text()));
        report.hits().stream()
                .filter(hit -> !hit.failed())
                .forEach(hit -> blind.add(hit.check().id().text()));
        return blind;
    }

    /** What has come and what is gone between an audit and this one, from {@code least} on. */
    public News since(LastAudit before, Severity least) {
        Map<List<String>, Known> old = byKey(before);
        Map<List<String>, Known> now = byKey(this);
        return new News(
                findings.stream()
                        .filter(known -> known.severity().atLeast(least))
                        .filter(known -> Optional.ofNullable(old.get(known.key()))
                                .filter(was -> was.severity().atLeast(known.severity()))
                                .isEmpty())
                        .toList(),
                before.findings().stream()
                        .filter(known -> known.severity().atLeast(least))
                        .filter(known -> !now.containsKey(known.key()))
                        .filter(known -> !before.outlived(known, when))
                        .toList(),
                before.findings().stream()
                        .filter(known -> known.severity().atLeast(least))
                        .filter(known -> !now.containsKey(known.key()))
                        .filter(known -> before.outlived(known, when))
                        .toList());
    }

    /** Whether it was kept, unseen, for as long as may be. */
    private boolean outlived(Known known, long now) {
        return known.seen() < when && now - known.seen() > KEPT;
    }

    private static Map<List<String>, Known> byKey(LastAudit audit) {
        return audit.findings().stream().collect(Collectors.toMap(Known::key, known -> known, (one, other) -> one));
    }

    public long count(Severity severity) {
        return findings.stream().filter(known -> known.severity() == severity).count();
    }

    public Instant time() {
        return Instant.ofEpochSecond(when);
    }
}
