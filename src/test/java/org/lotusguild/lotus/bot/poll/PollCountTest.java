package org.lotusguild.lotus.bot.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.BOB;
import static org.lotusguild.lotus.bot.fake.BotBed.BOT;
import static org.lotusguild.lotus.bot.fake.BotBed.CEM;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;

/** What is counted. */
class PollCountTest extends OnPollBed {
    @Test
    void countsWhatHappenedWhileItWasDownAndEndsLateOnce() {
        EventId poll = asks("!poll \"Which day?\" Fri Sat");
        bed.reacts(ALICE, poll, ONE);
        EventId vote = bed.reacts(BOB, poll, ONE);
        bed.goDeaf();
        bed.redacts(BOB, vote);
        bed.reacts(CEM, poll, TWO);
        bed.reacts(ALICE, poll, TWO);
        bed.reacts(BOT, poll, ONE);
        bed.clock.advance(Duration.ofDays(2));
        bed.restart();
        assertThat(bed.after(Duration.ofSeconds(1)))
                .last()
                .asString()
                .isEqualTo(
                        "📊 Which day?\n1️⃣ ░░░░░░░░░░ 0 (0 %) Fri\n2️⃣ ██████████ 2 (100 %) Sat\n2 votes. Sat wins. (late)");
        assertThat(bed.after(Duration.ofDays(1))).isEmpty();
        bed.restart();
        assertThat(bed.after(Duration.ofDays(1))).isEmpty();
    }

    @Test
    void survivesARestartBeforeItsEventIdIsKnown() {
        bed.says(ALICE, ROOM, "!poll \"Which day?\" Fri Sat");
        EventId poll = bed.last().id();
        bed.restart();
        bed.arrive();
        bed.reacts(BOB, poll, TWO);
        bed.news();
        assertThat(bed.after(Duration.ofHours(24)).getLast()).endsWith("1 vote. Sat wins.");
    }

    @Test
    void tellsATieAndNoVotes() {
        EventId poll = asks("!poll Shall we?");
        assertThat(bed.says(ALICE, ROOM, "!poll results"))
                .containsExactly(
                        "📊 Shall we?\n👍 ░░░░░░░░░░ 0 (0 %)\n👎 ░░░░░░░░░░ 0 (0 %)\n🤷 ░░░░░░░░░░ 0 (0 %)\nNo votes so far.");
        bed.reacts(ALICE, poll, "👍🏽");
        bed.reacts(BOB, poll, "👎");
        bed.says(ALICE, ROOM, "!poll close");
        assertThat(bed.after(Duration.ofMillis(200)).getLast())
                .isEqualTo(
                        "📊 Shall we?\n👍 █████░░░░░ 1 (50 %)\n👎 █████░░░░░ 1 (50 %)\n🤷 ░░░░░░░░░░ 0 (0 %)\n2 votes. Tie: 👍, 👎.");
        asks("!poll Again?");
        bed.says(ALICE, ROOM, "!poll close");
        assertThat(bed.after(Duration.ofMillis(200)).getLast()).endsWith("\nNo votes.");
    }

    /** Point 7 of the page: 10 options, 300 voters, 1,000 reactions and removals. */
    @Test
    void countsThreeHundredVotersExactly() {
        EventId poll = asks("!poll \"Which?\" a b c d e f g h i j");
        Random random = new Random(4);
        Map<UserId, LinkedHashMap<EventId, Integer>> standing = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            UserId user = UserId.parse("@p" + (i < 300 ? i : random.nextInt(300)) + ":example.org");
            LinkedHashMap<EventId, Integer> theirs = standing.computeIfAbsent(user, u -> new LinkedHashMap<>());
            if (!theirs.isEmpty() && random.nextInt(3) == 0) {
                EventId one = List.copyOf(theirs.keySet()).get(random.nextInt(theirs.size()));
                bed.redacts(user, one);
                theirs.remove(one);
            } else {
                int option = random.nextInt(10);
                String key = option == 9 ? "🔟" : (option + 1) + "\ufe0f\u20e3";
                theirs.put(bed.reacts(user, poll, key), option);
            }
        }
        long[] counts = new long[10];
        standing.values().stream()
                .filter(theirs -> !theirs.isEmpty())
                .forEach(theirs -> counts[theirs.lastEntry().getValue()]++);
        List<String> lines = bed.after(Duration.ofHours(24)).getLast().lines().toList();
        List<Long> shown = new ArrayList<>();
        lines.subList(1, 11)
                .forEach(
                        line -> shown.add(Long.parseLong(line.split("[█░]+ ")[1].split(" ")[0])));
        assertThat(shown).containsExactly(Arrays.stream(counts).boxed().toArray(Long[]::new));
        long voters = shown.stream().mapToLong(Long::longValue).sum();
        assertThat(lines.getLast()).startsWith(voters + " votes. ");
        assertThat(voters).isGreaterThan(200);
    }
}
