package org.lotusguild.lotus.bot.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.BOB;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;
import static org.lotusguild.lotus.bot.fake.BotBed.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.bot.fake.RecordingSender;

class AskCommandTest {
    private static final AskConfig CONFIG =
            new AskConfig(URI.create("http://ollama:11434"), "lotusllm", 1, 10, "Be short.");
    private static final Duration NOW = Duration.ZERO;
    private static final String WORDS = "All work and no play makes Jack a dull boy. ";

    @TempDir
    Path folder;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<String> desk = new CopyOnWriteArrayList<>();
    private final List<Instant> times = new ArrayList<>();
    private BotBed bed;
    private ScriptedModel model;

    @BeforeEach
    void open() {
        bed = new BotBed(folder, Instant.parse("2026-11-22T18:00:00Z"), new BotBed.Making() {
            @Override
            public List<Feature> features(BotBed bed) {
                return List.of();
            }

            @Override
            public List<Command> commands(BotBed bed) {
                return List.of(AskCommand.of(CONFIG, turns -> model.ask(turns), desk::add, bed.clock));
            }
        });
        bed.sender.deliverAtOnce();
        model = model();
    }

    private ScriptedModel model() {
        return new ScriptedModel(bed.clock, gate, this::watch);
    }

    /** When each event was sent, by the clock of the test. */
    private void watch() {
        while (times.size() < bed.sender.sent().size()) {
            times.add(bed.clock.instant());
        }
    }

    @AfterEach
    void close() {
        gate.countDown();
        bed.close();
    }

    private List<String> whole(String ending) {
        await(() -> bed.sender.bodies().stream().anyMatch(body -> body.endsWith(ending)));
        return bed.sender.bodies().stream().filter(body -> !body.isEmpty()).toList();
    }

    private void ask(UserId user) {
        bed.says(user, ROOM, "!ask why?");
    }

    @Test
    void showsAShortAnswerAndThenWhatItTook() {
        gate.countDown();
        model.says(Duration.ofMillis(700), "Because").says(NOW, " of *this*.").then(NOW, new ModelServer.End());
        ask(ALICE);
        assertThat(whole("(lotusllm, 1 s)"))
                .containsExactly("Because of this.", "* Because of this.\n\n(lotusllm, 1 s)");
        RecordingSender.Sent first = bed.sender.sent().get(1);
        assertThat(first.content().path("formatted_body").asString()).isEqualTo("<p>Because of <em>this</em>.</p>");
        assertThat(first.content().path("m.mentions").toString()).isEqualTo("{}");
        assertThat(model.asked.getFirst())
                .containsExactly(new Turn(Turn.Role.SYSTEM, "Be short."), new Turn(Turn.Role.USER, "why?"));
    }

    @Test
    void editsItsFirstEventWhileTheModelWrites() {
        gate.countDown();
        for (int i = 0; i < 200; i++) {
            model.says(Duration.ofMillis(100), "word" + i + " ");
        }
        model.then(NOW, new ModelServer.End());
        ask(ALICE);
        List<String> bodies = whole("(lotusllm, 20 s)");
        assertThat(bodies.getFirst()).endsWith("word14 ▌");
        assertThat(bodies.subList(1, bodies.size() - 2))
                .hasSizeGreaterThanOrEqualTo(3)
                .allMatch(b -> b.endsWith(" ▌"));
        EventId first = bed.sender.sent().get(1).id();
        List<RecordingSender.Sent> edits = bed.sender.sent().stream()
                .filter(sent -> sent.content().path("body").asString("").startsWith("* "))
                .toList();
        assertThat(edits)
                .allMatch(edit -> edit.content()
                        .path("m.relates_to")
                        .path("event_id")
                        .asString()
                        .equals(first.value()));
        for (int i = 3; i < times.size(); i++) {
            assertThat(Duration.between(times.get(i - 1), times.get(i))).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        }
    }

