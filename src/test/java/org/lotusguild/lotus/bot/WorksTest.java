package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Job;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.bot.fake.RecordingSender;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.message.Doc;

class WorksTest {
    private static final String INTERRUPTED = "I was interrupted, please ask again.";

    @TempDir
    Path folder;

    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicInteger runs = new AtomicInteger();
    private Job job = draft -> Reply.say("done");
    private BotBed bed;

    @BeforeEach
    void open() {
        bed = new BotBed(folder, Instant.parse("2026-11-22T18:00:00Z"), BotBed.Making.only(bed -> List.of(dig())));
        bed.sender.deliverAtOnce();
    }

    @AfterEach
    void close() {
        never.countDown();
        bed.close();
    }

    private Command dig() {
        return Command.of("dig", Section.GUILD, Help.of("dig"), Syntax.ignored(), call -> {
                    runs.incrementAndGet();
                    return new Reply.Work(Optional.of("⏳"), job);
                })
                .withCooldown(Duration.ofMinutes(1));
    }

    /** Ends with the test only. */
    private Job stuck() {
        return draft -> {
            never.await();
            return Reply.say("too late");
        };
    }

    private RecordingSender.Sent last() {
        return bed.sender.sent().getLast();
    }

    @Test
    void answersWhenTheWorkIsDoneAndTakesItsMarkBack() {
        assertThat(bed.answerTo(ALICE, "!dig")).isEqualTo("done");
        EventId mark = bed.sender.sent().getFirst().id();
        assertThat(bed.sender.sent().getFirst().type()).isEqualTo("m.reaction");
        Await.until(() -> last().type().equals("m.room.redaction"));
        assertThat(last().content().path("redacts").asString()).isEqualTo(mark.value());
        assertThat(bed.sender
                        .sent()
                        .get(1)
                        .content()
                        .path("m.relates_to")
                        .path("m.in_reply_to")
                        .isObject())
                .isTrue();
    }

    @Test
    void showsADraftAndEditsItsFirstEvent() {
        job = draft -> {
            draft.show(Doc.plain("one"));
            draft.show(Doc.plain("two"));
            return Reply.say("three");
        };
        bed.says(ALICE, ROOM, "!dig");
        Await.until(() -> bed.sender.bodies().contains("* three"));
        RecordingSender.Sent first = bed.sender.sent().get(1);
        assertThat(first.content().path("body").asString()).isEqualTo("one");
        assertThat(bed.sender.bodies()).containsSequence("one", "* two", "* three");
        for (RecordingSender.Sent edit : bed.sender.sent().subList(2, 4)) {
            assertThat(edit.content().path("m.relates_to").path("event_id").asString())
                    .isEqualTo(first.id().value());
        }
    }

    @Test
    void callsWhoHadToWaitLong() {
        job = draft -> {
            bed.clock.advance(Duration.ofSeconds(11));
            draft.show(Doc.plain("one"));
            return Reply.say("two");
        };
        bed.says(ALICE, ROOM, "!dig");
        Await.until(() -> bed.sender.bodies().contains("* two"));
        assertThat(bed.sender.sent().get(2).content().path("m.mentions").toString())
                .isEqualTo("{}");
        assertThat(bed.sender.sent().get(1).content().path("m.mentions").toString())
                .isEqualTo("{\"user_ids\":[\"@alice:example.org\"]}");
    }

    @Test
    void callsWhoHadToWaitLongForANo() {
        job = draft -> {
            bed.clock.advance(Duration.ofSeconds(11));
            return Reply.refuse("dig: not here.");
        };
        assertThat(bed.answerTo(ALICE, "!dig")).isEqualTo("dig: not here.");
        assertThat(bed.message("dig: not here.").content().path("m.mentions").toString())
                .isEqualTo("{\"user_ids\":[\"@alice:example.org\"]}");
        job = draft -> Reply.refuse("dig: nor there.");
        assertThat(bed.answerTo(ALICE, "!dig")).isEqualTo("dig: nor there.");
        assertThat(bed.message("dig: nor there.").content().path("m.mentions").toString())
                .isEqualTo("{}");
    }

