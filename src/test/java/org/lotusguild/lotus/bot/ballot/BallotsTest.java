package org.lotusguild.lotus.bot.ballot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.BOB;
import static org.lotusguild.lotus.bot.fake.BotBed.BOT;
import static org.lotusguild.lotus.bot.fake.BotBed.CEM;
import static org.lotusguild.lotus.bot.fake.BotBed.COMMANDS;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.fake.BotBed;

class BallotsTest {
    private static final Instant START = Instant.parse("2026-11-22T18:00:00Z");
    private static final EventId BOX = EventId.parse("$box");
    private static final List<String> THUMBS = List.of("👍", "👎");

    @TempDir
    Path folder;

    private Ballots ballots;
    private BotBed bed;

    @BeforeEach
    void open() {
        List<Ballots> made = new ArrayList<>();
        bed = new BotBed(folder, START, b -> {
            made.add(new Ballots(b.rooms, b.db(), b.ignored()));
            return List.of(made.getLast());
        });
        ballots = made.getLast();
        bed.db().run(tx -> ballots.open(tx, BOX, ROOM));
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private Map<UserId, String> standing() {
        return bed.db().read(tx -> ballots.standing(tx, BOX, THUMBS, bed.clock.instant()));
    }

    @Test
    void countsTheLastReactionOfEachPerson() {
        bed.reacts(ALICE, BOX, "👍");
        bed.reacts(BOB, BOX, "👍");
        bed.reacts(ALICE, BOX, "👎");
        bed.reacts(CEM, BOX, "🎉");
        bed.reacts(BOT, BOX, "👎");
        assertThat(standing()).containsExactly(Map.entry(BOB, "👍"), Map.entry(ALICE, "👎"));
    }

    @Test
    void fallsBackToTheOneBeforeWhenTheLastIsWithdrawn() {
        bed.reacts(ALICE, BOX, "👍");
        EventId second = bed.reacts(ALICE, BOX, "👎");
        bed.redacts(ALICE, second);
        assertThat(standing()).containsExactly(Map.entry(ALICE, "👍"));
    }

    @Test
    void takesVariantsOfASignAsOne() {
        bed.reacts(ALICE, BOX, "👍🏽");
        bed.reacts(BOB, BOX, "👍\ufe0f");
        assertThat(standing()).containsOnly(Map.entry(ALICE, "👍"), Map.entry(BOB, "👍"));
    }

    @Test
    void looksAtAMomentInThePast() {
        EventId vote = bed.reacts(ALICE, BOX, "👍");
        bed.clock.advance(Duration.ofSeconds(10));
        bed.redacts(ALICE, vote);
        bed.reacts(BOB, BOX, "👍");
        Map<UserId, String> then = bed.db().read(tx -> ballots.standing(tx, BOX, THUMBS, START.plusSeconds(5)));
        assertThat(then).containsExactly(Map.entry(ALICE, "👍"));
        assertThat(standing()).containsExactly(Map.entry(BOB, "👍"));
    }

    @Test
    void countsNothingAfterTheEnd() {
        bed.reacts(ALICE, BOX, "👍");
        bed.db().run(tx -> ballots.close(tx, BOX));
        bed.reacts(BOB, BOX, "👍");
        assertThat(standing()).isEmpty();
    }

    @Test
    void takesAReactionOnAnEditAsOneOnTheOriginal() {
        EventId edit = bed.seesOwnEdit(BOX);
        bed.reacts(ALICE, edit, "👍");
        assertThat(standing()).containsExactly(Map.entry(ALICE, "👍"));
    }

    @Test
    void fillsWhatSyncHasNotBrought() {
        bed.reacts(ALICE, BOX, "👍");
        EventId gone = bed.reacts(BOB, BOX, "👎");
        EventId typed = EventId.parse("$typed");
        bed.db().run(tx -> ballots.put(tx, BOX, typed, UserId.parse("@dora:example.org"), "👍", bed.clock.instant()));
        bed.goDeaf();
        bed.redacts(BOB, gone);
        bed.reacts(CEM, BOX, "👎");
        bed.reacts(BOT, BOX, "👎");
        bed.reacts(ALICE, BOX, "👎");
        bed.clock.advance(Duration.ofSeconds(1));
        ballots.ask(ROOM, BOX, "m.annotation", bed.clock.instant());
        assertThat(standing())
                .containsExactly(
                        Map.entry(UserId.parse("@dora:example.org"), "👍"),
                        Map.entry(CEM, "👎"),
                        Map.entry(ALICE, "👎"));
    }

    @Test
    void doubtsNoVoteThatComesWhileTheHomeserverIsAsked() {
        Instant asked = bed.clock.instant();
        bed.clock.advance(Duration.ofSeconds(1));
        bed.reacts(ALICE, BOX, "👍");
        bed.rooms.related(BOX, "m.annotation", List.of());
        ballots.ask(ROOM, BOX, "m.annotation", asked);
        assertThat(standing()).containsExactly(Map.entry(ALICE, "👍"));
    }

    @Test
    void countsReactionsThatCameBeforeTheEventIdWasKnown() {
        EventId later = EventId.parse("$later");
        bed.reacts(ALICE, later, "👍");
        bed.db().run(tx -> ballots.open(tx, later, ROOM));
        Map<UserId, String> votes = bed.db().read(tx -> ballots.standing(tx, later, THUMBS, bed.clock.instant()));
        assertThat(votes).containsExactly(Map.entry(ALICE, "👍"));
    }

    @Test
    void countsNoReactionThatWasTakenBackBeforeTheEventIdWasKnown() {
        EventId later = EventId.parse("$later");
        bed.redacts(ALICE, bed.reacts(ALICE, later, "👍"));
        bed.db().run(tx -> ballots.open(tx, later, ROOM));
        assertThat(bed.db().<Map<UserId, String>>read(tx -> ballots.standing(tx, later, THUMBS, bed.clock.instant())))
                .isEmpty();
    }

    @Test
    void countsNoReactionFromAnotherRoom() {
        EventId elsewhere = EventId.parse("$elsewhere");
        bed.db().run(tx -> ballots.open(tx, elsewhere, COMMANDS));
        bed.reacts(ALICE, elsewhere, "👍");
        Map<UserId, String> votes = bed.db().read(tx -> ballots.standing(tx, elsewhere, THUMBS, bed.clock.instant()));
        assertThat(votes).isEmpty();
    }
}
