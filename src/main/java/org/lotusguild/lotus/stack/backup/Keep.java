package org.lotusguild.lotus.stack.backup;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * How many backups stay: the newest of each of so many days, weeks (Monday to Sunday) and months that have one, in UTC.
 */
public record Keep(int daily, int weekly, int monthly) {
    public static final Keep USUAL = new Keep(7, 4, 6);

    public Keep {
        if (daily < 1 || weekly < 0 || monthly < 0) {
            throw new IllegalArgumentException("keep: daily must be 1 or more, weekly and monthly 0 or more");
        }
    }

    /** One that is there. */
    record Candidate(String name, Instant made, Optional<Instant> verified) {}

    /** The names of those that may go. The newest one and the newest proven one always stay. */
    List<String> surplus(List<Candidate> there) {
        List<Candidate> newestFirst = there.stream()
                .sorted(Comparator.comparing(Candidate::made).reversed())
                .toList();
        Set<String> stay = new HashSet<>();
        newestFirst.stream().findFirst().ifPresent(newest -> stay.add(newest.name()));
        newestFirst.stream()
                .filter(one -> one.verified().isPresent())
                .findFirst()
                .ifPresent(proven -> stay.add(proven.name()));
        keep(newestFirst, daily, day -> day, stay);
        keep(
                newestFirst,
                weekly,
                day -> day.get(IsoFields.WEEK_BASED_YEAR) * 100 + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR),
                stay);
        keep(newestFirst, monthly, day -> day.getYear() * 100 + day.getMonthValue(), stay);
        return newestFirst.stream()
                .map(Candidate::name)
                .filter(name -> !stay.contains(name))
                .toList();
    }

    private static void keep(
            List<Candidate> newestFirst, int count, Function<LocalDate, Object> period, Set<String> stay) {
        Set<Object> seen = new HashSet<>();
        for (Candidate one : newestFirst) {
            if (seen.size() < count && seen.add(period.apply(LocalDate.ofInstant(one.made(), ZoneOffset.UTC)))) {
                stay.add(one.name());
            }
        }
    }
}
