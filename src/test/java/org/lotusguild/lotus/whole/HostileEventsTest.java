package org.lotusguild.lotus.whole;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.HeardLog;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Ignored;
import tools.jackson.databind.node.ObjectNode;

/** From the homeserver's answer to the bot's: what is hostile is refused, counted, said once, and everything goes on. */
@Timeout(180)
class HostileEventsTest {
    private static final RoomId OTHER = RoomId.parse("!other");

    @TempDir
    Path folder;

    private final HeardLog log = new HeardLog(Level.WARN);
    private TalkBed bed;
    private int pings;
    private int fed;

    @BeforeEach
    void open() throws Exception {
        bed = new TalkBed(folder);
        ping("before");
    }

    @AfterEach
    void close() {
        log.close();
        bed.close();
    }

    @Test
    void eventsOfRoomsWhereverTheyStand() throws Exception {
        List<String> unnoticed = new ArrayList<>();
        for (Corpus.Piece piece : Corpus.of("room")) {
            long before = bed.refused();
            bed.server.tell(
                    "\"rooms\": {\"join\": {\"!crypt\": {\"timeline\": {\"events\": [%s]}}}}".formatted(filled(piece)));
            ping(piece.name());
            if (bed.refused() == before) {
                unnoticed.add(piece.name());
            }
            everywhere(piece);
            ping(piece.name());
        }
        pingInSecret();
        assertThat(log.errors()).isEmpty();
        assertThat(unnoticed)
                .as("neither refused nor counted")
                .containsExactlyInAnyOrderElementsOf(Corpus.harmless("room"));
    }

    @Test
    void toDeviceEvents() throws Exception {
        List<String> unnoticed = new ArrayList<>();
        for (Corpus.Piece piece : Corpus.of("to-device")) {
            long before = bed.refused();
            bed.server.tell("\"to_device\": {\"events\": [%s]}".formatted(filled(piece)));
            ping(piece.name());
            if (bed.refused() == before) {
                unnoticed.add(piece.name());
            }
        }
        pingInSecret();
        assertThat(log.errors()).isEmpty();
        assertThat(unnoticed)
                .as("neither refused nor counted")
                .containsExactlyInAnyOrderElementsOf(Corpus.harmless("to-device"));
    }

    @Test
    void answersOfAHomeserver() throws Exception {
        for (Corpus.Piece piece : Corpus.of("sync")) {
            String members = piece.text();
            bed.server.tell(members.substring(1, members.length() - 1));
            ping(piece.name());
        }
        pingInSecret();
        assertThat(log.errors()).isEmpty();
    }

    @Test
    void aMegabyteOfNestingAndOfDigits() throws Exception {
        for (String content : List.of(
                "{\"a\":" + "[".repeat(500_000) + "]".repeat(500_000) + "}",
                "{\"a\":".repeat(200_000) + "1" + "}".repeat(200_000),
                "{\"a\":" + "9".repeat(1_000_000) + "}",
                "{\"" + "n".repeat(1_000_000) + "\":1}")) {
            String event = "{\"event_id\":\"$ID\",\"sender\":\"@eve:example.org\",\"origin_server_ts\":$NOW,"
                    + "\"type\":\"m.room.message\",\"content\":" + content + "}";
            everywhere(new Corpus.Piece("generated", event));
            ping(content.substring(0, 8));
        }
        pingInSecret();
        assertThat(log.errors()).isEmpty();
    }

    @Test
    void aCiphertextThatComesAgainOrElsewhere() throws Exception {
        ObjectNode honest = bed.saysInSecret("!ping");
        bed.server.tell(TalkBed.CRYPT, honest);
        Await.until(() -> bed.answers(TalkBed.CRYPT).size() == 1);
        ObjectNode spoiled = honest.deepCopy().put("event_id", "$spoiled");
        Json.objectAt(spoiled, "content").put("ciphertext", "AwgAEpABnonsense");
        bed.server.tell(TalkBed.CRYPT, spoiled);
        bed.server.tell(OTHER, honest.deepCopy().put("event_id", "$moved"));
        bed.server.tell(TalkBed.CRYPT, honest.deepCopy().put("event_id", "$again"));
        bed.server.tell(
                TalkBed.CRYPT, honest.deepCopy().put("event_id", "$stolen").put("sender", TalkBed.EVE.value()));
        ping("after");
        Await.until(() -> skipped().size() == 3);
        assertThat(skipped())
                .anyMatch(line -> line.contains("BAD_CIPHERTEXT"))
                .anyMatch(line -> line.contains("REPLAYED"))
                .anyMatch(line -> line.contains("WRONG_ROOM"));
        assertThat(bed.answers(TalkBed.CRYPT)).hasSize(1);
        assertThat(log.errors()).isEmpty();
    }

