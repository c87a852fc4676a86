package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.fake.BotBed;
import org.lotusguild.lotus.bot.fake.Everything;
import org.lotusguild.lotus.bot.fake.RecordingSender;
import tools.jackson.databind.node.ObjectNode;

/** Two bots of this kind in one room answer people, and nothing of one another. */
class TwoBotsTest {
    private static final Instant START = Instant.parse("2026-11-23T18:00:00Z");
    private static final UserId OTHER = UserId.parse("@lotus:example.net");
    private static final List<String> LINES = List.of(
            "!ping",
            "!help",
            "!help roll",
            "!rol",
            "!roll 2x6",
            "!fortune",
            "!poll --for 2h \"Shall we?\" yes no",
            "!poll --for 2h --native Again?",
            "!trivia",
            "!choose !ping | !roll",
            "!tag set rules !help",
            "!tag rules",
            "!remind here 2h !roll",
            "!nosuch");

    @TempDir
    Path here;

    @TempDir
    Path there;

    @Test
    void neverTalkToEachOther() {
        try (BotBed one = bed(here);
                BotBed two = bed(there)) {
            for (String line : LINES) {
                for (BotBed bed : List.of(one, two)) {
                    bed.clock.advance(Duration.ofMinutes(1));
                    bed.says(ALICE, ROOM, line);
                    bed.arrive();
                }
            }
            one.after(Duration.ofHours(3));
            two.after(Duration.ofHours(3));
            List<RecordingSender.Sent> ofOne = one.sender.sent();
            List<RecordingSender.Sent> ofTwo = two.sender.sent();
            assertThat(ofOne).hasSizeGreaterThan(20);

            ofOne.forEach(sent -> two.hears(sent.room(), shown(two, sent)));
            ofTwo.forEach(sent -> one.hears(sent.room(), shown(one, sent)));
            one.after(Duration.ofDays(1));
            two.after(Duration.ofDays(1));

            assertThat(one.sender.sent()).isEqualTo(ofOne);
            assertThat(two.sender.sent()).isEqualTo(ofTwo);
        }
    }

    private static BotBed bed(Path folder) {
        BotBed bed = new BotBed(folder, START, new Everything());
        bed.rooms.put(ROOM, "m.room.power_levels", Json.parseObject("{\"users\": {\"@alice:example.org\": 50}}"));
        return bed;
    }

    /** As the other bot's event comes, with names of its own for what it names. */
    private static ObjectNode shown(BotBed to, RecordingSender.Sent sent) {
        ObjectNode event = Json.object()
                .put("type", sent.type())
                .put("event_id", sent.id().value())
                .put("sender", OTHER.value())
                .put("origin_server_ts", to.clock.millis());
        event.set("content", sent.content());
        return Json.parseObject(Json.text(event).replace("\"$sent", "\"$others"));
    }
}
