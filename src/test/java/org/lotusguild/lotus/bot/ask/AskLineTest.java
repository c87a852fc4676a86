package org.lotusguild.lotus.bot.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.BOB;
import static org.lotusguild.lotus.bot.fake.BotBed.CEM;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.bot.fake.RecordingSender;

/** Who is answered when, and what is remembered of it. */
class AskLineTest extends OnAskBed {
    @Test
    void letsTheOthersWaitInTheirOrder() {
        model.says(NOW, "yes").then(NOW, new ModelServer.End());
        List<UserId> users = IntStream.range(0, 30)
                .mapToObj(i -> UserId.parse("@u" + i + ":example.org"))
                .toList();
        users.forEach(user -> bed.says(user, ROOM, "!ask " + user.localpart()));
        Await.until(() -> bed.sender.bodies().stream().filter(b -> !b.isEmpty()).count() == 29);
        List<String> bodies =
                bed.sender.bodies().stream().filter(b -> !b.isEmpty()).toList();
        assertThat(bodies.stream().filter(b -> b.startsWith("Queued, ")))
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 10)
                        .mapToObj(i -> "Queued, %d before you.".formatted(i))
                        .toList());
        assertThat(bodies.stream().filter(b -> b.equals("ask: 10 questions are waiting already. Try again later.")))
                .hasSize(19);
        gate.countDown();
        Await.until(
                () -> bed.sender.bodies().stream().filter(b -> b.endsWith("s)")).count() == 11);
        assertThat(model.asked.stream().map(turns -> turns.getLast().text()))
                .containsExactlyElementsOf(
                        IntStream.range(0, 11).mapToObj(i -> "u" + i).toList());
    }

    @Test
    void takesOneQuestionOfEach() {
        ask(ALICE);
        Await.until(() -> !model.asked.isEmpty());
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
            Await.until(() ->
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
        Await.until(() -> bed.sender.bodies().stream().anyMatch(b -> b.endsWith("▌")));
        bed.stop();
        assertThat(whole("(stopped: Lotus restarts)").getLast()).startsWith("* " + WORDS.strip());
        bed.restart();
        assertThat(bed.sender.bodies()).doesNotContain("I was interrupted, please ask again.");
    }

    @Test
    void asksAgainAfterARestartWhereNothingWasSaid() {
        ask(ALICE);
        Await.until(() -> !model.asked.isEmpty());
        bed.stop();
        bed.restart();
        assertThat(bed.next()).isEqualTo("I was interrupted, please ask again.");
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

    @Test
    void theMessageOfWhoWaitsBecomesTheAnswer() {
        model.says(NOW, "yes").then(NOW, new ModelServer.End());
        ask(ALICE);
        ask(BOB);
        Await.until(() -> bed.sender.bodies().contains("Queued, 1 before you."));
        RecordingSender.Sent queued = bed.message("Queued, 1 before you.");
        gate.countDown();
        Await.until(
                () -> bed.sender.bodies().stream().filter(b -> b.endsWith("s)")).count() == 2);
        assertThat(bed.sender.sent().stream()
                        .filter(sent -> sent.content()
                                .at("/m.relates_to/event_id")
                                .asString("")
                                .equals(queued.id().value()))
                        .map(sent -> sent.content().path("body").asString()))
                .containsExactly("* yes", "* yes\n\n(lotusllm, 1 s)");
        String trigger =
                queued.content().at("/m.relates_to/m.in_reply_to/event_id").asString();
        assertThat(bed.sender.sent())
                .filteredOn(sent -> sent.content()
                        .at("/m.relates_to/m.in_reply_to/event_id")
                        .asString("")
                        .equals(trigger))
                .containsExactly(queued);
    }

    @Test
    void severalAreAnsweredAtOnceWhereTheFileSaysSo() throws InterruptedException {
        WaitingLine line = new WaitingLine(2, 1);
        WaitingLine.Place alice = entered(line.enter(ALICE), 0);
        WaitingLine.Place bob = entered(line.enter(BOB), 0);
        WaitingLine.Place cem = entered(line.enter(CEM), 2);
        assertThat(line.enter(UserId.parse("@dora:example.org"))).isInstanceOf(WaitingLine.Full.class);
        assertThat(line.enter(CEM)).isInstanceOf(WaitingLine.InAlready.class);
        line.awaitTurn(alice);
        line.awaitTurn(bob);
        CountDownLatch turn = new CountDownLatch(1);
        Thread waits = Thread.ofVirtual().start(() -> {
            try {
                line.awaitTurn(cem);
                turn.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Await.until(() -> waits.getState() == Thread.State.WAITING);
        assertThat(turn.getCount()).isEqualTo(1);
        line.leave(bob);
        assertThat(turn.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(line.enter(BOB)).isInstanceOf(WaitingLine.Entered.class);
    }

    private static WaitingLine.Place entered(WaitingLine.Entry entry, int before) {
        WaitingLine.Entered entered =
                assertThat(entry).asInstanceOf(type(WaitingLine.Entered.class)).actual();
        assertThat(entered.before()).isEqualTo(before);
        return entered.place();
    }
}
