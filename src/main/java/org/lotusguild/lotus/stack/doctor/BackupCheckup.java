package org.lotusguild.lotus.stack.doctor;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.lotusguild.lotus.base.Durations;
import org.lotusguild.lotus.stack.backup.LastResults;

/** Whether there is a fresh backup, and whether one was proven; the limits are those of the rules for monitoring. */
public record BackupCheckup(Path shelf, Path home, InstantSource clock) implements Checkup {
    private static final Duration OLD = Duration.ofHours(26);
    private static final Duration UNPROVEN = Duration.ofDays(35);

    @Override
    public List<Line> lines() {
        LastResults last = LastResults.read(shelf, home);
        if (last.success() == 0) {
            return List.of(Line.bad("backup", "there is none in " + shelf, "lotus backup run"));
        }
        return List.of(made(last), proven(last));
    }

    private Line made(LastResults last) {
        String when = "the last one is " + Durations.shown(since(last.success())) + " old";
        if (last.failure() > last.success()) {
            return Line.bad("backup", when + ", and the last run failed: " + last.problem(), "lotus backup run");
        }
        return since(last.success()).compareTo(OLD) > 0
                ? Line.bad("backup", when, "lotus backup run")
                : Line.well("backup", when);
    }

    private Line proven(LastResults last) {
        if (last.verified() == 0) {
            return Line.note("proof", "no backup was ever proven", "lotus backup verify");
        }
        String when = "a restore was proven " + Durations.shown(since(last.verified())) + " ago";
        return since(last.verified()).compareTo(UNPROVEN) > 0
                ? Line.bad("proof", when, "lotus backup verify")
                : Line.well("proof", when);
    }

    private Duration since(long seconds) {
        return Duration.between(Instant.ofEpochSecond(seconds), clock.instant());
    }
}
