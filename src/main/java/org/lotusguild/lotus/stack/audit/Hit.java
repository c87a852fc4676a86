package org.lotusguild.lotus.stack.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import org.lotusguild.lotus.stack.check.Check;
import org.lotusguild.lotus.stack.check.Finding;
import org.lotusguild.lotus.stack.check.Severity;
import org.lotusguild.lotus.stack.facts.Where;

/**
 * A finding and whose it is.
 *
 * @param severity of this finding
 * @param ignored the entry of the ignore file that silences it
 */
public record Hit(Check check, Finding finding, Severity severity, Optional<Ignore> ignored) {
    /** Worst first, then by check and place: the order of all outputs. */
    public static final Comparator<Hit> ORDER = Comparator.comparing(Hit::severity)
            .thenComparing(hit -> hit.check().id())
            .thenComparing(hit -> hit.where().file())
            .thenComparingInt(hit -> hit.where().line())
            .thenComparing(hit -> hit.where().path());

    static Hit of(Check check, Finding finding) {
        Severity severity = switch (finding) {
            case Finding.Failed failed -> failed.as().orElse(check.severity());
            case Finding.Unknown unknown -> check.severity();
        };
        return new Hit(check, finding, severity, Optional.empty());
    }

    Hit ignoredBy(Ignore entry) {
        return new Hit(check, finding, severity, Optional.of(entry));
    }

    public Where where() {
        return finding.where();
    }

    public boolean failed() {
        return finding instanceof Finding.Failed;
    }

    /** Counts: failed, and not ignored. */
    public boolean counts() {
        return failed() && ignored.isEmpty();
    }

    /** What it was about: stays the same when lines move. */
    public String fingerprint() {
        String value = switch (finding) {
            case Finding.Failed failed -> failed.saw();
            case Finding.Unknown unknown -> unknown.because();
        };
        String bare =
                value.replaceAll(":\\d+", "").replaceAll("line \\d+", "line").replaceAll("\\s+", " ");
        String all = String.join("\n", check.id().text(), where().file(), where().path(), bare);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
