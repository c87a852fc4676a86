package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.fake.RecordingSender;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.store.Tx;

/** What features are told, and when. */
class FeaturesTest extends OnDispatchBed {
    private final Diary diary = new Diary();

    @BeforeEach
    void open() {
        bed.features.add(diary);
    }

    @Test
    void tellsAFeatureTheEventOfItsPostAndSeedsReactions() throws InterruptedException {
        Bot bot = bed.bot();
        bot.on(bed.said("!post"), bed.ack());
        bot.look();
        assertThat(diary.lines).isEmpty();
        bed.sender.deliver();
        bot.look();
        bot.look();
        assertThat(diary.lines).containsExactly("bound k1 $sent0");
        assertThat(bed.sender.sent().subList(1, 3)).allSatisfy(reaction -> {
            assertThat(reaction.type()).isEqualTo("m.reaction");
            assertThat(reaction.content().path("m.relates_to").path("event_id").asString())
                    .isEqualTo("$sent0");
        });
        assertThat(bed.sender.sent().getFirst().content().has("m.relates_to")).isFalse();
    }

    @Test
    void tellsAFeatureAfterARestartAndOnlyOnce() throws InterruptedException {
        bed.bot().on(bed.said("!post"), bed.ack());
        bed.sender.deliver();
        bed.bot().look();
        bed.bot().look();
        assertThat(diary.lines).containsExactly("bound k1 $sent0");
    }

    @Test
    void tellsAFeatureThatItsPostWasRefused() throws InterruptedException {
        Bot bot = bed.bot();
        bot.on(bed.said("!post"), bed.ack());
        bed.sender.refuse();
        bot.look();
        assertThat(diary.lines).containsExactly("unsent k1");
        assertThat(bed.sender.sent()).hasSize(1);
    }

    @Test
    void ringsAnAlarmAtItsTimeAlsoAfterARestartAndOnce() throws InterruptedException {
        Bot bot = bed.bot();
        bot.on(bed.said("!wake"), bed.ack());
        bed.clock.advance(Duration.ofSeconds(29));
        bot.look();
        assertThat(diary.lines).isEmpty();
        bed.clock.advance(Duration.ofSeconds(1));
        Bot second = bed.bot();
        second.look();
        second.look();
        bot.look();
        bed.bot().look();
        assertThat(diary.lines).containsExactly("due k1");
        assertThat(bed.sender.bodies()).containsExactly("good morning");
    }

    @Test
    void ringsAlsoWhereTheHomeserverCannotBeAskedBefore() throws InterruptedException {
        diary.unprepared = true;
        Bot bot = bed.bot();
        bot.on(bed.said("!wake"), bed.ack());
        bed.clock.advance(Duration.ofSeconds(30));
        bot.look();
        assertThat(diary.lines).containsExactly("before k1", "due k1");
    }

    @Test
    void ringsAfterTheNextStartWhereItIsStoppedBefore() throws InterruptedException {
        diary.slow = true;
        Bot bot = bed.bot();
        bot.on(bed.said("!wake"), bed.ack());
        bed.clock.advance(Duration.ofSeconds(30));
        bot.start();
        Await.until(() -> diary.lines.contains("before k1"));
        bot.close();
        assertThat(diary.lines).containsExactly("before k1");
        diary.slow = false;
        bed.bot().look();
        assertThat(diary.lines).containsExactly("before k1", "due k1");
    }

    @Test
    void ringsAgainLaterWhereAFeatureFails() throws InterruptedException {
        diary.broken = true;
        Bot bot = bed.bot();
        bot.on(bed.said("!wake"), bed.ack());
        bed.clock.advance(Duration.ofSeconds(30));
        bot.look();
        diary.broken = false;
        bot.look();
        assertThat(bed.sender.bodies()).isEmpty();
        bed.clock.advance(Duration.ofMinutes(1));
        bot.look();
        assertThat(bed.sender.bodies()).containsExactly("good morning");
    }

    @Test
    void takesAMessageWithoutPrefixWhereAFeatureWantsIt() {
        Bot bot = bed.bot();
        bot.on(bed.message("crane", DispatchBed.CHAT, DispatchBed.ALICE, Optional.empty(), false), bed.ack());
        bot.on(bed.message("crane", DispatchBed.ROOM, DispatchBed.ALICE, Optional.empty(), false), bed.ack());
        bot.on(bed.message("crane", DispatchBed.CHAT, DispatchBed.BOT, Optional.empty(), false), bed.ack());
        bot.on(bed.message("crane", DispatchBed.CHAT, DispatchBed.ALICE, Optional.empty(), true), bed.ack());
        assertThat(bed.sender.bodies()).containsExactly("guess crane");
    }

