package org.lotusguild.lotus.bot.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.BOB;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.TestClock;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.bot.fake.RecordingSender;

/** How an answer grows, and what becomes of it when something fails. */
class AskCommandTest extends OnAskBed {
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
        assertThat(bed.answerTo(ALICE, "!ask " + "x".repeat(2_001)))
                .startsWith("ask: <question> must have at most 2000 signs.\nUsage: ");
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

    /** Each try that finds the last text still on its way doubles the time until the next. */
    @Test
    void showsItMoreSeldomWhereTheHomeserverIsSlow() {
        gate.countDown();
        bed.sender.deliver(); // from now on nothing arrives
        model = new ScriptedModel(bed.clock, gate, () -> {
            watch();
            if (bed.clock.instant().isAfter(START.plusSeconds(10))) {
                bed.sender.deliverAtOnce();
            }
        });
        for (int i = 0; i < 200; i++) {
            model.says(Duration.ofMillis(100), "word" + i + " ");
        }
        model.then(NOW, new ModelServer.End());
        ask(ALICE);
        List<String> bodies = whole("(lotusllm, 20 s)");
        assertThat(bodies.stream().filter(body -> body.endsWith(" ▌"))).hasSize(2);
        assertThat(Duration.between(START, times.get(1))).isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(2));
        assertThat(Duration.between(START, times.get(2))).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(16));
    }
}
