package org.lotusguild.lotus.launch.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.Trust;
import org.lotusguild.lotus.matrix.InvitePolicy;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.event.Incoming;

@Timeout(60)
class ChatTest {
    private static final RoomId NEW = RoomId.parse("!new:example.org");

    private final FakeAccount account = new FakeAccount();
    private final Invitations invitations = new Invitations();
    private final ScriptedDesk desk = new ScriptedDesk();
    private final Chat chat = Chat.at(
            account.means(),
            Map.of("general", Events.GENERAL),
            List.of("!ping"),
            invitations,
            ZoneOffset.UTC,
            c -> desk);

    /** Types what it is given; before each line something may happen. */
    private static final class ScriptedDesk implements Desk {
        final Queue<Runnable> steps = new ArrayDeque<>();
        final List<String> shown = new ArrayList<>();
        final List<String> prompts = new ArrayList<>();
        Optional<String> typed = Optional.empty();

        void type(String line) {
            steps.add(() -> typed = Optional.of(line));
        }

        @Override
        public Optional<String> next(String prompt) {
            prompts.add(prompt);
            typed = Optional.empty();
            while (typed.isEmpty() && !steps.isEmpty()) {
                steps.remove().run();
            }
            return typed;
        }

        @Override
        public synchronized void show(AttributedString text) {
            shown.add(text.toString());
        }

        @Override
        public int width() {
            return 0;
        }

        @Override
        public boolean unattended() {
            return false;
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void rooms() {
        account.rooms.join(Events.GENERAL, Events.OTHER);
        account.rooms.put(Events.OTHER, "m.room.name", Json.object().put("name", "Other Room"));
        account.rooms.member(Events.GENERAL, Events.SELF, "join");
    }

    private void arrives(Incoming event) {
        desk.steps.add(() -> chat.listener().on(event, tx -> {}));
    }

    private boolean run(String room) throws InterruptedException {
        return chat.run(Optional.of(room));
    }

    private static Incoming elsewhere(String id, String body) {
        return Events.message(Events.meta(Events.OTHER, id, Events.ALICE, Trust.CROSS_SIGNED), body);
    }

    @Test
    void beginsWithTheLastMessagesOfTheRoom() throws InterruptedException {
        List<Incoming> many = new ArrayList<>(IntStream.range(0, 25)
                .mapToObj(n -> Events.message("$" + n, Events.ALICE, "text " + n))
                .toList());
        many.add(new Incoming.Membership(
                Events.meta("$join", Events.ALICE),
                Events.ALICE,
                Incoming.Member.JOIN,
                Optional.empty(),
                Json.object()));
        account.history.put(Events.GENERAL, many);
        assertThat(run("general")).isTrue();
        assertThat(desk.shown.get(0)).contains("not encrypted, 1 person");
        assertThat(desk.shown.get(1)).isEqualTo("— Sunday, 1 March 2026 —");
        assertThat(desk.shown).hasSize(22).contains("12:03 alice: text 5").doesNotContain("12:03 alice: text 4");
        assertThat(desk.prompts).containsExactly("general> ");
    }

    @Test
    void saysWhatIsTypedInTheRoomThatIsOpen() throws InterruptedException {
        desk.type("hello");
        desk.type("/room other");
        desk.type("!ping");
        assertThat(run("general")).isTrue();
        assertThat(account.sent).containsExactly(Events.GENERAL + " hello", Events.OTHER + " !ping");
    }

    @Test
    void showsNewMessagesOfThisRoomAndMarksOthersOnce() throws InterruptedException {
        arrives(Events.message("$1", Events.ALICE, "here"));
        arrives(elsewhere("$2", "there"));
        arrives(elsewhere("$3", "there again"));
        desk.type("/rooms");
        desk.type("/room other-room");
        desk.type("/rooms");
        run("general");
        assertThat(desk.shown)
                .contains("12:03 alice: here", "  other-room (2)  Other Room", "> other-room  Other Room")
                .containsOnlyOnce("* new in other-room (/room other-room)");
        assertThat(desk.shown.subList(desk.shown.indexOf("  other-room (2)  Other Room"), desk.shown.size()))
                .contains("12:03 alice: there", "12:03 alice: there again");
    }

    @Test
    void whatHistoryAndSyncBothBringIsShownOnce() throws InterruptedException {
        account.history.put(Events.OTHER, List.of(elsewhere("$2", "there")));
        arrives(elsewhere("$2", "there"));
        desk.type("/room other");
        run("general");
        assertThat(desk.shown).containsOnlyOnce("12:03 alice: there");
    }

    @Test
    void tellsOfARowOfUnreadableMessagesInOneLine() throws InterruptedException {
        account.history.put(
                Events.GENERAL,
                List.of(
                        new Incoming.Undecryptable(Events.meta("$1", Events.ALICE), Decrypted.Reason.UNKNOWN_SESSION),
                        new Incoming.Undecryptable(Events.meta("$2", Events.ALICE), Decrypted.Reason.UNKNOWN_SESSION),
                        Events.message("$3", Events.ALICE, "clear")));
        run("general");
        assertThat(desk.shown)
                .filteredOn(line -> line.contains("cannot be read"))
                .hasSize(1);
        assertThat(desk.shown).contains("12:03 alice: clear");
    }

    @Test
    void tellsWhatWasNotSent() throws InterruptedException {
        account.outcome = new Ticket.Refused("M_FORBIDDEN", "no\u001b[2J");
        desk.type("hello");
        desk.steps.add(() -> awaitShown("refused"));
        assertThat(run("general")).isFalse();
        assertThat(desk.shown).contains("! the homeserver refused it: no[2J (M_FORBIDDEN)");
    }

    private void awaitShown(String words) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (System.nanoTime() < end) {
            synchronized (desk) {
                if (desk.shown.stream().anyMatch(line -> line.contains(words))) {
                    return;
                }
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("never shown: " + words + " in " + desk.shown);
    }

    @Test
    void saysNothingWithoutARoom() throws InterruptedException {
        desk.type("hello");
        assertThat(chat.run(Optional.empty())).isFalse();
        assertThat(account.sent).isEmpty();
        assertThat(desk.shown).contains("! choose a room first: /room NAME (/rooms lists them)");
        assertThat(desk.prompts).contains("no room> ");
    }

    @Test
    void anUnknownRoomIsToldAndNothingChanges() throws InterruptedException {
        desk.type("/room nowhere");
        run("general");
        assertThat(desk.shown).anyMatch(line -> line.startsWith("! you are in no room \"nowhere\""));
        assertThat(desk.prompts).containsOnly("general> ");
    }

    @Test
    void tellsOfInvitationsAndTakesThem() throws InterruptedException {
        assertThat(invitations.decide(NEW, Events.ALICE, false)).isEqualTo(InvitePolicy.Answer.IGNORE);
        desk.type("/join !new:example.org");
        run("general");
        assertThat(desk.shown).contains("* @alice:example.org invites you to a room: /join !new:example.org");
        assertThat(account.rooms.joined()).contains(NEW);
    }

    @Test
    void tellsOnceThatTheAccountIsUnwell() throws InterruptedException {
        account.unwell = "no answer to sync for 4 minutes";
        desk.type("/help");
        desk.steps.add(() -> account.unwell = "");
        desk.type("/help");
        run("general");
        assertThat(desk.shown)
                .containsOnlyOnce("! no answer to sync for 4 minutes")
                .contains("! all is well again");
    }

    @Test
    void quitEndsAtOnce() throws InterruptedException {
        desk.type("/quit");
        desk.type("not said");
        assertThat(run("general")).isTrue();
        assertThat(account.sent).isEmpty();
    }
}
