package org.lotusguild.lotus.matrix.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.matrix.sync.Told.answer;
import static org.lotusguild.lotus.matrix.sync.Told.event;
import static org.lotusguild.lotus.matrix.sync.Told.member;
import static org.lotusguild.lotus.matrix.sync.Told.message;
import static org.lotusguild.lotus.matrix.sync.Told.state;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.fake.Answer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** No event and no answer, however malformed, hides others or ends sync. */
class SyncPoisonTest extends OnSyncBed {
    @Test
    void skipsMalformedEventsAndKeepsTheRest() throws Exception {
        bed.settled(ROOM);
        ObjectNode deep = message("$deep", "x");
        deep.set("content", Json.parseStrangers(stream("{\"a\":" + "[".repeat(300) + "]".repeat(300) + "}")));
        ObjectNode huge =
                state("$huge", "m.room.power_levels", "", Json.object().put("ban", BigInteger.TEN.pow(200)));
        ObjectNode name = message("$name", "x");
        Json.objectAt(name, "content").put("n".repeat(60_000), 1);
        ObjectNode nul = state("$nul", "m.room.name", "a\0b", Json.object());
        ObjectNode badMember =
                state("$bad", "m.room.member", "nobody", Json.object().put("membership", "join"));
        ObjectNode tree = answer("s2")
                .joined(
                        ROOM,
                        Json.object().put("type", "m.room.message"),
                        message("$nosender", "x").put("sender", "alice"),
                        message("$notype", "x").put("type", 7),
                        event("$nocontent", "m.room.message", Json.object()).put("content", "text"),
                        deep,
                        huge,
                        name,
                        nul,
                        badMember,
                        message("$good", "x"))
                .tree();
        ((ArrayNode) Json.at(tree, "rooms", "join", ROOM, "timeline", "events")).add("no object");
        tree.withObject("/rooms").withObject("/join").putObject("no room id");
        bed.take(new Told.Answered(tree));
        Await.until(() -> bed.heardIds().contains("$good"));
        assertThat(bed.heardIds()).isSubsetOf("$huge", "$bad", "$good");
    }

    @Test
    void whoLeavesWithMonstrousWordsHasLeft() {
        bed.settled(ROOM);
        ObjectNode list = Json.object();
        list.putArray("chunk").add(member("$a", SELF, "join")).add(member("$b", "@bob:example.org", "join"));
        bed.server.on("GET", ".*/members", Answer.json(list));
        assertThat(bed.rooms().joinedMembers(ROOM_ID)).contains(user("bob"));
        ObjectNode leave = member("$c", "@bob:example.org", "leave");
        Json.objectAt(leave, "content").put("n".repeat(2_000), 1);
        bed.take(answer("s2").joined(ROOM, leave));
        assertThat(bed.rooms().joinedMembers(ROOM_ID)).doesNotContain(user("bob"));
    }

    @Test
    void aMembershipThatThereIsNotSpoilsNoAnswer() throws Exception {
        bed.settled(ROOM);
        bed.take(answer("s2").joined(ROOM, member("$b", "@bob:example.org", "jo\0in"), message("$1", "x")));
        Await.until(() -> bed.heardIds().contains("$1"));
    }

    @Test
    void passesOverAnAnswerThatCanNeverBeTakenIn() throws Exception {
        bed.settled(ROOM);
        bed.database.run(tx -> tx.sql("""
                create trigger poison before insert on matrix_state when new.state_key = 'poison'
                begin select raise(abort, 'poison'); end
                """).update());
        ObjectNode poisoned = answer("s2")
                .joined(ROOM, state("$p", "m.x", "poison", Json.object()))
                .tree();
        bed.server.on("GET", SYNC, asked -> switch (asked.query().getOrDefault("since", "none")) {
            case "s1" -> Answer.json(poisoned);
            case "none" -> Answer.json(answer("s9").joined(ROOM).tree());
            default -> new Answer.Held(new CountDownLatch(1), Answer.ok());
        });
        bed.loop.start();
        bed.server.await(asked -> "s9".equals(asked.query().get("since")));
        assertThat(bed.waits).hasSize(10);
    }

    @Test
    void anErrorThatEndsTheThreadIsSaid() throws Exception {
        bed.settled(ROOM);
        bed.courier = () -> {
            throw new StackOverflowError();
        };
        bed.server.sync(answer("s2").tree());
        bed.loop.start();
        Await.until(() -> !bed.stops.isEmpty());
        assertThat(bed.loop.health().stopped()).isPresent();
    }

    @Test
    void aDatabaseThatFailsWhileAPositionIsDroppedDoesNotEndSync() throws Exception {
        bed.settled(ROOM);
        bed.database.run(tx -> tx.sql("""
                create trigger no_change before update on matrix_account begin select raise(abort, 'no'); end
                """).update());
        bed.server.sync(Answer.error(400, "M_UNKNOWN_POS", "no such position"));
        bed.loop.start();
        Await.until(() -> !bed.waits.isEmpty());
        bed.database.run(tx -> tx.sql("drop trigger no_change").update());
        bed.server.sync(answer("s2").joined(ROOM, message("$1", "x")).tree());
        Await.until(() -> bed.heardIds().contains("$1"));
    }

    @ParameterizedTest
    @MethodSource("nasty")
    void oneNastyEventHidesNoOtherMemberOrMessage(String content) throws Exception {
        bed.settled(ROOM);
        String eve = member("$e", "@eve:example.org", "join").toString();
        String nasty = eve.replace("\"membership\":\"join\"", "\"membership\":\"join\",\"x\":" + content);
        String good = member("$b", "@bob:example.org", "join").toString();
        byte[] page = ("{\"chunk\":[" + nasty + "," + good + "]}").getBytes(StandardCharsets.UTF_8);
        bed.server.on("GET", ".*/members", new Answer.Whole(200, Map.of(), page));
        bed.server.on("GET", MESSAGES, new Answer.Whole(200, Map.of(), page));
        assertThat(bed.rooms().joinedMembers(ROOM_ID)).contains(user("bob"));
        bed.take(answer("s2").limited(ROOM, "p1", message("$1", "x")));
        Await.until(() -> bed.heardIds().contains("$1"));
        assertThat(bed.heardIds()).startsWith("$b");
    }

    static List<String> nasty() {
        return List.of(
                "[".repeat(300) + "]".repeat(300),
                "[".repeat(30_000) + "]".repeat(30_000),
                "{\"" + "n".repeat(60_000) + "\":1}",
                "1".repeat(5_000));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
