package org.lotusguild.lotus.bot.welcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.BOB;
import static org.lotusguild.lotus.bot.fake.BotBed.BOT;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.bot.fake.RecordingSender;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.event.Incoming.Member;

class WelcomeFeatureTest {
    private static final RoomId SPACE = WelcomeBed.SPACE;
    private static final RoomId GENERAL = WelcomeBed.GENERAL;
    private static final RoomId COMMANDS = WelcomeBed.COMMANDS;
    private static final RoomId MEMES = WelcomeBed.MEMES;
    private static final UserId DORA = UserId.parse("@dora:example.org");
    private static final String QUESTION = """
            Welcome to The Lotus Guild, Dora! 🌸
            React with ✅ (or answer "yes") and I invite you to General, Commands and Memes.""";
    private static final String INVITED = "Invited to General, Commands and Memes. See you there!";

    @TempDir
    Path folder;

    private WelcomeBed welcome;
    private WelcomeBed.Chats chats;
    private BotBed bed;

    @BeforeEach
    void open() {
        welcome = new WelcomeBed(folder);
        chats = welcome.chats;
        bed = welcome.bed;
        bed.rooms.named(DORA, "Dora");
        bed.look();
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private static RoomId chat(UserId user) {
        return WelcomeBed.chat(user);
    }

    private void comes(UserId user) {
        bed.moves(user, SPACE, Member.JOIN);
        bed.look();
    }

    private EventId asked(UserId user) {
        comes(user);
        bed.moves(user, chat(user), Member.JOIN);
        bed.look();
        return question(user).id();
    }

    private RecordingSender.Sent question(UserId user) {
        return bed.sender.sent().stream()
                .filter(sent -> sent.room().equals(chat(user)) && sent.content().has("body"))
                .toList()
                .getLast();
    }

    private List<String> step() {
        bed.look();
        bed.look();
        return bed.news();
    }

    @Test
    void asksInTheChatAndInvitesAfterAYes() {
        comes(DORA);
        assertThat(bed.news()).isEmpty();
        bed.moves(DORA, chat(DORA), Member.JOIN);
        assertThat(bed.news()).containsExactly(QUESTION);
        bed.look();
        assertThat(bed.last().content().path("m.relates_to").path("key").asString())
                .isEqualTo("✅");
        bed.reacts(DORA, chat(DORA), question(DORA).id(), "✅\uFE0F");
        assertThat(step()).containsExactly(INVITED);
        assertThat(bed.last().room()).isEqualTo(chat(DORA));
        assertThat(bed.rooms.invites())
                .containsExactly(
                        "!general @dora:example.org", "!commands @dora:example.org", "!memes @dora:example.org");
        assertThat(bed.says(BOB, COMMANDS, "!welcome status")).isNotEmpty();
    }

    @Test
    void takesAWordForAYesAndOnlyOne() {
        EventId question = asked(DORA);
        bed.news();
        assertThat(bed.says(DORA, chat(DORA), "perhaps")).isEmpty();
        bed.says(DORA, chat(DORA), " Ja ");
        assertThat(step()).containsExactly(INVITED);
        bed.reacts(DORA, chat(DORA), question, "✅");
        bed.says(DORA, chat(DORA), "yes");
        assertThat(step()).isEmpty();
        assertThat(bed.rooms.invites()).hasSize(3);
    }

    @Test
    void takesNoYesOfOthersOrToOtherMessages() {
        EventId question = asked(DORA);
        bed.news();
        bed.reacts(BOB, chat(DORA), question, "✅");
        bed.reacts(DORA, chat(DORA), EventId.parse("$other"), "✅");
        bed.reacts(DORA, chat(DORA), question, "👍");
        assertThat(step()).isEmpty();
    }

    @Test
    void writesToNobodyWhoWasHereBefore() {
        assertThat(chats.calls).hasValue(0);
        bed.moves(ALICE, SPACE, Member.JOIN); // a new display name
        assertThat(step()).isEmpty();
        bed.moves(ALICE, SPACE, Member.LEAVE);
        comes(ALICE);
        bed.moves(ALICE, chat(ALICE), Member.JOIN);
        assertThat(bed.news().getFirst()).startsWith("Welcome back, Alice!\nReact with ✅");
    }

    @Test
    void neverWelcomesPrograms() {
        comes(UserId.parse("@hookshot:example.org"));
        assertThat(chats.calls).hasValue(0);
    }

    @Test
    void asksAtOnceInClearChats() {
        welcome.encrypted = false;
        bed.restart();
        comes(DORA);
        assertThat(bed.news()).containsExactly(QUESTION);
    }

    @Test
    void findsWhoCameAndWentWhileItDidNotListen() {
        bed.rooms.member(SPACE, DORA, "join");
        bed.rooms.member(SPACE, BOB, "leave");
        bed.restart();
        bed.clock.advance(Duration.ofSeconds(1));
        bed.look();
        assertThat(chats.made).containsOnlyKeys(DORA);
        bed.rooms.member(SPACE, BOB, "join");
        bed.clock.advance(Duration.ofMinutes(6));
        bed.look();
        bed.look();
        assertThat(chats.made).containsOnlyKeys(DORA, BOB);
    }

    @Test
    void greetsWhoComesBackInTheSameChat() {
        asked(DORA);
        bed.news();
        bed.moves(DORA, SPACE, Member.LEAVE);
        bed.clock.advance(Duration.ofDays(3));
        comes(DORA);
        assertThat(step().getFirst()).startsWith("Welcome back, Dora!\n");
        assertThat(chats.calls).hasValue(1);
        bed.moves(DORA, SPACE, Member.BAN);
        bed.clock.advance(Duration.ofDays(31));
        comes(DORA);
        assertThat(step()).containsExactly(QUESTION);
    }

    @Test
    void dropsWhatIsLeftToDoForWhoIsBanned() {
        EventId question = asked(DORA);
        bed.news();
        bed.reacts(DORA, chat(DORA), question, "✅");
        bed.moves(DORA, SPACE, Member.BAN);
        assertThat(step()).isEmpty();
        assertThat(bed.rooms.invites()).isEmpty();
    }

    @Test
    void invitesOnceMoreIntoAChatThatWasLeft() {
        asked(DORA);
        bed.news();
        bed.moves(DORA, chat(DORA), Member.LEAVE);
        step();
        assertThat(bed.rooms.invites()).containsExactly("!with-dora @dora:example.org");
        bed.moves(DORA, chat(DORA), Member.JOIN);
        assertThat(step()).containsExactly(QUESTION);
        bed.moves(DORA, chat(DORA), Member.LEAVE);
        step();
        assertThat(bed.rooms.invites()).hasSize(1);
        assertThat(bed.says(BOT, GENERAL, "!welcome status")).isEmpty();
    }

    @Test
    void callsInTheGuildWhoTakesNoInvites() {
        chats.blocked.add(DORA);
        comes(DORA);
        assertThat(bed.news()).containsExactly("Dora, welcome! Say !welcome here and I will invite you.");
        assertThat(bed.last().room()).isEqualTo(GENERAL);
        assertThat(bed.last().content().path("m.mentions").toString()).contains("@dora:example.org");
        bed.says(DORA, GENERAL, "!welcome");
        assertThat(step()).containsExactly(INVITED);
        assertThat(bed.last().room()).isEqualTo(GENERAL);
    }

    @Test
    void takesAForbiddenInviteForABlockedOne() {
        chats.failures.add(new MatrixException(403, "ORG.MATRIX.MSC4155.M_INVITE_BLOCKED", "no", Optional.empty()));
        comes(DORA);
        assertThat(bed.news()).containsExactly("Dora, welcome! Say !welcome here and I will invite you.");
    }

    @Test
    void tellsTheDeskWhereAnInviteIsRefused() {
        bed.rooms.refuseInvites(MEMES, DORA, new MatrixException(403, "M_FORBIDDEN", "banned", Optional.empty()));
        EventId question = asked(DORA);
        bed.news();
        bed.reacts(DORA, chat(DORA), question, "✅");
        assertThat(step()).containsExactly("Invited to General and Commands. Memes: ask a moderator.");
        assertThat(welcome.desk)
                .containsExactly("welcome: @dora:example.org could not be invited to !memes: M_FORBIDDEN");
    }

    @Test
    void triesAgainWhatFailedInPassing() {
        chats.failures.add(new HttpFailure(HttpFailure.Kind.TIMEOUT, "no answer", null));
        chats.failures.add(
                new MatrixException(429, "M_LIMIT_EXCEEDED", "slow down", Optional.of(Duration.ofSeconds(90))));
        comes(DORA);
        assertThat(chats.calls).hasValue(1);
        bed.after(Duration.ofSeconds(6));
        assertThat(chats.calls).hasValue(2);
        bed.after(Duration.ofSeconds(80));
        assertThat(chats.calls).hasValue(2);
        bed.after(Duration.ofSeconds(11));
        bed.moves(DORA, chat(DORA), Member.JOIN);
        assertThat(step()).containsExactly(QUESTION);
    }

    @Test
    void welcomesAgainWhoAsks() {
        asked(DORA);
        bed.news();
        assertThat(bed.says(DORA, COMMANDS, "!welcome")).containsExactly("I write to you in our direct chat.");
        assertThat(step()).containsExactly(QUESTION);
        assertThat(bed.says(UserId.parse("@nobody:example.org"), COMMANDS, "!welcome"))
                .containsExactly("welcome: join the guild's space first.");
    }

    @Test
    void showsModeratorsHowManyWait() {
        bed.rooms.put(COMMANDS, "m.room.power_levels", Json.parseObject("{\"users\": {\"@bob:example.org\": 50}}"));
        asked(DORA);
        bed.news();
        assertThat(bed.says(ALICE, COMMANDS, "!welcome status"))
                .containsExactly("You need power level 50 here for !welcome <user>.");
        assertThat(bed.says(BOB, COMMANDS, "!welcome status"))
                .containsExactly("Welcome: 0 waiting, 1 asked, 0 done, 0 unreachable.");
        assertThat(bed.says(BOB, COMMANDS, "!welcome @dora:example.org")).containsExactly("I welcome Dora again.");
        assertThat(bed.says(BOB, COMMANDS, "!welcome somebody"))
                .first()
                .asString()
                .startsWith("welcome: \"somebody\" is nobody I know.\nUsage: !welcome [user|status]");
    }

    /** Nobody would notice a join that was before: a process that dies between leaves nobody behind. */
    @Test
    void neverWaitsForSomebodyWhoIsInTheChat() {
        asked(DORA);
        bed.says(DORA, COMMANDS, "!welcome");
        bed.news();
        Set<Guest.State> seen = ConcurrentHashMap.newKeySet();
        welcome.committed = () -> seen.add(bed.db()
                .read(tx -> new WelcomeStore().guest(tx, DORA))
                .orElseThrow()
                .state());
        assertThat(step()).containsExactly(QUESTION);
        assertThat(seen).containsExactlyInAnyOrder(Guest.State.WAITING, Guest.State.ASKED);
    }

    @Test
    void asksWhoCameIntoTheChatUnnoticed() {
        comes(DORA);
        bed.rooms.member(chat(DORA), DORA, "join");
        bed.rooms.stateOf(
                chat(DORA), "m.room.member", DORA.value(), Json.object().put("membership", "join"));
        assertThat(bed.after(Duration.ofMinutes(6))).containsExactly(QUESTION);
        bed.moves(DORA, chat(DORA), Member.JOIN);
        assertThat(bed.after(Duration.ofMinutes(6))).isEmpty();
    }
}