    @Test
    void aKeyThatComesAgainIsSeen() throws Exception {
        ObjectNode event;
        List<ObjectNode> brought;
        synchronized (bed.keys) {
            event = bed.saysInSecret("!ping");
            brought = List.copyOf(bed.keys.waitingFor(TalkBed.BOT, bed.account.device()));
        }
        for (int n = 0; n < 3; n++) {
            bed.server.tell("\"to_device\": {\"events\": [%s]}"
                    .formatted(brought.stream().map(Json::text).collect(Collectors.joining(","))));
        }
        bed.server.tell(TalkBed.CRYPT, event);
        Await.until(() -> bed.answers(TalkBed.CRYPT).size() == 1);
        assertThat(bed.dropped(Ignored.SEEN)).isGreaterThanOrEqualTo(2);
        assertThat(log.errors()).isEmpty();
    }

    @Test
    void aFloodIsOneLineAndACount() throws Exception {
        Corpus.Piece piece = named("room", "room/encrypted-no-ciphertext.json");
        for (int round = 0; round < 5; round++) {
            String flood = IntStream.range(0, 40).mapToObj(n -> filled(piece)).collect(Collectors.joining(","));
            bed.server.tell("\"rooms\": {\"join\": {\"!crypt\": {\"timeline\": {\"events\": [%s]}}}}".formatted(flood));
        }
        ping("flood");
        Await.until(() -> bed.figure("lotus_matrix_skipped_total") == 200);
        assertThat(skipped())
                .hasSize(1)
                .first()
                .asString()
                .contains("MALFORMED")
                .contains("@eve:example.org");
        bed.clock.advance(Duration.ofHours(1));
        bed.server.tell(
                "\"rooms\": {\"join\": {\"!crypt\": {\"timeline\": {\"events\": [%s]}}}}".formatted(filled(piece)));
        Await.until(() -> skipped().size() == 2);
        assertThat(skipped().getLast()).contains("not_told_before=\"199\"");
    }

    @Test
    void aFloodFromDeviceToDeviceIsOneLineAndACount() throws Exception {
        Corpus.Piece piece = named("to-device", "to-device/olm-sender-key-of-zeros.json");
        for (int round = 0; round < 5; round++) {
            String flood = IntStream.range(0, 40).mapToObj(n -> filled(piece)).collect(Collectors.joining(","));
            bed.server.tell("\"to_device\": {\"events\": [%s]}".formatted(flood));
        }
        ping("flood");
        assertThat(bed.ignored.values()).containsExactly(200);
        assertThat(log.lines("what came about keys cannot be used; it is dropped"))
                .hasSize(1);
    }

    /** In clear and encrypted rooms, as event and as state, in rooms left and invited to, as to-device and account data. */
    private void everywhere(Corpus.Piece piece) {
        String timeline = "{\"timeline\": {\"events\": [%s]}}";
        bed.server.tell("""
                "rooms": {
                  "join": {
                    "!room": {"timeline": {"events": [%s]}, "state": {"events": [%s]}},
                    "!crypt": %s
                  },
                  "leave": {"!left": %s},
                  "invite": {"!invited": {"invite_state": {"events": [%s]}}}
                },
                "account_data": {"events": [%s]}
                """.formatted(
                        filled(piece),
                        filled(piece),
                        timeline.formatted(filled(piece)),
                        timeline.formatted(filled(piece)),
                        filled(piece),
                        filled(piece)));
        bed.server.tell("\"to_device\": {\"events\": [%s]}".formatted(filled(piece)));
    }

    private String filled(Corpus.Piece piece) {
        fed++;
        return piece.with("$ID", "$hostile" + fed)
                .with("$NOW", Long.toString(bed.clock.millis()))
                .with("$OURS", bed.identityKey())
                .text();
    }

    private static Corpus.Piece named(String kind, String name) {
        return Corpus.of(kind).stream()
                .filter(piece -> piece.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A good command is answered, once. */
    private void ping(String after) throws InterruptedException {
        pings++;
        bed.server.tell(TalkBed.CLEAR, bed.says("!ping"));
        try {
            Await.until(() -> pongs() >= pings);
        } catch (AssertionError silent) {
            throw new AssertionError("no answer after " + after + ": " + log.lines(""), silent);
        }
        assertThat(pongs()).isEqualTo(pings);
    }

    private long pongs() {
        return bed.answers(TalkBed.CLEAR).stream()
                .filter(answer -> answer.startsWith("Pong!"))
                .count();
    }

    private void pingInSecret() throws InterruptedException {
        int before = bed.answers(TalkBed.CRYPT).size();
        bed.server.tell(TalkBed.CRYPT, bed.saysInSecret("!ping"));
        Await.until(() -> bed.answers(TalkBed.CRYPT).size() == before + 1);
    }

    private List<String> skipped() {
        return log.lines("what the homeserver shows cannot be used; it is skipped");
    }
}
