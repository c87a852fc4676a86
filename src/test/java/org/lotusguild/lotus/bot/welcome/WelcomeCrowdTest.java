package org.lotusguild.lotus.bot.welcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.BOT;
import static org.lotusguild.lotus.bot.welcome.WelcomeBed.SPACE;
import static org.lotusguild.lotus.bot.welcome.WelcomeBed.chat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.bot.fake.RecordingSender;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.event.Incoming.Member;

/** Many at once, under a homeserver that limits and a process that dies: nobody is lost, and nobody is written to twice. */
class WelcomeCrowdTest {
    private static final UserId DORA = UserId.parse("@dora:example.org");
    private static final int MANY = 200;
    /** Rounds of a second or two, more than any of this takes. */
    private static final int LONGEST = 400;

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
        bed.look();
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private static List<UserId> crowd(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> UserId.parse("@crowd" + i + ":example.org"))
                .toList();
    }

    private static MatrixException limited() {
        return new MatrixException(429, "M_LIMIT_EXCEEDED", "slow", Optional.of(Duration.ofSeconds(1)));
    }

    private List<UserId> comes(int size) {
        List<UserId> crowd = crowd(size);
        crowd.forEach(user -> bed.moves(user, SPACE, Member.JOIN));
        return crowd;
    }

    /** Where something was said. */
    private List<RoomId> questions() {
        return bed.sender.sent().stream()
                .filter(sent -> sent.content().has("body"))
                .map(RecordingSender.Sent::room)
                .toList();
    }

    private RecordingSender.Sent question(UserId user) {
        return bed.sender.sent().stream()
                .filter(sent -> sent.room().equals(chat(user)) && sent.content().has("body"))
                .findFirst()
                .orElseThrow();
    }

    private void untilAllHaveAChat(List<UserId> crowd) {
        for (int round = 0; round < LONGEST && !chats.made.keySet().containsAll(crowd); round++) {
            welcome.passes(Duration.ofSeconds(1));
        }
        welcome.passes(Duration.ofSeconds(1));
        assertThat(chats.created).containsExactlyInAnyOrderElementsOf(crowd);
    }

    private void allAreAskedOnce(List<UserId> crowd) {
        crowd.forEach(user -> bed.moves(user, chat(user), Member.JOIN));
        assertThat(questions())
                .containsExactlyInAnyOrderElementsOf(
                        crowd.stream().map(WelcomeBed::chat).toList());
    }

    @Test
    void asksEachOfManyOnceWhateverHappensBetween() {
        List<UserId> crowd = crowd(200);
        for (int i = 0; i < 200; i++) {
            bed.moves(crowd.get(i), SPACE, Member.JOIN);
            if (i % 2 == 0) {
                chats.failures.add(
                        new MatrixException(429, "M_LIMIT_EXCEEDED", "slow", Optional.of(Duration.ofSeconds(1))));
            }
        }
        for (int round = 0; round < 30; round++) {
            bed.after(Duration.ofSeconds(2));
            if (round % 10 == 5) {
                bed.restart();
            }
        }
        assertThat(chats.made.keySet()).containsExactlyInAnyOrderElementsOf(crowd);
        crowd.forEach(user -> bed.moves(user, chat(user), Member.JOIN));
        bed.restart();
        crowd.forEach(user -> bed.moves(user, chat(user), Member.JOIN));
        assertThat(questions()).hasSize(200).doesNotHaveDuplicates();
        assertThat(welcome.desk)
                .anyMatch(line -> line.startsWith("welcome: 200 new members are waiting; that takes about "));
    }

    @Test
    void saysAtTheDeskThatItsRateIsLimited() {
        assertThat(welcome.desk).isEmpty();
        welcome.exempt = false;
        bed.restart();
        bed.look();
        bed.look();
        assertThat(welcome.desk).singleElement().asString().startsWith("welcome: the homeserver limits my rate");
    }

    @Test
    void listsAChatThatADyingProcessMadeAndDidNotNote() {
        RoomId lost = RoomId.parse("!lost");
        bed.rooms.join(lost);
        bed.rooms.member(lost, BOT, "join");
        bed.rooms.member(lost, DORA, "invite");
        bed.rooms.stateOf(
                lost,
                "m.room.member",
                DORA.value(),
                Json.parseObject("{\"membership\": \"invite\", \"is_direct\": true}"));
        chats.failures.add(new HttpFailure(HttpFailure.Kind.BROKEN, "killed", null));
        bed.moves(DORA, SPACE, Member.JOIN);
        bed.look();
        bed.after(Duration.ofSeconds(6));
        assertThat(chats.made).containsExactly(Map.entry(DORA, lost));
        assertThat(chats.calls).hasValue(1);
    }

    /** Chats and invites alike, as the homeserver does without an exemption and more. */
    @Test
    void everySecondCallIsToldToWait() {
        AtomicInteger calls = new AtomicInteger();
        Runnable every2nd = () -> {
            if (calls.getAndIncrement() % 2 == 0) {
                throw limited();
            }
        };
        chats.before = every2nd;
        bed.rooms.beforeInvites(every2nd);
        List<UserId> crowd = comes(MANY);
        untilAllHaveAChat(crowd);
        allAreAskedOnce(crowd);
        bed.look();
        crowd.forEach(user -> bed.reacts(user, chat(user), question(user).id(), "✅"));
        for (int round = 0; round < LONGEST && bed.rooms.invites().size() < 3 * MANY; round++) {
            welcome.passes(Duration.ofSeconds(1));
        }
        assertThat(bed.rooms.invites()).hasSize(3 * MANY).doesNotHaveDuplicates();
        assertThat(calls.get())
                .as("a chat and three invites each, told to wait as often")
                .isBetween(1_600, 1_601);
    }

    /** In the midst of making a chat: the homeserver has it, and nobody has noted it. */
    @Test
    void twoProcessesDie() {
        chats.deaths = Set.of(50, 140);
        List<UserId> crowd = comes(MANY);
        untilAllHaveAChat(crowd);
        assertThat(chats.calls).hasValue(MANY);
        allAreAskedOnce(crowd);
    }

    /** Ten rooms at once, and then one a second. */
    @Test
    void theHomeserverExemptsNobody() {
        welcome.exempt = false;
        bed.restart();
        Instant begin = bed.clock.instant();
        AtomicInteger taken = new AtomicInteger();
        chats.before = () -> {
            long may = 10 + Duration.between(begin, bed.clock.instant()).toSeconds();
            if (taken.get() >= may) {
                throw limited();
            }
            taken.incrementAndGet();
        };
        List<UserId> crowd = comes(MANY);
        untilAllHaveAChat(crowd);
        allAreAskedOnce(crowd);
        assertThat(welcome.desk)
                .anyMatch(line -> line.startsWith("welcome: the homeserver limits my rate"))
                .anyMatch(line -> line.startsWith("welcome: 200 new members are waiting"));
    }

    @Test
    void theFirstRunInASpaceOfAThousandWritesToNobody() {
        bed.db().run(tx -> tx.sql("delete from bot_welcome").update());
        crowd(1_000).forEach(user -> bed.rooms.member(SPACE, user, "join"));
        bed.restart();
        for (int round = 0; round < 5; round++) {
            bed.after(Duration.ofMinutes(6));
        }
        assertThat(chats.calls).hasValue(0);
        assertThat(bed.sender.sent()).isEmpty();
        assertThat(bed.rooms.invites()).isEmpty();
        bed.moves(DORA, SPACE, Member.JOIN);
        bed.look();
        assertThat(chats.created).as("who comes after that").containsExactly(DORA);
    }

    @Test
    void saysOnceHowManyWaitUntilNobodyDoes() {
        AtomicInteger free = new AtomicInteger();
        chats.before = () -> {
            if (free.getAndDecrement() <= 0) {
                throw limited();
            }
        };
        comes(25);
        welcome.passes(Duration.ofSeconds(1));
        free.set(10);
        welcome.passes(Duration.ofSeconds(1));
        welcome.passes(Duration.ofSeconds(1));
        assertThat(chats.created).hasSize(10);
        comes(35);
        welcome.passes(Duration.ofSeconds(1));
        assertThat(welcome.desk).singleElement().asString().startsWith("welcome: 25 new members are waiting");
        free.set(25);
        welcome.passes(Duration.ofSeconds(1));
        welcome.passes(Duration.ofSeconds(1));
        assertThat(chats.created).hasSize(35);
        free.set(0);
        comes(60);
        welcome.passes(Duration.ofSeconds(1));
        assertThat(welcome.desk).hasSize(2);
    }
}
