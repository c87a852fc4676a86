package org.lotusguild.lotus.bot.game.wordle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Which day has which number and which word. The order of the answers depends on a salt that an installation draws, so that
 * the public list tells nothing.
 */
public final class Calendar {
    private final Supplier<WordLists> lists;
    private final String salt;
    private final LocalDate firstDay;
    private final ZoneId zone;

    public Calendar(Supplier<WordLists> lists, String salt, LocalDate firstDay, ZoneId zone) {
        this.lists = lists;
        this.salt = salt;
        this.firstDay = firstDay;
        this.zone = zone;
    }

    /** The first day has number 1. */
    public long day(Instant time) {
        return ChronoUnit.DAYS.between(firstDay, time.atZone(zone).toLocalDate()) + 1;
    }

    public Duration untilNext(Instant time) {
        Instant next =
                time.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
        return Duration.between(time, next);
    }

    /** The word of a day by the lists as they are. No word comes twice in a cycle, which is as long as the list. */
    public String word(long day) {
        List<String> answers = lists.get().answers();
        long cycle = Math.floorDiv(day - 1, (long) answers.size());
        int place = Math.floorMod(day - 1, answers.size());
        return order(cycle <= 0 ? salt : salt + "#" + cycle, answers).get(place);
    }

    private static List<String> order(String salt, List<String> answers) {
        record Placed(String word, byte[] hash) {}
        MessageDigest sha256 = sha256();
        return answers.stream()
                .map(word -> new Placed(word, sha256.digest((salt + ":" + word).getBytes(StandardCharsets.UTF_8))))
                .sorted(Comparator.comparing(Placed::hash, Arrays::compareUnsigned))
                .map(Placed::word)
                .toList();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
