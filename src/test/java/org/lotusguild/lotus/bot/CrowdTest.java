package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.fake.RecordingSender;
import org.lotusguild.lotus.matrix.event.Incoming;

/** Two hundred commands a second by fifty people with the limits of the file, rooms beside one another as the inbox hands them over. */
class CrowdTest {
    private static final int SECONDS = 20;
    private static final int PEOPLE = 50;
    private static final int ROOMS = 10;
    private static final int A_SECOND = 200;

    @TempDir
    Path folder;

    private final Map<String, UserId> askers = new ConcurrentHashMap<>();
    private DispatchBed bed;
    private Bot bot;

    @BeforeEach
    void open() {
        bed = new DispatchBed(folder);
        bed.commands.add(DispatchBed.command("hello", Syntax.ignored(), call -> Reply.say("hello")));
        for (int room = 0; room <= ROOMS; room++) {
            bed.rooms.join(room(room));
            bed.rooms.put(room(room), "m.room.create", Json.parseObject("{\"room_version\": \"11\"}"));
        }
        bot = bed.bot();
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private static RoomId room(int number) {
        return RoomId.parse("!room" + number);
    }

    private static UserId person(int number) {
        return UserId.parse("@person" + number + ":example.org");
    }

    private Incoming.Message asks(UserId user, RoomId room) {
        Incoming.Message message = bed.message("!hello", room, user, Optional.empty(), false);
        askers.put(message.meta().id().value(), user);
        return message;
    }

    /** One room's events in their order, the rooms at the same time. */
    private void second(Map<RoomId, List<Incoming.Message>> messages) throws InterruptedException {
        List<Thread> rooms = messages.values().stream()
                .map(room -> Thread.ofVirtual().start(() -> room.forEach(message -> bot.on(message, tx -> {}))))
                .toList();
        for (Thread room : rooms) {
            assertThat(room.join(Duration.ofSeconds(60))).isTrue();
        }
        bed.clock.advance(Duration.ofSeconds(1));
    }

    private Map<UserId, Long> counted(String type) {
        Map<UserId, Long> counted = new HashMap<>();
        for (RecordingSender.Sent sent : bed.sender.sent()) {
            if (sent.type().equals(type)) {
                String trigger = type.equals("m.reaction")
                        ? sent.content().at("/m.relates_to/event_id").asString()
                        : sent.content()
                                .at("/m.relates_to/m.in_reply_to/event_id")
                                .asString();
                counted.merge(askers.get(trigger), 1L, Long::sum);
            }
        }
        return counted;
    }

    @Test
    void theLoudAreToldOnceAndEverybodyElseIsAnswered() throws InterruptedException {
        UserId calm = UserId.parse("@calm:example.org");
        int asked = 0;
        for (int second = 0; second < SECONDS; second++) {
            Map<RoomId, List<Incoming.Message>> messages = new HashMap<>();
            for (int n = 0; n < A_SECOND; n++) {
                int who = n % PEOPLE;
                messages.computeIfAbsent(room(who % ROOMS), r -> new ArrayList<>())
                        .add(asks(person(who), room(who % ROOMS)));
            }
            if (second % 7 == 0) {
                messages.put(room(ROOMS), List.of(asks(calm, room(ROOMS))));
                asked++;
            }
            second(messages);
        }
        Map<UserId, Long> answers = counted("m.room.message");
        assertThat(answers).containsEntry(calm, (long) asked);
        answers.remove(calm);
        assertThat(answers).hasSize(PEOPLE);
        // Five at once, one each six seconds; five people share a room of thirty a minute.
        assertThat(answers.values()).allSatisfy(count -> assertThat(count).isBetween(6L, 8L));
        assertThat(counted("m.reaction"))
                .hasSize(PEOPLE)
                .allSatisfy((who, turtles) -> assertThat(turtles).isOne());
        assertThat(bed.sender.sent()).hasSizeLessThan(PEOPLE * 9 + asked + 1);
    }

    @Test
    void aRoomWithASlowCommandKeepsNobodyElseWaiting() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        bed.commands.add(DispatchBed.command("slow", Syntax.ignored(), call -> {
            running.countDown();
            await(end);
            return Reply.say("slow");
        }));
        bot = bed.bot();
        Thread slow = Thread.ofVirtual()
                .start(() -> bot.on(bed.message("!slow", room(0), person(0), Optional.empty(), false), tx -> {}));
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        for (int n = 1; n < ROOMS; n++) {
            bot.on(asks(person(n), room(n)), tx -> {});
        }
        assertThat(bed.sender.bodies()).hasSize(ROOMS - 1).containsOnly("hello");
        end.countDown();
        assertThat(slow.join(Duration.ofSeconds(20))).isTrue();
        assertThat(bed.sender.bodies()).last().isEqualTo("slow");
    }

    private static void await(CountDownLatch end) {
        try {
            end.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void remembersOfACrowdNoMoreThanItsBound() {
        Buckets<UserId> buckets = new Buckets<>(1, Duration.ofMinutes(1));
        for (int n = 0; n < 10_001; n++) {
            assertThat(buckets.take(person(n), bed.clock.instant())).isTrue();
        }
        assertThat(Set.of(0, 5_000, 10_000).stream().filter(n -> buckets.take(person(n), bed.clock.instant())))
                .as("the oldest of 10,001 is forgotten, the others are not")
                .containsExactly(0);
    }
}
