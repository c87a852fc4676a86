package org.lotusguild.lotus.matrix.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Which room is a direct chat with whom, and when another one is made. */
class DirectChatsTest extends DirectChatsBed {
    @Test
    void findsARoomThatTheUserIsInBeforeOneWithAnOpenInvite() {
        direct("{\"@alice:example.org\":[\"!gone\",\"!old\",\"!new\"]}");
        rooms.join(OLD, NEW);
        rooms.member(OLD, ALICE, "invite");
        assertThat(chats.find(ALICE)).contains(OLD);

        rooms.member(NEW, ALICE, "join");
        assertThat(chats.find(ALICE)).contains(NEW);
        assertThat(chats.find(BOB)).isEmpty();
    }

    @Test
    void forgetsARoomThatTheUserLeft() {
        direct("{\"@alice:example.org\":[\"!old\"]}");
        rooms.join(OLD);
        rooms.member(OLD, ALICE, "leave");

        assertThat(chats.find(ALICE)).isEmpty();
        assertThat(chats.isDirect(OLD)).isTrue();
        assertThat(chats.isDirect(NEW)).isFalse();
    }

    @Test
    void makesAPrivateEncryptedRoomAndListsIt() throws Exception {
        direct("{\"@bob:example.org\":[\"!old\"]}");

        assertThat(chats.open(ALICE, true)).isEqualTo(NEW);

        ObjectNode body = rooms.created().getFirst();
        assertThat(Json.string(body, "preset")).contains("private_chat");
        assertThat(body.path("initial_state").toString())
                .isEqualTo("[{\"type\":\"m.room.encryption\",\"state_key\":\"\","
                        + "\"content\":{\"algorithm\":\"m.megolm.v1.aes-sha2\"}},"
                        + "{\"type\":\"m.room.history_visibility\",\"state_key\":\"\","
                        + "\"content\":{\"history_visibility\":\"invited\"}}]");
        assertThat(chats.isDirect(NEW)).as("before it is listed").isTrue();
        assertThat(written())
                .isEqualTo(Json.parseObject("{\"@bob:example.org\":[\"!old\"],\"@alice:example.org\":[\"!new\"]}"));
        assertThat(chats.isDirect(NEW)).isTrue();
    }

    @Test
    void twoCallersNeverMakeTwoRoomsEvenBeforeSyncShowsTheFirst() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<RoomId> open = () -> chats.open(ALICE, true);
            for (Future<RoomId> room : threads.invokeAll(List.of(open, open, open))) {
                assertThat(room.get()).isEqualTo(NEW);
            }
        }

        assertThat(rooms.created()).hasSize(1);
    }

    @Test
    void roomsOfTwoUsersAreMadeAtOnce() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        rooms.beforeCreates(() -> meet(both));

        List<Callable<RoomId>> two = List.of(() -> chats.open(ALICE, true), () -> chats.open(BOB, true));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<RoomId> room : threads.invokeAll(two)) {
                assertThat(room.get()).isEqualTo(NEW);
            }
        }
        assertThat(written().propertyNames()).containsExactlyInAnyOrder("@alice:example.org", "@bob:example.org");
    }

    private static void meet(CyclicBarrier both) {
        try {
            both.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
            throw new IllegalStateException("one waits for the other", alone);
        }
    }

    @Test
    void opensAnotherRoomWhenTheUserHasLeftTheFirst() {
        chats.open(ALICE, true);
        rooms.join(NEW);
        rooms.onCreate(OLD);

        assertThat(chats.open(ALICE, true)).isEqualTo(OLD);
    }

    @Test
    void opensAnotherRoomWhenWeHaveLeftTheFirst() {
        RoomId first = chats.make(ALICE, true);
        rooms.join(first);
        rooms.leave(first);
        rooms.onCreate(OLD);

        assertThat(chats.make(ALICE, true)).isEqualTo(OLD);
    }

    /** Sync may have shown us there, and the user not yet. */
    @Test
    void opensNoOtherRoomWhileSyncShowsTheFirstInPieces() {
        RoomId first = chats.make(ALICE, true);
        rooms.join(first);
        rooms.onCreate(OLD);
        rooms.whileAwaited(() -> rooms.member(first, ALICE, "invite"));

        assertThat(chats.make(ALICE, true)).isEqualTo(first);
        assertThat(rooms.created()).hasSize(1);
    }
}
