package org.lotusguild.lotus.bot.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.BOB;
import static org.lotusguild.lotus.bot.fake.BotBed.CEM;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.bot.fake.RecordingSender;

/** Polls of the clients' own kind. */
class NativePollTest extends OnPollBed {
    @ParameterizedTest
    @CsvSource({"UNSTABLE,org.matrix.msc3381.poll.start,org.matrix.msc3381.poll.end", "STABLE,m.poll.start,m.poll.end"})
    void usesTheClientsOwnPolls(PollConfig.NativeType wanted, String start, String end) {
        type = wanted;
        bed.restart();
        EventId poll = asks("!poll --native \"Which day?\" Fri Sat");
        RecordingSender.Sent sent = bed.sender.sent().getFirst();
        assertThat(sent.type()).isEqualTo(start);
        assertThat(bed.sender.bodies().get(1))
                .isEqualTo(
                        "No poll to see in your client? !poll vote <n> counts as well, 1 to 2. Ends 23 Nov 2026 18:00 UTC.");
        bed.votes(ALICE, poll, "1");
        bed.votes(BOB, poll, "2", "1");
        bed.votes(ALICE, poll, "2");
        bed.votes(CEM, poll, "1");
        bed.votes(CEM, poll);
        bed.says(UserId.parse("@dora:example.org"), ROOM, "!poll vote 1");
        assertThat(bed.says(CEM, ROOM, "!poll vote 3")).containsExactly("poll: vote 1 to 2.");
        bed.clock.advance(Duration.ofHours(24).minusSeconds(31));
        bed.look();
        List<RecordingSender.Sent> last = bed.sender.sent().reversed();
        assertThat(last.get(1).type()).isEqualTo(end);
        assertThat(last.get(1).content().at("/m.relates_to/event_id").asString())
                .isEqualTo(poll.value());
        assertThat(last.get(1).content().path("m.mentions").toString()).isEqualTo("{}");
        assertThat(last.get(1).content().at("/m.relates_to/rel_type").asString())
                .isEqualTo("m.reference");
        assertThat(last.getFirst().content().path("body").asString())
                .isEqualTo(
                        "📊 Which day?\n1️⃣ ███░░░░░░░ 1 (33 %) Fri\n2️⃣ ███████░░░ 2 (67 %) Sat\n3 votes. Sat wins.");
    }

    @Test
    void writesWhatElementReads() {
        asks("!poll --native \"Which day?\" Fri Sat");
        assertThat(bed.sender.sent().getFirst().content()).isEqualTo(Json.parseObject("""
                        {"m.mentions": {}, "org.matrix.msc1767.text": "Which day?\\n1. Fri\\n2. Sat",
                         "org.matrix.msc3381.poll.start": {
                           "kind": "org.matrix.msc3381.poll.disclosed",
                           "max_selections": 1,
                           "question": {"org.matrix.msc1767.text": "Which day?"},
                           "answers": [{"id": "1", "org.matrix.msc1767.text": "Fri"},
                                       {"id": "2", "org.matrix.msc1767.text": "Sat"}]}}"""));
    }
}
