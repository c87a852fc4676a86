package org.lotusguild.lotus.bot.game.wordle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.bot.data.DataFiles;

class CalendarTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final ZoneId UTC = ZoneId.of("UTC");

    private static WordLists shipped() {
        DataFiles files = DataFiles.shipped();
        return new WordLists(files.lines("wordle-answers.txt"), files.lines("wordle-valid.txt"));
    }

    private static Calendar small(String... answers) {
        return new Calendar(() -> new WordLists(List.of(answers), List.of()), "salt", FIRST, UTC);
    }

    @Test
    void findsTheVectorsOfThePage() {
        Calendar calendar = new Calendar(CalendarTest::shipped, "example", FIRST, UTC);
        assertThat(LongStream.rangeClosed(1, 5).mapToObj(calendar::word))
                .containsExactly("crest", "vocal", "happy", "bravo", "glass");
        assertThat(calendar.word(326)).isEqualTo("abbey");
        assertThat(shipped().answers()).hasSize(2_048);
    }

    @Test
    void countsDaysInItsZone() {
        Calendar utc = small("crane");
        assertThat(utc.day(Instant.parse("2026-01-01T00:00:00Z"))).isEqualTo(1);
        assertThat(utc.day(Instant.parse("2026-11-22T23:59:59Z"))).isEqualTo(326);
        Calendar tokyo = new Calendar(CalendarTest::shipped, "x", FIRST, ZoneId.of("Asia/Tokyo"));
        assertThat(tokyo.day(Instant.parse("2026-11-22T15:00:00Z"))).isEqualTo(327);
        assertThat(tokyo.untilNext(Instant.parse("2026-11-22T14:00:00Z"))).isEqualTo(Duration.ofHours(1));
        assertThat(new Calendar(CalendarTest::shipped, "x", FIRST, ZoneId.of("Europe/Berlin"))
                        .untilNext(Instant.parse("2026-03-28T23:00:00Z")))
                .isEqualTo(Duration.ofHours(23));
    }

    @Test
    void repeatsNoWordWithinTheListsLengthAndOrdersTheNextCycleAnew() {
        String[] words = {"abbey", "crane", "kebab", "babel", "rebel", "cabal", "happy"};
        Calendar calendar = small(words);
        List<String> first =
                LongStream.rangeClosed(1, 7).mapToObj(calendar::word).toList();
        List<String> second =
                LongStream.rangeClosed(8, 14).mapToObj(calendar::word).toList();
        assertThat(first).containsExactlyInAnyOrder(words);
        assertThat(second).containsExactlyInAnyOrder(words).isNotEqualTo(first);
        Calendar all = new Calendar(CalendarTest::shipped, "some", FIRST, UTC);
        assertThat(LongStream.rangeClosed(1, 40).mapToObj(all::word)).doesNotHaveDuplicates();
    }

    @Test
    void refusesListsThatAreNone() {
        assertThatThrownBy(() -> new WordLists(List.of("crane", "Crane"), List.of()))
                .hasMessageContaining("Crane");
        assertThatThrownBy(() -> new WordLists(List.of("crane", "crane"), List.of()))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> new WordLists(List.of(), List.of("crane"))).hasMessageContaining("some");
    }

    /** The order of the second cycle is that of the salt and its number, computed here as the page says it. */
    @Test
    void drawsTheNextCycleWithTheSaltAndItsNumber() {
        String[] words = {"abbey", "crane", "kebab", "babel", "rebel", "cabal", "happy"};
        Calendar calendar = small(words);
        assertThat(LongStream.rangeClosed(8, 14).mapToObj(calendar::word))
                .containsExactlyElementsOf(byHash("salt#1", words));
        assertThat(LongStream.rangeClosed(15, 21).mapToObj(calendar::word))
                .containsExactlyElementsOf(byHash("salt#2", words));
    }

    private static List<String> byHash(String salt, String... words) {
        return Stream.of(words)
                .sorted(Comparator.comparing((String word) -> new BigInteger(1, sha256(salt + ":" + word))))
                .toList();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
