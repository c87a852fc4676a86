package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.ByteSize;
import org.lotusguild.lotus.base.Durations;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Told.Backups;
import org.lotusguild.lotus.stack.facts.Told.Backups.Part;

/** Whether the guild would survive the loss of a disk. */
final class BackupCare {
    private static final Duration OLDEST_DUMP = Duration.ofHours(26);
    private static final Duration OLDEST_PROOF = Duration.ofDays(35);
    private static final String ONE_TIME_KEYS = "e2e_one_time_keys_json";

    static final List<Check> CHECKS =
            List.of(Check.of("PG-008", CRITICAL, "There is no backup that is known to bring the guild back")
                    .on(Kind.SYNAPSE, Kind.POSTGRES)
                    .reads(Reads.FACTS)
                    .needs(Reads.FACTS.absent(), facts -> facts.told().given())
                    .passes(
                            "a dump younger than 26 hours and half as large as usual, a restore proven within 35 days, one-time keys left out, signing key and media in the set")
                    .because(
                            "without the signing key the server's name is lost; restored one-time keys break the encryption of new sessions")
                    .source("Synapse, backups")
                    .run(BackupCare::backups));

    private BackupCare() {}

    private static Stream<Finding> backups(Facts facts) {
        Optional<Backups> told = facts.told().backups();
        if (told.isEmpty()) {
            return Stream.of(Finding.unknown(facts.told().at(0, "backups"), "no backup is described anywhere"));
        }
        List<String> faults = faults(told.get(), facts.now());
        if (faults.isEmpty() && told.get().newest().isEmpty()) {
            return Stream.of(Finding.unknown(
                    facts.told().at(told.get().line(), "backups"), "when the newest dump was made is not told"));
        }
        return faults.isEmpty()
                ? Stream.of()
                : Stream.of(failed(
                        facts.told().at(told.get().line(), "backups"),
                        String.join(", ", faults),
                        "lotus backup run every day and lotus backup verify every week, by their timers"));
    }

    private static List<String> faults(Backups backups, Instant now) {
        List<String> faults = new ArrayList<>();
        age(backups.newest(), now, OLDEST_DUMP, "dump").ifPresent(faults::add);
        if (backups.newest().isPresent()) {
            proof(backups, now).ifPresent(faults::add);
        }
        if (shrunk(backups)) {
            faults.add("the newest dump is less than half as large as usual");
        }
        if (!backups.without().contains(ONE_TIME_KEYS)) {
            faults.add(ONE_TIME_KEYS + " is in the dump");
        }
        for (Part part : List.of(Part.SIGNING_KEY, Part.MEDIA)) {
            if (!backups.holds().contains(part)) {
                faults.add("the " + part.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " is not in the set");
            }
        }
        return faults;
    }

    private static Optional<String> proof(Backups backups, Instant now) {
        return backups.verified().isEmpty()
                ? Optional.of("no proven restore")
                : age(backups.verified(), now, OLDEST_PROOF, "proven restore");
    }

    private static Optional<String> age(Optional<Instant> when, Instant now, Duration most, String what) {
        return when.map(then -> Duration.between(then, now))
                .filter(age -> age.compareTo(most) >= 0)
                .map(age -> "the newest " + what + " is " + Durations.shown(age) + " old");
    }

    private static boolean shrunk(Backups backups) {
        Optional<Long> size = backups.size().map(ByteSize::bytes);
        Optional<Long> median = backups.median().map(ByteSize::bytes);
        return size.isPresent() && median.isPresent() && size.get() < median.get() / 2;
    }
}
