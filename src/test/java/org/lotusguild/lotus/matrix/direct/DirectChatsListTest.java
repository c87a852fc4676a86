package org.lotusguild.lotus.matrix.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.fake.Answer;
import org.lotusguild.lotus.matrix.fake.ScriptedMachine;
import tools.jackson.databind.node.ObjectNode;

/** How the list of direct chats reaches the homeserver, and what becomes of it there. */
class DirectChatsListTest extends DirectChatsBed {
    private static final UserId CAROL = UserId.parse("@carol:example.org");
    private static final RoomId LAST = RoomId.parse("!last");

    @Test
    void aSecondChangeBeforeTheEchoDoesNotUndoTheFirst() throws Exception {
        direct("{}");
        chats.add(ALICE, OLD);
        written();
        chats.add(BOB, NEW);
        chats.add(BOB, NEW);

        assertThat(written())
                .isEqualTo(Json.parseObject("{\"@alice:example.org\":[\"!old\"],\"@bob:example.org\":[\"!new\"]}"));
        assertThat(server.asked()).hasSize(2);
        assertThat(chats.isDirect(OLD)).isTrue();
    }

    @Test
    void theEchoOfTheFirstChangeDoesNotUndoTheSecond() throws Exception {
        direct("{}");
        chats.add(ALICE, OLD);
        ObjectNode first = written();
        chats.add(BOB, NEW);
        ObjectNode second = written();
        synced.put("m.direct", first);

        assertThat(data.get("m.direct")).contains(second);
        chats.add(CAROL, LAST);
        ObjectNode third = written();
        assertThat(third.propertyNames()).containsExactlyInAnyOrder(ALICE.value(), BOB.value(), CAROL.value());
        synced.put("m.direct", second);
        assertThat(data.get("m.direct")).contains(third);
    }

    @Test
    void endsOnlyWhenNobodyWritesAnyMore() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        ListedDirectChats closed = new ListedDirectChats(ScriptedMachine.USER, data, rooms, database, wait -> {
            waits.countDown();
            try {
                looks.acquire();
            } finally {
                // Longer than who does not wait for us takes.
                looks.tryAcquire(200, TimeUnit.MILLISECONDS);
                ended.set(true);
            }
        });
        closed.add(ALICE, OLD);
        assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();

        closed.close();
        assertThat(ended).isTrue();
    }

    @Test
    void listsManyWithOneRequest() throws Exception {
        direct("{}");
        for (int i = 0; i < 100; i++) {
            chats.add(UserId.parse("@guest" + i + ":example.org"), RoomId.parse("!with" + i));
        }

        assertThat(written().size()).isEqualTo(100);
        assertThat(server.asked()).hasSize(1);
        assertThat(waits).containsExactly(Duration.ofSeconds(5));
    }

    @Test
    void findsAndListsAfterARestartWhatAProcessThatDiedHasMade() throws Exception {
        direct("{}");
        chats.make(ALICE, true);
        chats.close();
        rooms.join(NEW);
        rooms.member(NEW, ALICE, "invite");
        chats = process();

        assertThat(chats.find(ALICE)).contains(NEW);
        assertThat(chats.isDirect(NEW)).isTrue();
        assertThat(server.asked()).isEmpty();
        chats.start();
        assertThat(written()).isEqualTo(Json.parseObject("{\"@alice:example.org\":[\"!new\"]}"));
    }

    @Test
    void asksNothingAtAStartWhereNothingWasLeft() {
        chats.start();
        assertThat(waits).isEmpty();
    }

    @Test
    void triesAgainLaterWhatTheHomeserverRefused() throws Exception {
        direct("{}");
        server.next("PUT", DATA, Answer.error(400, "M_UNKNOWN", "no"));
        chats.add(ALICE, OLD);
        looks.release();
        server.await(asked -> asked.method().equals("PUT"));
        assertThat(chats.isDirect(OLD)).isTrue();

        assertThat(written()).isEqualTo(Json.parseObject("{\"@alice:example.org\":[\"!old\"]}"));
        assertThat(waits).containsExactly(Duration.ofSeconds(5), Duration.ofMinutes(1));
        chats.add(BOB, NEW);
        assertThat(written().size()).isEqualTo(2);
    }

    @Test
    void whatWeLeftGoesOutOfTheListWithTheNextChange() throws Exception {
        direct("{\"@alice:example.org\":[\"!old\",\"!stranger\"],\"@bob:example.org\":[\"!old\"]}");
        rooms.leave(OLD);

        chats.add(ALICE, NEW);

        assertThat(written()).isEqualTo(Json.parseObject("{\"@alice:example.org\":[\"!stranger\",\"!new\"]}"));
    }

    @Test
    void whatSyncShowsAfterTheEchoCounts() throws Exception {
        direct("{}");
        chats.add(ALICE, OLD);
        written();
        direct("{\"@bob:example.org\":[\"!other\"]}");

        assertThat(data.get("m.direct")).contains(Json.parseObject("{\"@bob:example.org\":[\"!other\"]}"));
    }
}