    @Test
    void waitsForEightyNewCharacters() {
        gate.countDown();
        model.says(Duration.ofSeconds(2), WORDS);
        for (int i = 0; i < 10; i++) {
            model.says(Duration.ofSeconds(2), "ten signs ");
        }
        model.then(NOW, new ModelServer.End());
        ask(ALICE);
        assertThat(whole("(lotusllm, 22 s)").stream().filter(body -> body.endsWith("▌")))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AWAY | ask: the model server does not answer. An admin has been told.",
                "NOT_INSTALLED | ask: the model \"lotusllm\" is not installed.",
                "BUSY | ask: the model is busy. Try again in a minute.",
                "SLOW | ask: no answer within 2 min.",
            })
    void saysWhatFailedAndGivesTheCooldownBack(ModelServer.Trouble trouble, String line) {
        gate.countDown();
        model.then(NOW, new ModelServer.Failed(trouble, "why"));
        assertThat(bed.answerTo(ALICE, "!ask why?")).isEqualTo(line);
        assertThat(desk).hasSize(trouble == ModelServer.Trouble.AWAY ? 1 : 0);
        assertThat(bed.answerTo(ALICE, "!ask why?")).isEqualTo(line);
    }

    @Test
    void keepsWhatWasSaidBeforeTheModelFailed() {
        gate.countDown();
        model.says(Duration.ofSeconds(2), WORDS).then(NOW, new ModelServer.Failed(ModelServer.Trouble.AWAY, "gone"));
        ask(ALICE);
        assertThat(whole("(stopped: the model failed)").getLast())
                .isEqualTo("* " + WORDS.strip() + "\n\n(stopped: the model failed)");
        assertThat(bed.answerTo(ALICE, "!ask why?")).isEqualTo("ask: wait 1 min 58 s.");
    }

    @Test
    void stopsListeningToAModelThatFallsSilent() {
        gate.countDown();
        model.says(Duration.ofSeconds(50), WORDS).says(Duration.ofSeconds(31), "too late");
        ask(ALICE);
        assertThat(whole("(stopped: took too long)").getLast()).doesNotContain("too late");
        model = model().says(Duration.ofSeconds(61), "too late");
        bed.clock.advance(Duration.ofMinutes(3));
        bed.news();
        assertThat(bed.answerTo(BOB, "!ask why?"))
                .isEqualTo("ask: the model server does not answer. An admin has been told.");
    }

    @Test
    void endsAfterTwoMinutes() {
        gate.countDown();
        for (int i = 0; i < 50; i++) {
            model.says(Duration.ofSeconds(5), WORDS);
        }
        Instant start = bed.clock.instant();
        ask(ALICE);
        whole("(stopped: took too long)");
        assertThat(Duration.between(start, bed.clock.instant())).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void cutsAnEndlessAnswer() {
        gate.countDown();
        for (int i = 0; i < 1_000; i++) {
            model.says(Duration.ofMillis(10), WORDS);
        }
        ask(ALICE);
        String last = whole("(lotusllm, 1 s)").getLast();
        assertThat(last.length()).isBetween(5_800, 6_002);
    }

    @Test
    void letsTheOthersWaitInTheirOrder() {
        model.says(NOW, "yes").then(NOW, new ModelServer.End());
        List<UserId> users = IntStream.range(0, 30)
                .mapToObj(i -> UserId.parse("@u" + i + ":example.org"))
                .toList();
        users.forEach(user -> bed.says(user, ROOM, "!ask " + user.localpart()));
        await(() -> bed.sender.bodies().stream().filter(b -> !b.isEmpty()).count() == 29);
        List<String> bodies =
                bed.sender.bodies().stream().filter(b -> !b.isEmpty()).toList();
        assertThat(bodies.stream().filter(b -> b.startsWith("Queued, ")))
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 10)
                        .mapToObj(i -> "Queued, %d before you.".formatted(i))
                        .toList());
        assertThat(bodies.stream().filter(b -> b.equals("ask: 10 questions are waiting already. Try again later.")))
                .hasSize(19);
        gate.countDown();
        await(() -> bed.sender.bodies().stream().filter(b -> b.endsWith("s)")).count() == 11);
        assertThat(model.asked.stream().map(turns -> turns.getLast().text()))
                .containsExactlyElementsOf(
                        IntStream.range(0, 11).mapToObj(i -> "u" + i).toList());
    }

    @Test
    void takesOneQuestionOfEach() {
        ask(ALICE);
        await(() -> !model.asked.isEmpty());
        bed.clock.advance(Duration.ofMinutes(3));
        assertThat(bed.answerTo(ALICE, "!ask again?")).isEqualTo("ask: one of your questions is running already.");
    }

    @Test
    void remembersTheLastTurnsOfAThread() {
        gate.countDown();
        model = model().says(NOW, "a1").then(NOW, new ModelServer.End());
        ask(ALICE);
        whole("s)");
        EventId answer = bed.sender.sent().get(1).id();
        for (int i = 2; i <= 5; i++) {
            bed.clock.advance(Duration.ofMinutes(3));
            int edits = i;
            ScriptedModel next = model().says(NOW, "a" + i).then(NOW, new ModelServer.End());
            model = next;
            bed.saysInThread(ALICE, answer, "!ask q" + i);
            await(() ->
                    bed.sender.bodies().stream().filter(b -> b.endsWith("s)")).count() == edits);
        }
        assertThat(model.asked.getFirst().stream().map(Turn::text))
                .containsExactly("Be short.", "q2", "a2", "q3", "a3", "q4", "a4", "q5");
        assertThat(model.asked.getFirst().get(2).role()).isEqualTo(Turn.Role.ASSISTANT);
    }

    @Test
    void saysItsLastWordsWhenLotusStops() {
        gate.countDown();
        model.says(Duration.ofSeconds(2), WORDS);
        ask(ALICE);
        await(() -> bed.sender.bodies().stream().anyMatch(b -> b.endsWith("▌")));
        bed.stop();
        assertThat(whole("(stopped: Lotus restarts)").getLast()).startsWith("* " + WORDS.strip());
        bed.restart();
        assertThat(bed.sender.bodies()).doesNotContain("I was interrupted, please ask again.");
    }

    @Test
    void asksAgainAfterARestartWhereNothingWasSaid() {
        ask(ALICE);
        await(() -> !model.asked.isEmpty());
        bed.stop();
        bed.restart();
        assertThat(bed.next()).isEqualTo("I was interrupted, please ask again.");
    }

    @Test
    void showsMarkUpAsDataAndPicturesAsLinks() {
        gate.countDown();
        model.says(
                        NOW,
                        "# Head\n<b>@room</b> ![a cat](https://example.org/cat.png) [me](https://matrix.to/#/@bob:example.org)"
                                + "\n\n- one\n- `two`\n\n!ping")
                .then(NOW, new ModelServer.End());
        ask(ALICE);
        whole("s)");
        RecordingSender.Sent first = bed.sender.sent().get(1);
        assertThat(first.content().path("formatted_body").asString())
                .isEqualTo("<p><strong>Head</strong></p><p>&lt;b&gt;@room&lt;/b&gt;"
                        + " <a href=\"https://example.org/cat.png\">a cat</a>"
                        + " <a href=\"https://matrix.to/#/@bob:example.org\">me</a></p><ul>\n<li>one</li>\n"
                        + "<li><code>two</code></li>\n</ul><p>!ping</p>");
        assertThat(first.content().path("m.mentions").toString()).isEqualTo("{}");
    }

    @Test
    void saysHowItIsUsed() {
        assertThat(bed.answerTo(ALICE, "!ask")).startsWith("ask: <question> is missing.\nUsage: !ask <question…>");
    }

    @Test
    void doublesTheTimeBetweenEditsWhereSendingIsSlow() {
        TestClock clock = new TestClock(Instant.EPOCH);
        Pacing pacing = new Pacing(clock.instant());
        assertThat(pacing.due(1, clock.instant().plusMillis(1_499))).isFalse();
        assertThat(pacing.due(1, clock.instant().plusMillis(1_500))).isTrue();
        pacing.shown(1, clock.instant());
        clock.advance(Duration.ofSeconds(2));
        assertThat(pacing.due(80, clock.instant())).isFalse();
        assertThat(pacing.due(81, clock.instant())).isTrue();
        pacing.blocked(clock.instant());
        assertThat(pacing.quiet(clock.instant())).isEqualTo(Duration.ofSeconds(4));
        clock.advance(Duration.ofSeconds(4));
        pacing.blocked(clock.instant());
        assertThat(pacing.quiet(clock.instant())).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void keepsTheConversationsOfRoomsApart() {
        Conversations conversations = new Conversations();
        EventId root = EventId.parse("$root");
        Conversations.Conversation here = conversations.of(ROOM, Optional.empty(), root);
        here.add("q", "a");
        assertThat(conversations.of(ROOM, Optional.of(root), EventId.parse("$2")))
                .isSameAs(here);
        assertThat(conversations
                        .of(BotBed.COMMANDS, Optional.of(root), EventId.parse("$3"))
                        .last())
                .isEmpty();
    }
}