    /** Where so many are at work the next one is asked to wait, and nothing of it is kept. */
    @Test
    void takesSixtyFourAtOnce() {
        job = draft -> {
            never.await();
            return Reply.say("done");
        };
        for (int person = 0; person < 64; person++) {
            bed.says(UserId.parse("@p" + person + ":example.org"), ROOM, "!dig");
        }
        Await.until(() -> runs.get() == 64);
        bed.says(ALICE, ROOM, "!dig");
        assertThat(last().content().at("/m.relates_to/key").asString()).isEqualTo("🐢");
        never.countDown();
        Await.until(() -> bed.sender.bodies().stream().filter("done"::equals).count() == 64);
        Await.until(() -> {
            bed.says(ALICE, ROOM, "!dig");
            return !last().content().at("/m.relates_to/key").asString("").equals("🐢");
        });
        assertThat(bed.sender.bodies()).noneMatch(body -> body.startsWith("dig: wait"));
    }

    @Test
    void givesTheCooldownBackWhereTheWorkFailed() {
        job = draft -> Reply.refuse("dig: not here.");
        assertThat(bed.answerTo(ALICE, "!dig")).isEqualTo("dig: not here.");
        assertThat(bed.answerTo(ALICE, "!dig")).isEqualTo("dig: not here.");
        job = draft -> Reply.say("done");
        assertThat(bed.answerTo(ALICE, "!dig")).isEqualTo("done");
        assertThat(bed.answerTo(ALICE, "!dig")).isEqualTo("dig: wait 1 min.");
    }

    @Test
    void tellsWhoAskedAfterACrashAndRunsNothingTwice() {
        job = stuck();
        bed.says(ALICE, ROOM, "!dig");
        bed.restart();
        assertThat(bed.next()).isEqualTo(INTERRUPTED);
        assertThat(runs).hasValue(1);
        Await.until(() -> last().type().equals("m.room.redaction"));
        bed.restart();
        assertThat(bed.news()).isEmpty();
        job = draft -> Reply.say("done");
        assertThat(bed.answerTo(ALICE, "!dig")).isEqualTo("done");
    }

    @Test
    void tellsNobodyAfterADayAndTakesItsMarkBackAllTheSame() {
        job = stuck();
        bed.says(ALICE, ROOM, "!dig");
        bed.clock.advance(Duration.ofHours(25));
        bed.restart();
        Await.until(() -> last().type().equals("m.room.redaction"));
        assertThat(bed.sender.bodies()).doesNotContain(INTERRUPTED, "too late");
    }

    @Test
    void letsAJobSayLastWordsWhenItStops() {
        job = draft -> {
            try {
                never.await();
                return Reply.say("done");
            } catch (InterruptedException stop) {
                return Reply.say("half");
            }
        };
        bed.says(ALICE, ROOM, "!dig");
        bed.stop();
        assertThat(bed.next()).isEqualTo("half");
        bed.restart();
        assertThat(bed.news()).isEmpty();
    }

    @Test
    void tellsWhoAskedWhereAStopBrokeARequestOff() {
        job = draft -> {
            try {
                never.await();
                return Reply.say("done");
            } catch (InterruptedException stop) {
                throw new HttpFailure(HttpFailure.Kind.INTERRUPTED, "asked to stop", stop);
            }
        };
        bed.says(ALICE, ROOM, "!dig");
        bed.stop();
        assertThat(bed.news()).isEmpty();
        bed.restart();
        assertThat(bed.next()).isEqualTo(INTERRUPTED);
    }

    @Test
    void givesTheCooldownBackWhereTheHomeserverWasAway() {
        job = draft -> {
            throw new HttpFailure(HttpFailure.Kind.TIMEOUT, "no answer", null);
        };
        String away = "dig: the homeserver does not answer. Try again in a minute.";
        assertThat(bed.answerTo(ALICE, "!dig")).isEqualTo(away);
        assertThat(bed.answerTo(ALICE, "!dig")).isEqualTo(away);
    }

    /** Two processes on one database: the other has answered in our place. */
    @Test
    void isSilentIfAnotherProcessTookItForDead() {
        WorkStore store = new WorkStore(BotBed.BOT);
        job = draft -> {
            bed.db()
                    .run(tx -> store.all(tx)
                            .forEach(task -> store.take(tx, task.origin().id())));
            return Reply.say("too late");
        };
        bed.says(ALICE, ROOM, "!dig");
        Await.until(() -> last().type().equals("m.room.redaction"));
        assertThat(bed.sender.bodies()).doesNotContain("too late");
    }

    @Test
    void tellsACodeWhereTheWorkBroke() {
        job = draft -> {
            throw new IllegalStateException("a defect");
        };
        assertThat(bed.answerTo(ALICE, "!dig")).matches("Something broke \\(code [a-z]{6}\\)\\. It is logged\\.");
    }
}