    @Test
    void letsFeaturesHearReactionsOfPeopleOnly() {
        Bot bot = bed.bot();
        bot.on(
                new Incoming.Reaction(bed.meta(DispatchBed.ROOM, DispatchBed.ALICE), EventId.parse("$x"), "👍"),
                bed.ack());
        bot.on(
                new Incoming.Reaction(bed.meta(DispatchBed.ROOM, DispatchBed.BOT), EventId.parse("$x"), "👍"),
                bed.ack());
        bot.on(new Incoming.Redaction(bed.meta(DispatchBed.ROOM, DispatchBed.ALICE), EventId.parse("$y")), bed.ack());
        assertThat(diary.lines).containsExactly("heard Reaction", "heard Redaction");
        assertThat(bed.acknowledged).isEqualTo(2);
    }

    /** A member who came must be greeted also after an outage; an answer that late helps nobody. */
    @Test
    void whatIsSaidOfWhatWasHeardOutlivesAnOutage() throws InterruptedException {
        diary.says = true;
        Bot bot = bed.bot();
        bot.on(
                new Incoming.Reaction(bed.meta(DispatchBed.ROOM, DispatchBed.ALICE), EventId.parse("$x"), "👍"),
                bed.ack());
        bot.on(bed.said("!ping"), bed.ack());
        bot.on(bed.said("!wake"), bed.ack());
        bed.clock.advance(Duration.ofSeconds(30));
        bot.look();
        assertThat(bed.sender.bodies()).hasSize(3);
        assertThat(bed.sender.sent())
                .extracting(RecordingSender.Sent::lifetime)
                .containsExactly(Duration.ofHours(24), Duration.ofMinutes(3), Duration.ofHours(24));
    }

    /** A feature that writes down what it is told. */
    private static final class Diary implements Feature {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private boolean broken;
        private boolean says;
        private boolean unprepared;
        private volatile boolean slow;

        @Override
        public String kind() {
            return "diary";
        }

        @Override
        public List<Command> commands() {
            Reply.Bind bind = new Reply.Bind("diary", "k1");
            Reply post = new Reply.Post(DispatchBed.ROOM, Doc.plain("a post"))
                    .seeded(List.of("👍", "👎"))
                    .bound(bind);
            return List.of(
                    DispatchBed.command("post", Syntax.ignored(), c -> post),
                    DispatchBed.command("wake", Syntax.ignored(), c -> new Reply.Wake(bind, c.at().plusSeconds(30))));
        }

        @Override
        public Optional<Command> unprefixed(Incoming.Message message, boolean direct) {
            return direct
                    ? Optional.of(DispatchBed.command(
                            "guess",
                            Syntax.of(Parameter.word("word")),
                            c -> Reply.say("guess " + c.args().text("word").orElseThrow())))
                    : Optional.empty();
        }

        @Override
        public void before(String key, Instant at, Instant now) {
            if (slow) {
                lines.add("before " + key);
                LockSupport.parkNanos(Duration.ofSeconds(20).toNanos());
            }
            if (unprepared) {
                lines.add("before " + key);
                throw new IllegalStateException("planted");
            }
        }

        @Override
        public Reply heard(Tx tx, Incoming event, Instant now) {
            lines.add("heard " + event.getClass().getSimpleName());
            return says ? new Reply.Post(DispatchBed.ROOM, Doc.plain("I see")) : new Reply.Silence();
        }

        @Override
        public Reply bound(Tx tx, String key, EventId event, Instant now) {
            lines.add("bound " + key + " " + event);
            return new Reply.Silence();
        }

        @Override
        public Reply unsent(Tx tx, String key, Instant now) {
            lines.add("unsent " + key);
            return new Reply.Silence();
        }

        @Override
        public Reply due(Tx tx, String key, Instant at, Instant now) {
            if (broken) {
                throw new IllegalStateException("planted");
            }
            lines.add("due " + key);
            return new Reply.Post(DispatchBed.ROOM, Doc.plain("good morning"));
        }
    }
}
