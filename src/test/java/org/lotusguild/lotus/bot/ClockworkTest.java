package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.store.StoreException;
import org.lotusguild.lotus.store.Tx;

class ClockworkTest {
    @TempDir
    Path folder;

    @Test
    void forgetsClaimsOfLastWeekWhileTheProcessLives() {
        BotBed bed = new BotBed(folder, Instant.parse("2026-11-25T10:00:00Z"), unused -> List.of());
        bed.after(Duration.ZERO);
        bed.says(ALICE, ROOM, "!help");
        assertThat(claims(bed)).isEqualTo(1);
        bed.after(Duration.ofDays(6));
        assertThat(claims(bed)).isEqualTo(1);
        bed.after(Duration.ofDays(2));
        assertThat(claims(bed)).isZero();
    }

    private static long claims(BotBed bed) {
        return bed.db()
                .read(tx -> tx.sql("select count(*) as n from bot_claim").first(row -> row.number("n")))
                .orElseThrow();
    }

    /** Else nobody would learn of it before the next start. */
    @Test
    void tellsOfAPostAgainWhereTheDatabaseCouldNotKeepIt() {
        Posting posting = new Posting();
        BotBed bed = posted(posting);
        posting.failures.add(new StoreException(StoreException.Kind.FULL, "full", null));
        posting.failures.add(new StoreException(StoreException.Kind.BUSY, "locked", null));
        bed.look();
        assertThatExceptionOfType(StoreException.class)
                .as("a reaction to it comes again")
                .isThrownBy(() -> bed.reacts(ALICE, ROOM, bed.last().id(), "👋"));
        assertThat(posting.told).isEmpty();
        bed.look();
        bed.look();
        assertThat(posting.told).containsExactly(bed.last().id());
    }

    @Test
    void tellsOnceOfAPostThatAFeatureCannotBear() {
        Posting posting = new Posting();
        BotBed bed = posted(posting);
        posting.failures.add(new IllegalStateException("planted"));
        bed.look();
        bed.look();
        assertThat(posting.failures).isEmpty();
        assertThat(posting.told).isEmpty();
    }

    /** Neither the alarm nor its delay can be stored: without a second try it would be forgotten until the next start. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ringsAgainWhereTheDatabaseCouldKeepNothing(boolean passing) {
        Waking waking = new Waking();
        BotBed bed = new BotBed(folder, Instant.parse("2026-11-25T10:00:00Z"), unused -> List.of(waking));
        bed.says(ALICE, ROOM, "!wake");
        bed.db()
                .run(tx -> tx.sql(
                                "create trigger no_alarm before insert on bot_alarm begin select raise(abort, 'full'); end")
                        .update());
        waking.failures.add(
                passing
                        ? new StoreException(StoreException.Kind.FULL, "full", null)
                        : new IllegalStateException("planted"));
        waking.failures.add(new StoreException(StoreException.Kind.BUSY, "locked", null));
        assertThat(bed.after(Duration.ofHours(1))).containsExactly("awake");
        assertThat(waking.failures).isEmpty();
        assertThat(bed.after(Duration.ofHours(1))).isEmpty();
    }

    /** As where a commit has happened that was reported as failed: what runs after a commit did not. */
    @Test
    void ringsAtTheTimeThatIsStoredThoughNobodyHeardOfIt() {
        BotBed bed = new BotBed(folder, Instant.parse("2026-11-25T10:00:00Z"), unused -> List.of(new Waking()));
        bed.says(ALICE, ROOM, "!wake");
        bed.db()
                .run(tx -> tx.sql("update bot_alarm set due_at = :at")
                        .bind("at", Instant.parse("2026-11-25T12:00:00Z"))
                        .update());
        assertThat(bed.after(Duration.ofHours(1))).isEmpty();
        assertThat(bed.after(Duration.ofHours(1))).containsExactly("awake");
    }

    private static final class Waking implements Feature {
        private final Deque<RuntimeException> failures = new ArrayDeque<>();

        @Override
        public String kind() {
            return "waking";
        }

        @Override
        public List<Command> commands() {
            return List.of(DispatchBed.command(
                    "wake",
                    Syntax.ignored(),
                    call -> new Reply.Wake(
                            new Reply.Bind("waking", "key"), call.at().plus(Duration.ofHours(1)))));
        }

        @Override
        public Reply due(Tx tx, String key, Instant at, Instant now) {
            if (!failures.isEmpty()) {
                throw failures.removeFirst();
            }
            return new Reply.Post(ROOM, Doc.plain("awake"));
        }
    }

    private BotBed posted(Posting posting) {
        BotBed bed = new BotBed(folder, Instant.parse("2026-11-25T10:00:00Z"), unused -> List.of(posting));
        bed.says(ALICE, ROOM, "!post");
        bed.sender.deliver();
        return bed;
    }

    private static final class Posting implements Feature {
        private final Deque<RuntimeException> failures = new ArrayDeque<>();
        private final List<EventId> told = new ArrayList<>();

        @Override
        public String kind() {
            return "posting";
        }

        @Override
        public List<Command> commands() {
            return List.of(DispatchBed.command(
                    "post",
                    Syntax.ignored(),
                    call -> new Reply.Post(call.room(), Doc.plain("posted")).bound(new Reply.Bind("posting", "key"))));
        }

        @Override
        public Reply bound(Tx tx, String key, EventId event, Instant now) {
            if (!failures.isEmpty()) {
                throw failures.removeFirst();
            }
            told.add(event);
            return new Reply.Silence();
        }
    }
}
